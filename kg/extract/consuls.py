"""Lines that name an honorary consul and his city, in whatever order: "Honorary Consul in Bergen: Mr. Ola Berg"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.compiled import compiled
from kg.extract.claims import Draft
from kg.extract.leads import own_sides
from kg.extract.records import mission_roles
from kg.extract.roles.filled import Filled, Roles
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader
from kg.model import Passage, Span, Value

LINE_MAX = 140  # characters of such a line
BESIDE_MAX = 4  # words beside its mentions: "of", "district", "in"
_WORD = compiled(r"[^\W\d_\ue000-\uf8ff]+")
CONSUL, CONSULATE = "honorary consul", "honorary consulate"  # what their labels begin with
_PARTED = compiled(r"[:,(–—-]")  # what parts a name from a title in a line that is no sentence
_NAMED = {"person", "name", "place", "places", "state", "post", "rank", "office", "mission", "missionword"}


def honorary(passage: Passage, current: Line, page: Filled, reader: Reader) -> Iterator[Draft]:
    """The consulate and the consul of a line with a city, a name and a word for either, and little else.

    Whose consul it is the line says, or the post that the lines above name; else it is the other of the page's two
    states than the one in which the city lies.
    """
    words = current.text[passage.span.start : passage.span.end]
    if len(words) > LINE_MAX or ". " in current.symbols:
        return
    marks = [chunk for _, chunk in current.mentions()]
    title = next((title for chunk in marks if (title := _title(chunk)) is not None), None)
    people = [chunk for chunk in marks if chunk.kind == "person" or (chunk.kind == "name" and " " in chunk.text)]
    if title is None or len(people) != 1 or not {chunk.kind for chunk in marks} <= _NAMED:
        return
    if len(_WORD.findall(current.symbols)) > BESIDE_MAX or _PARTED.search(words) is None:
        return
    own, seats = (
        _sides(title, reader),
        [chunk for chunk in [*_seats(title), *_seats(people[0]), *marks] if chunk.kind == "place"],
    )
    host = next((state for chunk in seats if (state := reader.state_of_place(chunk)) is not None), None)
    sending = own or _of_page(page, reader) or (reader.other((host,)) if host is not None else None)
    if sending is not None and host is not None and sending.label == host.label:
        sending = reader.other((host,))
    if sending is None or host is None or len({chunk.text for chunk in seats}) != 1:
        return
    yield from _told(title, people[0], sending, host, seats[0], current, reader)


def _title(chunk: Chunk) -> Chunk | None:
    """The mention that names an honorary consul or his office: the line's own, or the title that a person bears."""
    if chunk.label.startswith(CONSUL):
        return chunk
    office = chunk.part("office")
    return office if chunk.kind == "person" and office is not None and office.label.startswith(CONSUL) else None


def _seats(title: Chunk) -> list[Chunk]:
    return [part for name in ("place", "at", "to", "receiving") for part in title.all_parts(name)]


def _sides(title: Chunk, reader: Reader) -> Value | None:
    """The state that a title names as its own."""
    return next((state for part in own_sides(title)[0] for state in reader.values(part)), None)


def _of_page(page: Filled, reader: Reader) -> Value | None:
    sent = (chunk for chunk in page.get("sending", ()) if isinstance(chunk, Chunk))
    return next((state for chunk in sent for state in reader.values(chunk)), None)


def _told(
    title: Chunk, person: Chunk, sending: Value, host: Value, seat: Chunk, current: Line, reader: Reader
) -> Iterator[Draft]:
    office = title.part("office") or title
    label = CONSUL if office.label.startswith(CONSULATE) else office.label
    span = Span(current.starts[0], current.ends[-1])
    roles = mission_roles(sending, host, CONSULATE, seat, reader)
    yield Draft("MissionPresent", roles, None, "asserted", span, "honorary", 0.8)
    held: Roles = {
        "person": (reader.person(person),),
        "office": (Value(office.text, label, "office"),),
        "of": (sending,),
    }
    yield Draft("OfficeHeld", held, None, "asserted", span, "honorary", 0.8)
