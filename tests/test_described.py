"""States told by their region: "the Nordic country" on the page of a pair of which one lies there."""

from __future__ import annotations

import re

from kg.extract.capitals import Candidate
from kg.extract.described import described, of_one
from kg.extract.names import names
from kg.lexicon.language import language
from tests.test_frames import told


def test_a_region_tells_which_of_the_two_is_meant() -> None:
    text = "In 1961 the Nordic country opened an embassy in Nairobi. The African nation closed its own in Oslo in 1973."
    assert told(text, "MissionOpened", ("norway", "kenya"))[0]["sending"] == "Norway"
    assert told(text, "MissionClosed", ("norway", "kenya"))[0]["sending"] == "Kenya"


def test_spanish_adjectives_stand_behind() -> None:
    text = "El país andino fue reconocido por Noruega en 1905. La nación nórdica abrió en 1961 una embajada en Lima."
    (found,) = told(text, "Recognition", ("norway", "peru"), "es")
    assert (found["recogniser"], found["recognised"], found["date"]) == ("Norway", "Peru", "1905")
    assert told(text, "MissionOpened", ("norway", "peru"), "es")[0]["sending"] == "Norway"


def test_one_of_many_is_not_meant() -> None:
    text = "An African country came. The African country that came was large. The African country left."
    lexicon = language("en")
    hits = [Candidate(m.start(), m.end(), "state", ()) for m in re.finditer("African country", text)]
    assert [hit.start for hit in of_one(iter(hits), text, lexicon)] == [text.rindex("African")]


def test_two_of_one_region_are_not_told_apart() -> None:
    text = "In 1973 the African country recognized the republic."
    assert described(text, ("state/ghana", "state/kenya"), names(language("en"))) == {}
    found = described(text, ("state/norway", "state/kenya"), names(language("en")))
    assert found == {"African country": ("state/kenya",)}
