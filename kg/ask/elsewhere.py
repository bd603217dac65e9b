"""A question to a store elsewhere: bound and looked through here, answered there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from time import perf_counter
from typing import cast

import pyoxigraph as ox

from kg.ask.answers import Answer, prepared
from kg.ask.apart import Question, Times
from kg.ask.binding import limited
from kg.ask.guard import form
from kg.ask.header import read_header
from kg.ask.saved import Query
from kg.graph.remote import Remote


@contextmanager
def ask_remote(remote: Remote, question: Question, most: int | None, times: Times) -> Iterator[Answer]:
    """The answer, read as it comes; no more than `most` rows or triples. The folder of the question is of no account.

    Errors: KGError for a query that may not run, and for a server that refuses it or cannot be reached.
    """
    began = perf_counter()
    query = Query(question.name, question.text, read_header(question.text, question.name))
    text = prepared(query, question.given, remote.store, remote.base)
    times.steps["bind parameters"] = perf_counter() - began
    began = perf_counter()
    with remote.asking(limited(text, most), form(text)) as answer:
        times.steps["until it answers"] = perf_counter() - began
        began = perf_counter()
        if isinstance(answer, ox.QuerySolutions | ox.QueryBoolean) or most is None:
            yield answer
        else:
            yield cast("ox.QueryTriples", islice(answer, most))
    times.steps["read and write"] = perf_counter() - began
