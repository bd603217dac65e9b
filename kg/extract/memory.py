"""What a reader keeps in mind from one passage to the next: who was named in full, the last visit, the last date."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from kg.extract.symbols import Chunk, Line
from kg.lexicon.language import Frame
from kg.model import Modality, Span, Value


@lru_cache(maxsize=4096)  # a document has few names and compares each of them often
def fold(name: str) -> str:
    """A name without accents and case, for comparison inside one document."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold() or name.casefold()


_PARTICLES = frozenset(
    ["de", "la", "del", "las", "los", "y", "e", "da", "do", "dos", "van", "von", "der", "bin", "al", "el", "of", "the"]
)


@lru_cache(maxsize=4096)
def _tokens(name: str) -> tuple[str, ...]:
    return tuple(word for word in fold(name).replace(".", " ").replace(",", " ").split() if word not in _PARTICLES)


def share_words(words: str, name: str) -> bool:
    """Whether any word of a name stands among some words."""
    return not set(_tokens(words)).isdisjoint(_tokens(name))


def partly_named(name: str, full: str) -> bool:
    """Whether a name of at least two words is another one in part or spelled otherwise ("Hasan Sheikh" Mohamud)."""
    short, long = _tokens(name), _tokens(full)
    if len(long) < len(short):
        short, long = long, short
    rest = iter(long)
    return len(short) > 1 and all(any(_alike(word, other) for other in rest) for word in short)


def _alike(a: str, b: str) -> bool:
    """Whether two words of a name differ by one letter at most, or one is the initial; short ones must be equal."""
    if a == b:
        return True
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    if len(a) < _LONG or len(b) < _LONG or not -2 < len(a) - len(b) < 2:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[start + 1 :] == b[start:] or a[start:] == b[start + 1 :] or a[start + 1 :] == b[start + 1 :]


_LONG = 5  # letters
_REIGN = frozenset({"king", "emperor", "sultan", "emir"})
_KIN = frozenset({"queen", "empress", "prince", "princess", "crown prince", "crown princess"})


class Known(NamedTuple):
    """A person as the document has named them so far."""

    name: str
    key: str
    office: str  # label of the office last given
    office_class: str
    state: Value | None


def _longer(name: str, known: Known) -> bool:
    """Whether somebody known by one word is the first of several words of a name."""
    words = _tokens(name)
    return len(words) > 1 and _tokens(known.name) == words[:1]


def _only_alike(known: Known, name: str, office_class: str) -> bool:
    """ "King Abdullah" is not "Foreign Minister Saifuddin Abdullah": one word of a name in another office."""
    one = 1 in (len(_tokens(known.name)), len(_tokens(name))) and _tokens(known.name) != _tokens(name)
    return one and known.office_class in _TOP and office_class in _TOP and known.office_class != office_class


_TOP = frozenset({"head-of-state", "head-of-government", "foreign-minister"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """An occasion of which a list tells: the frame of its lead, the mentions that it gives, its date as EDTF or ""."""

    frame: Frame
    filled: dict[str, list[Chunk | str]]
    date: str
    paragraph: int
    away: bool  # those listed live in another state
    mood: Modality


class Journey(NamedTuple):
    """A visit of which a document has told, its dates as EDTF, and the headings over it."""

    roles: Mapping[str, tuple[Value, ...]]
    dates: tuple[str, ...]
    headings: tuple[Span, ...]


class Signed(NamedTuple):
    """What the line before told of a signature: for whom somebody signs, who, or a title that nobody bears as yet."""

    end: int
    side: Value | None = None
    person: Chunk | None = None
    title: bool = False
    above: str = ""  # label of the title alone in the line before that of the name


class Named(NamedTuple):
    """Somebody whom a text names: where, and how."""

    paragraph: int
    sentence: int  # where the passage begins
    start: int
    name: str
    key: str


class Risen(NamedTuple):
    """Somebody made ambassador who had headed the mission as minister, or who is told to be the first ambassador."""

    person: str
    start: int  # of the passage that tells so
    first: bool


@dataclass(slots=True)
class Memory:
    """State of reading one document; a new one for each document."""

    pair: tuple[Value, ...]
    people: dict[str, Known] = field(default_factory=dict)  # folded full name -> person
    by_word: dict[str, list[str]] = field(default_factory=dict)  # word of a name -> folded full names
    heard: dict[str, tuple[str, str]] = field(default_factory=dict)  # word of a name but its first -> last name so, key
    named: list[Named] = field(default_factory=list)  # whom the text names, one mention after the other
    sexes: dict[str, str] = field(default_factory=dict)  # name -> "f" or "m", as a style or a title before it tells
    by_office: dict[tuple[str, str], str] = field(default_factory=dict)  # (class, state key or label) -> folded name
    subject: str = ""  # folded name of the person last spoken of
    headed_by: Value | None = None  # whom the last heading named that held a name alone
    portrayed: str = ""  # folded name of the one whose life is told
    career: tuple[tuple[Span, ...], Value | None] = ((), None)  # heading of a list of posts, and who held them
    date: str = ""  # EDTF of the last date
    date_paragraph: int = -1
    day: str = ""  # of the last that tells a day
    reported: str = ""  # the last day of which a report tells that was written then or just after
    narrated: bool = False  # whether the report still tells of that day
    polled: tuple[int, Value | None] = (-1, None)  # where a passage begins that tells of elections, and whose they are
    present: set[str] = field(default_factory=set)  # folded names of those who took part in what came to pass on it
    visit: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)  # roles of the visit last told
    visit_before: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)  # … in a sentence before that one's
    visit_dates: tuple[str, ...] = ()  # EDTF
    visit_stay: str = ""  # EDTF of all of it, where the text tells its first day and how many days it lasts
    meeting: str = ""  # EDTF of the meeting last told
    journeys: dict[tuple[str, ...], Journey] = field(default_factory=dict)  # who visited whom -> the last such visit
    travels: set[tuple[str, str, str]] = field(default_factory=set)  # visitor, host and year of every visit told
    visit_paragraph: int = -1
    visit_planned: bool = False  # the visit last told was still to come
    visit_end: int = -1  # where its sentence ends
    on_visit: bool = False  # the sentence says that what it tells was on this visit
    met: tuple[Value, ...] = ()  # who took part in the meeting last told, if two persons did
    met_dates: tuple[str, ...] = ()  # EDTF
    met_at: tuple[int, int] = (-1, -1)  # its paragraph, and where its sentence ends
    mission: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    partner_paragraph: int = -1  # in which a sentence named the other state of a page about one
    headed: tuple[tuple[Span, ...], Value | None] | None = None  # headings, and the other state that they name
    # party -> the bygone state in its place that the text named last, as it did, and in which paragraph
    former: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    mission_paragraph: int = -1
    mission_start: int = -1  # where the passage begins that told of it
    covered: tuple[int, tuple[Value, ...], tuple[Value, ...]] = (
        -1,
        (),
        (),
    )  # where whose embassy elsewhere covers whom
    mission_end: int = -9  # where the last sentence ends that told of one
    expelling: tuple[Value, ...] = ()  # the state that expelled whom the text told of last
    house: Value | None = None  # the state whose mission the page is of, as its first lines tell
    house_sides: tuple[Chunk, Chunk] | None = None  # that state and where its mission is, as they tell them
    house_kind: str = ""  # and of what kind that is
    about: Value | None = None  # the one of the pair whose name alone heads what the page tells of that country
    section: tuple[int, Value | None] = (-1, None)  # the third state of which a paragraph of such a page tells
    post: dict[str, Value] = field(default_factory=dict)  # sending and receiving state and office of the post last told
    post_paragraph: int = -1
    appointed: dict[str, Value] = field(default_factory=dict)  # name -> the diplomatic post last told of them
    sent: dict[str, set[str]] = field(default_factory=dict)  # name -> the states to which the text says it was sent
    ministers: dict[str, tuple[str, int]] = field(default_factory=dict)  # name -> to which state, where that is told
    risen: list[Risen] = field(default_factory=list)  # as the document tells of them
    newly: str = ""  # name of whom an appointment told last, if no tenure was told since
    appointed_at: int = -1  # where the mention of the one last appointed begins
    trade: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    # the paragraph of the flow last told, and the first that it told
    trade_head: tuple[int, Mapping[str, tuple[Value, ...]]] = (-1, MappingProxyType({}))
    trade_dates: tuple[str, ...] = ()  # EDTF of the trade last told
    trade_paragraph: int = -1
    trade_end: int = -1  # where its sentence ends
    remark: Line | None = None  # the sentence last read below the heading: of a table it may tell the unit
    trade_side: tuple[int, Value | None] = (-1, None)  # paragraph of the flow last told, and from which state's side
    member: tuple[int, Value | None] = (-1, None)  # the last one of whose membership was told, and in which paragraph
    aid: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    aid_paragraph: int = -1
    agreed: tuple[int, tuple[str, ...]] = (-1, ())  # paragraph of the agreement last told of, and its dates
    undated: dict[str, tuple[Value, ...]] = field(
        default_factory=dict
    )  # roles of the instrument last named, if undated
    agreements: set[str] = field(default_factory=set)  # EDTF of the instruments named, "" for one without a date
    dyad: tuple[Value, ...] = ()  # (recogniser, recognised) of the passage
    # paragraph in which the text last told of a state's independence or recognition, and which state that is
    sovereign: tuple[int, Value | None] = (-9, None)
    bodies: set[tuple[str, str]] = field(default_factory=set)  # names and titles of those who serve an organisation
    homes: dict[str, Value] = field(default_factory=dict)  # states whose heads are named without them
    written_in: Value | None = None  # the state in which a note was written, as its dateline tells
    heads: list[str] = field(default_factory=list)  # those of the table read last
    rank: tuple[int, Chunk] | None = None  # the rank told last in a table, and the number of its paragraph
    presented: int = -1  # the paragraph of the table in which a row last told an appointment and credentials
    ended: int = -1  # the paragraph of the table in which a row last told an end
    ranked: tuple[tuple[Span, ...], Line] | None = None  # headings and words of the last line that is but a rank
    sheet: tuple[int, Line] | None = None  # the item that heads the next sums of a list, and where its lead begins
    above: tuple[object, list[Line], dict[str, list[Chunk | str]]] | None = None  # see `leads.above`
    way: tuple[object, Value | None] | None = None  # the lines above, and whose people visited the other as they tell
    occasion: Occasion | None = None  # on which the heads of mission last listed presented their credentials
    box: tuple[int, tuple[Value, ...]] | None = None  # whose missions a box has just told, and in which paragraph
    box_sides: tuple[Value, Value] | None = None  # which states its first and second side are, if it numbers them
    # Whose representation, and where, a line above names ("Kenyan representation in Norway:"), and its paragraph.
    represented: tuple[int, Value, Value] | None = None
    box_rank: Chunk | None = None  # of him whose name is the next line of the box
    half: tuple[int, Mapping[str, tuple[Value, ...]], Span] | None = None  # a mission alone in its line, and where
    entry: tuple[int, dict[str, Chunk]] | None = None  # of a list of heads of mission, and its paragraph
    bearer: Chunk | None = None  # of the title in the next line of a list
    signed: Signed | None = None  # of the signature to which the next line may belong
    listed: Value | None = None  # the state under which a list of missions stands
    kind_listed: tuple[tuple[Span, ...], str] | None = None  # of missions, below a line that is but that kind
    over: int = 0  # where the last line of such a list ends that is the state's name, or that of a city under it
    states: tuple[Value, ...] = ()  # parties of the relations last spoken of
    states_paragraph: int = -1
    related: tuple[Value, ...] = ()  # the two whose relations were told of last, whatever states are named behind them
    own: dict[str, object] = field(default_factory=dict)  # last told of the document's states (see strangers.py)

    def turn(self) -> None:
        """Forget what was told of another pair of states: "the embassy" is no longer the one told before."""
        self.mission, self.states, self.post = {}, (), {}

    def meet(self, name: str, key: str, office: str, office_class: str, state: Value | None) -> Known:
        """Record a person; a later, shorter form joins the fullest earlier one."""
        known = self.find(name)
        if known is not None and key and known.key and key != known.key:
            known = None  # George W. Bush is not George H. W. Bush, though all the words of his name are in the other
        if known is not None and office_class and _only_alike(known, name, office_class):
            known = None
        if known is not None and known.office in _REIGN | _KIN and office not in _REIGN | _KIN and _longer(name, known):
            known = None  # "Charles P. Stone" is not Prince Charles
        folded = fold(known.name) if known else fold(name)
        if known is None:
            known = Known(name, key, office, office_class, state)
            for word in _tokens(name):
                self.by_word.setdefault(word, []).append(folded)
        elif len(name) > len(known.name) and _tokens(name) != _tokens(known.name):
            old = folded
            folded = fold(name)
            known = known._replace(name=name, key=key or known.key)
            self.people.pop(old, None)
            for word in _tokens(name):
                names = [n for n in self.by_word.get(word, []) if n != old]
                self.by_word[word] = [*names, folded]
            self.by_office = {k: folded if v == old else v for k, v in self.by_office.items()}
        if not office or known.office.startswith(f"{office} of "):  # "Minister Berg", who is minister of trade
            office, office_class = known.office, known.office_class
        known = Known(known.name, known.key, office, office_class, known.state if state is None else state)
        if known.office_class and known.state:
            self._hold(known, folded)
        self.people[folded] = known
        return known

    def _hold(self, known: Known, folded: str) -> None:
        """Note who holds an office; a king's kin, whose titles are of the same class, do not take his place."""
        held = known.office_class, known.state.label if known.state else ""
        reigning = self.people.get(self.by_office.get(held, ""))
        if reigning is None or reigning.office not in _REIGN or known.office not in _KIN:
            self.by_office[held] = folded

    def hear(self, name: str, key: str) -> None:
        """Keep a full name in mind of whose bearer the text has told nothing as yet."""
        for word in _tokens(name)[1:]:
            self.heard[word] = name, key

    def find(self, name: str) -> Known | None:
        """The person already met whose name holds all the words of `name` (or the reverse), if only one does."""
        folded = fold(name)
        if folded in self.people:
            return self.people[folded]
        words = _tokens(name)
        if not words:
            return None
        found = [n for n in dict.fromkeys(self.by_word.get(words[-1], ())) if self._compatible(words, _tokens(n))]
        if not found and len(words) > 1:
            found = [n for n in dict.fromkeys(self.by_word.get(words[0], ())) if self._compatible(words, _tokens(n))]
        return self.people.get(found[-1]) if len(found) == 1 else None

    @staticmethod
    def _compatible(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
        short, long = (a, b) if len(a) <= len(b) else (b, a)
        rest = iter(long)
        return all(word in rest for word in short)

    def holder(self, office_class: str, state: str) -> Known | None:
        """Whom the document has named as holder of an office of a state."""
        folded = self.by_office.get((office_class, state))
        return self.people.get(folded) if folded else None
