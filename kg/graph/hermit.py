"""HermiT, the OWL 2 DL reasoner that comes with owlready2 and needs Java."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import KGError
from kg.graph.entail import theory
from kg.graph.terms import dipl, ontology_triples

_INFERENCES: Final = "http://inferrences/"  # owlready2's own spelling
# The client compiler and the serial collector: 2.9 instead of 8.4 s CPU on a graph of 1,700 statements.
_JVM: Final = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"


def find_java() -> str:
    """Path of the Java program that JAVA_HOME names or PATH leads to; empty if there is none."""
    home = os.environ.get("JAVA_HOME")
    return (shutil.which("java", path=str(Path(home, "bin"))) if home else None) or shutil.which("java") or ""


class ImpossibleError(Exception):
    """The ontology and the facts cannot both be true; HermiT does not say why."""


def infer(facts: Iterable[ox.Quad], base: str, java: str) -> list[ox.Triple]:
    """Types and subclasses that HermiT infers from the ontology and the facts, only the most special of each.

    Errors: `ImpossibleError` if they contradict each other, KGError if Java fails.
    """
    import owlready2

    world = owlready2.World()
    try:
        world.get_ontology(base).load(fileobj=BytesIO(_ntriples(facts, base)))
        with _java(owlready2, java):
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        answer = BytesIO()
        world.get_ontology(_INFERENCES).save(answer, format="ntriples")
        triples = [quad.triple for quad in ox.parse(answer.getvalue(), format=ox.RdfFormat.N_TRIPLES)]
        return [triple for triple in triples if triple.subject != ox.NamedNode(_INFERENCES.rstrip("/"))]
    except owlready2.OwlReadyInconsistentOntologyError:
        raise ImpossibleError from None
    except (owlready2.OwlReadyJavaError, OSError) as error:
        reason = " ".join(str(error).split())[:300]
        raise KGError(f"{java}: HermiT failed ({reason}); see whether {java} -version works") from error
    finally:
        world.close()


def _ntriples(facts: Iterable[ox.Quad], base: str) -> bytes:
    """Ontology and facts as N-Triples; what an axiom counts gets a `dipl:localName`, as two names mean two things."""
    triples = {quad.triple for quad in facts}
    counted = (triple for triple in triples if triple.predicate in theory().counted)
    names = {node for triple in counted for node in (triple.subject, triple.object) if isinstance(node, ox.NamedNode)}
    for node in names:
        triples.add(ox.Triple(node, dipl("localName"), ox.Literal(node.value.removeprefix(base))))
    everything = [*sorted(triples, key=str), *(quad.triple for quad in ontology_triples())]
    return ox.serialize(everything, format=ox.RdfFormat.N_TRIPLES) or b""


@contextmanager
def _java(owlready2: Any, java: str) -> Iterator[None]:
    """Let owlready2 use this Java, started for a short run, and leave its files in a folder that is removed."""
    options, program, folder = os.environ.get("JDK_JAVA_OPTIONS"), owlready2.JAVA_EXE, tempfile.tempdir
    with tempfile.TemporaryDirectory() as room:
        os.environ["JDK_JAVA_OPTIONS"] = f"{_JVM} {options or ''}".strip()
        owlready2.JAVA_EXE, tempfile.tempdir = java, room
        try:
            yield
        finally:
            owlready2.JAVA_EXE, tempfile.tempdir = program, folder
            if options is None:
                del os.environ["JDK_JAVA_OPTIONS"]
            else:
                os.environ["JDK_JAVA_OPTIONS"] = options
