"""What can be served: an RDF file in any usual form; a file that cannot be read is told in one sentence."""

from __future__ import annotations

import gzip
import json
import socket
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.errors import KGError
from kg.serve.app import application
from kg.serve.site import FORMATS, Site, open_site
from tests.serve.conftest import HTML

GRAPHS = (ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS, ox.RdfFormat.JSON_LD)


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("ending", FORMATS)
def test_an_rdf_file_of_any_form_is_served(site: Site, tmp_path: Path, ending: str, packed: str) -> None:
    format = FORMATS[ending]
    graph = None if format in GRAPHS else ox.DefaultGraph()
    content = site.store.dump(format=format, from_graph=graph)
    path = tmp_path / f"graph{ending}{packed}"
    path.write_bytes(gzip.compress(content) if packed else content)
    found = open_site(path)
    assert found.base == site.base
    expected = (
        len(site.store) if graph is None else sum(1 for _ in site.store.quads_for_pattern(None, None, None, graph))
    )
    assert len(found.store) == expected
    with TestClient(application(found)) as client:
        assert client.get("/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D").json()["boolean"] is True
        assert "Chile and Russia" in client.get("/", headers=HTML).text
        assert client.get("/id/state/chile.ttl").status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("graph.ttl", b"<a> <b> .", "is not Turtle"),
        ("graph.nt", b"\xff\xfe", "is not N-Triples"),
        ("graph.jsonld", b"{", "is not JSON-LD"),
        ("graph.rdf", b"<rdf>", "is not RDF/XML"),
        ("graph.csv", b"a,b", "its ending names no RDF format; use one of .ttl"),
        ("graph.ttl.gz", b"no gzip", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(KGError, match="graph") as error:
        open_site(tmp_path / name)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_fetches_nothing(tmp_path: Path) -> None:
    """Neither a context of JSON-LD nor an entity of XML, from network or disk."""
    (tmp_path / "secret.txt").write_text("secret")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/context"
        (tmp_path / "graph.jsonld").write_text(json.dumps({"@context": address, "@id": "http://a/b", "name": "x"}))
        entity = f'<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}"><!ENTITY y SYSTEM "{address}">'
        (tmp_path / "graph.rdf").write_text(
            f'<!DOCTYPE r [{entity}]><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a/">'
            '<r:Description r:about="http://a/b"><a:p>&x;&y;</a:p></r:Description></r:RDF>'
        )
        for name in ("graph.jsonld", "graph.rdf"):
            with pytest.raises(KGError):
                open_site(tmp_path / name)
        with pytest.raises(TimeoutError):
            listener.accept()


def xml(entities: str, used: str) -> str:
    return (
        f'<!DOCTYPE r [{entities}]><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a/">'
        f'<r:Description r:about="http://a/b"><a:p>{used}</a:p></r:Description></r:RDF>'
    )


@pytest.mark.parametrize("sign", ["&", "&#38;", "&#x26;"])
def test_entities_of_xml_that_grow_are_refused(tmp_path: Path, sign: str) -> None:
    """A file of 1 kB that would become gigabytes, and one whose entities contain each other."""
    grown = "".join(f'<!ENTITY l{n} "{f"{sign}l{n - 1};" * 10}">' for n in range(1, 12))
    circle = f'<!ENTITY a "{sign}b;"><!ENTITY b "{sign}a;">'
    for content in (xml(f'<!ENTITY l0 "lol">{grown}', "&l11;"), xml(circle, "&a;")):
        (tmp_path / "graph.rdf").write_text(content)
        with pytest.raises(KGError, match="its XML entities come to more than"):
            open_site(tmp_path / "graph.rdf")


def test_entities_of_xml_as_people_use_them_are_read(tmp_path: Path) -> None:
    (tmp_path / "graph.rdf").write_text(xml('<!ENTITY a "http://a/"><!ENTITY b "&a;b#">', "&b;c"))
    (quad,) = open_site(tmp_path / "graph.rdf").store
    assert quad.object == ox.Literal("http://a/b#c")
