"""Pictures for papers: the same graph gives the same bytes, and what stands in them."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import KGError
from kg.serve.pictures import FORMATS, chart_of, format_of, network, timeline
from kg.serve.site import Site, open_site

DRAW = (
    "import sys; from pathlib import Path; from kg.serve.site import open_site\n"
    "from kg.serve.pictures import chart_of, timeline, network\n"
    "site = open_site(Path(sys.argv[1])); out = sys.stdout.buffer\n"
    "timeline(chart_of(site, ['Chile', 'Russia']), out, 'svg'); network(site, '', 25, out, 'svg')"
)


def drawn(site: Site, format: str, *names: str) -> bytes:
    out = io.BytesIO()
    timeline(chart_of(site, names), out, format)
    return out.getvalue()


def net(site: Site, format: str, name: str = "") -> bytes:
    out = io.BytesIO()
    network(site, name, 25, out, format)
    return out.getvalue()


@pytest.mark.parametrize("format", FORMATS)
def test_a_picture_is_the_same_every_time(site: Site, format: str) -> None:
    first = drawn(site, format, "Chile", "Russia")
    assert first == drawn(site, format, "Russia", "Chile") == drawn(site, format)
    assert net(site, format) == net(site, format)
    assert first.startswith({"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[format])


def test_it_is_the_same_in_another_process(site: Site, tmp_path: Path) -> None:
    """Where sets have another order."""
    assert site.quads
    (tmp_path / "graph.nq").write_bytes(site.quads)
    command = [sys.executable, "-c", DRAW, str(tmp_path / "graph.nq")]
    seeds = ({"PYTHONHASHSEED": seed} for seed in ("1", "2"))
    one, other = (subprocess.run(command, capture_output=True, check=True, env=seed).stdout for seed in seeds)
    here = open_site(tmp_path / "graph.nq")
    assert one == other == drawn(here, "svg", "Chile", "Russia") + net(here, "svg")


def test_a_timeline_tells_what_its_signs_mean_and_no_more(site: Site) -> None:
    pair = drawn(site, "svg", "Chile", "Russia").decode()
    for words in ("Chile and Russia", "Mario Silberman Gurovich", "severed", "term of office", "opening, recognition"):
        assert words in pair
    person = drawn(site, "svg", "id:person/vladimir-putin").decode()
    assert ">visit<" in person
    assert "severed" not in person


def test_a_network_is_of_all_or_around_one(site: Site) -> None:
    assert "Who shares events with whom" in net(site, "svg").decode()
    assert "Who shares events with Michelle Bachelet" in net(site, "svg", "id:person/michelle-bachelet").decode()


def test_what_cannot_be_drawn_is_told(site: Site) -> None:
    for names, words in (
        (("Atlantis",), "nothing in the graph has this name"),
        (("Chile", "id:person/vladimir-putin"), "are not two states"),
    ):
        with pytest.raises(KGError, match=words):
            drawn(site, "svg", *names)
    with pytest.raises(KGError, match=r"use \.svg, \.png, \.pdf"):
        format_of(Path("picture.gif"))
