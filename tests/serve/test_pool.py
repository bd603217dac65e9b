"""Query workers: heavy queries end, light ones are answered meanwhile, and nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.ask import guard
from kg.serve.answers import Answer, EndedError, RefusalError, shared
from kg.serve.limits import MEGABYTE, Limits
from kg.serve.pool import Pool
from kg.serve.worker import RefusedError, Worker
from kg.vocab import BASE
from tests.serve.sites import site_of

LIGHT = "SELECT * { ?s ?p ?o } LIMIT 1"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"
LISTS = "SELECT * { ?s ?p " + "(" * 60 + "?x" + ")" * 60 + " }"
REGEX = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (REGEX(CONCAT(?c, ?f, ?i), '^(a+)+(a+)+(a+)+b$')) }"
LIMITS = Limits(time_s=1.5, quick_s=0.15, wait_s=3, memory=150 * MEGABYTE)


def quads(count: int = 400) -> Iterator[ox.Quad]:
    predicate = ox.NamedNode("http://a/p")
    for number in range(count):
        yield ox.Quad(ox.NamedNode(f"http://a/{number}"), predicate, ox.Literal("a" * 40 + str(number)))


def question(query: str, **more: Any) -> dict[str, Any]:
    return {"query": query, "allow": ["FROM"], "rows": "json", "triples": "ttl", **more}


async def outcome(pool: Pool, query: str, **more: Any) -> tuple[str | int, float]:
    """Format of the answer or status of the refusal, and the seconds it took."""
    begun = time.monotonic()
    try:
        pool.sent(answer := await pool.ask(question(query, **more)))
        return answer.format, time.monotonic() - begun
    except RefusalError as refusal:
        return refusal.status, time.monotonic() - begun


def with_pool(work: Callable[[Pool], Awaitable[None]], limits: Limits = LIMITS, served: Sequence[ox.Quad] = ()) -> None:
    """Run `work` with a pool, and see that no process is left after it."""

    async def run() -> list[int]:
        site = site_of(served or quads())
        pool = Pool(site.path, site.quads, site.base, limits)
        await pool.open()
        try:
            await work(pool)
        finally:
            started = pool.processes
            await pool.close()
        return started

    for process in asyncio.run(run()):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.parametrize("query", [CROSS, LISTS, REGEX], ids=["cross product", "nested lists", "regular expression"])
def test_a_heavy_query_ends_at_the_time_limit_while_light_ones_are_answered(query: str) -> None:
    async def work(pool: Pool) -> None:
        heavy = asyncio.create_task(outcome(pool, query))
        await asyncio.sleep(0.05)
        for _ in range(8):
            format, seconds = await outcome(pool, LIGHT)
            assert format == "json"
            assert seconds < 1
            await asyncio.sleep(0.1)
        status, seconds = await heavy
        assert status in (504, "json")
        assert seconds < 2.5

    with_pool(work)


def test_many_heavy_queries_leave_room_for_light_ones() -> None:
    async def work(pool: Pool) -> None:
        heavy = [asyncio.create_task(outcome(pool, CROSS)) for _ in range(5)]
        await asyncio.sleep(0.5)
        found = [await outcome(pool, LIGHT) for _ in range(5)]
        assert {format for format, _ in found} == {"json"}
        assert {status for status, _ in await asyncio.gather(*heavy)} <= {503, 504}
        assert (await outcome(pool, LIGHT))[0] == "json"

    with_pool(work)


def test_a_query_that_eats_memory_is_ended_and_others_do_not_notice() -> None:
    async def work(pool: Pool) -> None:
        found = await asyncio.gather(outcome(pool, HUNGRY), *(outcome(pool, LIGHT) for _ in range(20)))
        assert found[0][0] == 500
        assert {format for format, _ in found[1:]} == {"json"}

    with_pool(work, Limits(time_s=20, memory=60 * MEGABYTE))


def test_a_killed_worker_is_replaced_before_the_next_question() -> None:
    async def work(pool: Pool) -> None:
        for _ in range(3):
            for process in pool.processes:
                os.kill(process, signal.SIGKILL)
            assert (await outcome(pool, LIGHT))[0] == "json"

    with_pool(work)


def test_a_client_that_hangs_up_ends_its_query() -> None:
    async def work(pool: Pool) -> None:
        async def gone() -> None:
            await asyncio.sleep(0.1)

        with pytest.raises(RefusalError) as refusal:
            await pool.ask(question(CROSS), gone)
        assert refusal.value.status == 499
        await asyncio.sleep(0.1)
        assert len(pool.processes) <= 2

    with_pool(work, Limits(time_s=20, quick_s=0.1))


def test_too_many_at_once_are_told_when_to_come_back() -> None:
    async def work(pool: Pool) -> None:
        found = await asyncio.gather(*(outcome(pool, LIGHT) for _ in range(60)))
        assert {format for format, _ in found} == {"json", 503}
        asking = (pool.ask(question(LIGHT)) for _ in range(60))
        told = await asyncio.gather(*asking, return_exceptions=True)
        assert {error.retry_s > 0 for error in told if isinstance(error, RefusalError)} == {True}
        for answer in told:
            if isinstance(answer, Answer):
                pool.sent(answer)

    with_pool(work, Limits(waiting=10))


def test_two_hundred_clients_are_all_answered() -> None:
    async def work(pool: Pool) -> None:
        found = await asyncio.gather(*(outcome(pool, LIGHT) for _ in range(200)))
        assert {format for format, _ in found} == {"json"}

    with_pool(work)


@pytest.mark.parametrize(
    ("limits", "query"),
    [
        (Limits(rows=100), "SELECT * { ?s ?p ?o }"),
        (Limits(rows=100), "CONSTRUCT WHERE { ?s ?p ?o }"),
        (Limits(answer=10_000), "SELECT * { ?s ?p ?o }"),
    ],
)
def test_an_answer_that_is_too_large_is_refused_not_cut(limits: Limits, query: str) -> None:
    async def work(pool: Pool) -> None:
        for format in ("json", "xml", "csv", "tsv"):
            assert (await outcome(pool, query, rows=format))[0] == 500
        assert (await outcome(pool, query + " LIMIT 10"))[0] in ("json", "ttl")

    with_pool(work, limits)


def test_a_large_answer_is_whole() -> None:
    async def work(pool: Pool) -> None:
        answer: Answer = await pool.ask(question("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", rows="tsv"))
        content = answer.body.read()
        assert len(content) == answer.length > MEGABYTE
        assert content.count(b"\n") == 20_001
        pool.sent(answer)

    with_pool(work)


def test_a_worker_can_open_neither_connection_nor_file() -> None:
    """Even where the guard lets SERVICE pass, the process cannot reach anything: the kernel refuses."""

    async def work(pool: Pool) -> None:
        query = "SELECT * { SERVICE <http://127.0.0.1:8/> { ?s ?p ?o } }"
        with pytest.raises(RefusalError) as refusal:
            await pool.ask(question(query, allow=["SERVICE"]))
        assert "Permission denied" in refusal.value.trace or "Too many open files" in refusal.value.trace

    with_pool(work)


def test_a_store_that_is_not_there_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(EndedError):
        asyncio.run(Pool(str(tmp_path / "none"), None, BASE, LIMITS).open())


def test_the_guard_stands_before_the_parser() -> None:
    sent: list[bytes] = []
    with shared() as memory:
        worker = Worker(ox.Store(), {"base": BASE, "prefixes": {}, "rows": 10, "answer": 1000}, memory.fileno())
        worker.reply(question("SELECT * { " + "{" * 5000 + "}" * 5000 + " }"), sent.append)
    assert f"nested more than {guard.MAX_DEPTH} deep".encode() in sent[0]
    assert RefusedError(400, "x").status == 400


def test_the_engine_may_die_of_an_order_and_the_client_is_told_what_helps() -> None:
    """Should a later engine survive this, its answer is welcome."""

    async def work(pool: Pool) -> None:
        asking = pool.ask(question("SELECT * { ?s ?p ?o } ORDER BY ?o"))
        (found,) = await asyncio.gather(asking, return_exceptions=True)
        if isinstance(found, Answer):
            pool.sent(found)
        else:
            assert isinstance(found, RefusalError)
            assert (found.status, found.message.endswith("ask for ORDER BY STR(?x)")) == (500, True)
        assert (await outcome(pool, "SELECT * { ?s ?p ?o } ORDER BY STR(?o)"))[0] == "json"

    xsd = "http://www.w3.org/2001/XMLSchema#"
    kinds = ("integer", "decimal", "string", "dateTime", "date", "http://a/other", "boolean")
    values = [ox.Literal(f"{n}", datatype=ox.NamedNode(kind if ":" in kind else xsd + kind))
              for n in range(40) for kind in kinds]  # fmt: skip
    values += [
        ox.Literal(f"19{n}-01-0{1 + n % 9}T00:00:00Z", datatype=ox.NamedNode(xsd + "dateTime")) for n in range(10, 99)
    ]
    mixed = [ox.Quad(ox.NamedNode(f"http://a/{n}"), ox.NamedNode("http://a/p"), one) for n, one in enumerate(values)]
    with_pool(work, Limits(time_s=10), mixed)


def test_an_answer_stays_whole_when_its_worker_goes_on() -> None:
    """The body lies in the worker's memory until the worker is wanted again or ended."""

    async def work(pool: Pool) -> None:
        first = await pool.ask(question("SELECT * { ?s ?p ?o } ORDER BY ?s", rows="tsv"))
        begun = next(first.body.chunks())
        assert (await outcome(pool, "SELECT * { ?s ?p 5 }"))[0] == "json"
        large = await pool.ask(question("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", rows="tsv"))
        part = next(large.body.chunks())
        assert (await outcome(pool, LIGHT))[0] == "json"
        rest = large.body.read()
        assert len(begun) == first.length
        assert len(part) + len(rest) == large.length
        assert (part + rest).count(b"\n") == 20_001
        pool.sent(first)
        pool.sent(large)

    with_pool(work, Limits(workers=1))


def test_signs_that_xml_cannot_hold_are_replaced_wherever_they_stand() -> None:
    async def work(pool: Pool) -> None:
        answer = await pool.ask(question("SELECT ?o { ?s ?p ?o }", rows="xml"))
        content = answer.body.read()
        pool.sent(answer)
        assert b"\x01" not in content
        assert b"\xef\xbf\xbe" not in content
        assert content.decode().count("\N{REPLACEMENT CHARACTER}") == 2 * 3000

    predicate = ox.NamedNode("http://a/p")
    strange = (ox.Literal(f"{'a' * (n % 7)}\x01b\ufffe") for n in range(3000))
    with_pool(work, served=[ox.Quad(ox.NamedNode(f"http://a/{n}"), predicate, one) for n, one in enumerate(strange)])
