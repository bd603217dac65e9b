"""Where in a passage the words around a trigger stand: its subject, objects and prepositional phrases."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from kg.compiled import compiled
from kg.extract.attributive import LineDates
from kg.extract.grammar import LETTERS, Grammar
from kg.extract.symbols import CLASSES, Chunk, Line

NEAR = 220  # symbols; a role further from its trigger than this belongs to another statement (read off long sentences)
_QUOTES = "\"'“‘«"
_FILLER = compiled(r"[\p{Ll}][\p{Ll}'-]+")
_DESCRIBED = 50  # symbols; no description of a country is longer
_SOMEONE = frozenset({"person", "name", "post"})
_NAMED = frozenset({"state", "states", "place", "org", "person", "people", "name"})
_PEOPLE = frozenset({"people", "posts", "names"})
ACTORS = frozenset(kind for name in ("anyone", "office", "mission", "missionword") for kind in CLASSES[name]) - {
    "demonym",
    "place",
}
_JOINT = 16  # symbols of a word that joins two clauses
RELATIVE = 60  # symbols before a verb in which the relative word of its clause stands
_MARKS = frozenset({", ", " –", " —", " -", ") "})


@dataclass(slots=True)
class Clauses:
    """A line with the places of its triggers; answers what stands where around one of them."""

    line: Line
    grammar: Grammar
    triggers: list[tuple[int, int]]
    _dates: list[tuple[int, Chunk]] | None = None  # once asked for

    def dates(self) -> list[tuple[int, Chunk]]:
        """The dates that can tell when something happened, each with its place."""
        if self._dates is None:
            self._dates = LineDates(self.line, self.grammar).of_statements()
        return self._dates

    def governor(self, index: int, edge: int = 0) -> str:
        """Class of the preposition behind `edge` that governs the mention at `index`; empty if none does."""
        symbols, chunk = self.line.symbols, self.line.chunks[index]
        index -= index > 0 and symbols[index - 1] in _QUOTES  # "recognised the “Republic”"
        if index == 0 or symbols[index - 1] not in " (" or (chunk is not None and _is_he(chunk)):
            return ""  # "During the visit he met …": a subject's form
        words = symbols[max(edge, index - 60) : index].split(" ")[:-1]
        classes, between, determined = self.grammar.classes, 0, False
        for place in range(len(words) - 1, max(-1, len(words) - 6), -1):
            word = words[place]
            if word in classes:
                two = f"{words[place - 1]} {word}" if place else word
                found = classes.get(two, classes[word]) if determined or between <= 1 else ""
                return (
                    "" if found and self.grammar.said["fronted"].search(symbols, max(0, index - 40), index) else found
                )
            if determined or self.grammar.relative.fullmatch(word) is not None:
                return ""  # "with which Peru broke relations": the preposition governs the relative word
            if word in self.grammar.determiners:
                determined = True
            elif between < 3 and _FILLER.fullmatch(word):
                between += 1
            else:
                return ""
        return ""

    def next_trigger(self, end: int) -> int:
        """Where the next trigger to the right begins."""
        place = bisect_left(
            self.triggers, (end, end + 1)
        )  # (end, end) is the end of a statement that began inside another
        return self.triggers[place][0] if place < len(self.triggers) else len(self.line.symbols)

    def left_edge(self, start: int) -> int:
        """How far to the left the clause of a trigger at `start` goes: to the last hard break that a verb follows."""
        symbols, edge = self.line.symbols, 0
        for match in self.grammar.hard.finditer(symbols, 0, start):
            if symbols[match.end() : match.end() + 2] != ", " or not symbols.endswith(", ", edge, match.start()):
                edge = match.end()  # but ", however, " parts no subject from its verb
        return edge

    def kinds(self, name: str) -> frozenset[str]:
        return _kinds(name)

    def subject(self, start: int, name: str) -> list[Chunk]:
        """The nearest mention of a class to the left of `start` that no preposition governs."""
        kinds, edge = _kinds(name), self.left_edge(start)
        if self.grammar.said["ours"].match(self.line.symbols, start):
            at = self.line.starts[start]
            return [Chunk("pronoun", at, at, "", detail="we")] if "state" in kinds else []
        if self.grammar.elsewhere is not None and self.grammar.elsewhere.search(
            self.line.symbols, max(0, start - _DESCRIBED), start
        ):
            return []
        if (decided := self._decided(start, kinds)) is not None:
            return [decided]
        if ranked := self.grammar.said["ranked"].search(self.line.symbols, max(0, start - NEAR // 2), start):
            return self.subject(ranked.start(), name)
        if known := self.grammar.said["made-known"].search(self.line.symbols, max(0, start - NEAR // 2), start):
            return self.subject(known.start(), name)
        relative = self._antecedent(start, kinds)
        if relative is not None:
            plural = self.grammar.plural
            if relative.kind in _PEOPLE and plural is not None and not plural.match(self.line.symbols, start):
                return [relative.members[-1]]  # "X and Y, who will visit" in a language that tells one from several
            return [relative]
        if (before := self._before_aside(start, kinds)) is not None:
            return [before]
        if main := self._of_main_clause(start, name):
            return main
        if "post" not in kinds and self._titled(start):
            return []
        depth = 0
        for index in range(start - 1, max(edge, start - NEAR) - 1, -1):
            symbol = self.line.symbols[index]
            depth += (symbol == ")") - (symbol == "(")
            chunk = self.line.chunks[index]
            if symbol == "(" and depth < 0 and self._acts(index, start):
                return []  # "(Lima had opened its embassy)": who acts stands inside the brackets
            if chunk is None or depth > 0 or chunk.kind not in kinds:
                continue
            if self.line.symbols[index + 1 : index + 3] in ("'s", "' ") or self._told_of_bearer(index, start):
                continue
            if self._is_predicate(index, chunk) or self._is_companion(index) or self._said_aside(index):
                continue
            free = not self.governor(index, edge) or self._opens(index, start) or self._goes_on(index, start)
            if free and not self._is_object(index, start):
                return [self._opening(index) or chunk if _is_he(chunk) else chunk]
        return self._it(edge, kinds) or self._carried(edge, start, kinds)

    def _told_of_bearer(self, index: int, start: int) -> bool:
        """ "President X, then chairman of the Union, visited": a title between commas is told of who stands before."""
        chunk, symbols = self.line.chunks[index], self.line.symbols
        if chunk is None or chunk.kind not in ("post", "office") or "," not in symbols[index:start]:
            return False
        return self.grammar.said["bearer-before"].search(symbols, max(0, index - 2 * _JOINT), index) is not None

    def _of_main_clause(self, start: int, name: str) -> list[Chunk]:
        """ "Norway recognised Peru, opening an embassy", "Having opened one, Norway recognised Peru": a participle has
        the subject of the main clause, before it or, where it opens the sentence, behind it."""
        symbols, said = self.line.symbols, self.grammar.said
        having = said["having"].search(symbols, max(0, start - _JOINT), start)
        if having is None and not said["gerund"].match(symbols, start):
            return []
        opened = having.start() if having is not None else start
        led = said["gerund-led"].search(symbols, max(0, opened - _JOINT), opened)
        opened = led.start() if led is not None else opened
        if opened == 0 or symbols.endswith(("; ", ". ", ": "), 0, opened):
            return self._of_clause_behind(start, _kinds(name))
        if led is None and not symbols.endswith(", ", 0, opened):
            return []
        bearer = self.line.chunk_at(opened - 3)
        if led is None and bearer is not None and bearer.kind in _SOMEONE:
            return []  # "received Ola Berg, representing Norway"
        edge = self.left_edge(opened)
        verbs = [match.start() for match in self.grammar.verb.finditer(symbols, edge, opened)]
        verbs = verbs or [first for first, last in self.triggers if edge <= first and last <= opened]
        return self.subject(verbs[-1], name) if verbs else []

    def _of_clause_behind(self, start: int, kinds: frozenset[str]) -> list[Chunk]:
        """Who acts in the clause that one of the next commas opens: the first before its verb whom nothing governs."""
        symbols, edge = self.line.symbols, start
        while 0 <= (edge := symbols.find(", ", edge)) < start + NEAR:
            edge += len(", ")
            verb = self.grammar.verb.search(symbols, edge)
            stop = verb.start() if verb is not None else len(symbols)
            acting = ((i, c) for i, c in self.line.mentions(edge, stop) if c.kind in ACTORS)
            first = next((c for i, c in acting if not self.governor(i, edge)), None)
            if first is not None:
                return [first] if first.kind in kinds else []
        return []

    def _carried(self, edge: int, start: int, kinds: frozenset[str]) -> list[Chunk]:
        """ "Malta stayed neutral, but in 1917 broke relations": who acts in the clause before, behind a word for "but"
        in whose clause nobody else does."""
        symbols, plural = self.line.symbols, self.grammar.plural
        joint = self.grammar.said["carried"].search(symbols, max(0, edge - _JOINT), edge)
        if joint is None or self.says_subject(edge, start) or (plural is not None and plural.match(symbols, start)):
            return []
        before = self.left_edge(joint.start())
        acting = (c for i, c in self.line.mentions(before, joint.start()) if not self.governor(i, before))
        first = next((chunk for chunk in acting if chunk.kind in ACTORS), None)
        return [first] if first is not None and first.kind in kinds else []

    def _titled(self, start: int) -> bool:
        """ "X went to Lima in 1971, and in 1978 the King of Norway visited": a title right before its verb, behind a
        date, is the subject, whoever is named before."""
        chunk = self.line.chunk_at(start - 2)
        if chunk is None or chunk.kind not in ("post", "posts") or self.governor(start - 2):
            return False
        opened = self.line.chunk_at(start - 4) if self.line.symbols[start - 3 : start - 2] == " " else None
        return opened is not None and opened.kind == "date"

    def _goes_on(self, index: int, start: int) -> bool:
        """ "run by Ola Berg, who became ambassador and presented": of whom a clause tells, to its second verb."""
        symbols = self.line.symbols
        opened = index + 1 + (symbols[index + 1 : index + 2] == ",")
        joined = self.grammar.said["coordinated"].fullmatch(symbols, max(0, symbols.rfind(" ", 0, start - 1)), start)
        if joined is None or symbols[opened : opened + 1] != " " or ";" in symbols[opened:start]:
            return False
        return self.grammar.relative.match(symbols, opened + 1, start) is not None

    def _before_aside(self, start: int, kinds: frozenset[str]) -> Chunk | None:
        """ "Chad, which until 2017 covered Spain from Paris, opened": who stands before an aside that is closed."""
        symbols = self.line.symbols
        if symbols[max(0, start - 2) : start] != ", ":
            return None
        opened = symbols.rfind(", ", max(0, start - NEAR), start - 2)
        while opened > 0 and not self.grammar.relative.match(symbols, opened + 2):
            opened = symbols.rfind(", ", max(0, start - NEAR), opened)
        chunk = self.line.chunk_at(opened - 1) if opened > 0 else None
        told = chunk is not None and chunk.kind in kinds and not self.governor(opened - 1, self.left_edge(opened))
        return chunk if told and ";" not in symbols[opened:start] else None

    def _it(self, edge: int, kinds: frozenset[str]) -> list[Chunk]:
        """ "Norway recognised Peru when it received …": the state with which the clause before it began."""
        if not self.grammar.said["it"].match(self.line.symbols, edge):
            return []
        before = self.left_edge(edge - 1)
        states = [(at, chunk) for at, chunk in self.line.mentions(before, edge) if chunk.kind == "state"]
        if self.grammar.said["its-own"].search(self.line.symbols, edge, edge + NEAR // 4):
            told = [chunk for _, chunk in states][-1:]  # "Norway recognised Peru after it gained its independence"
        else:
            told = [chunk for at, chunk in states if not self.governor(at, before)][:1]
        return [chunk for chunk in told if chunk.kind in kinds]

    def _decided(self, start: int, kinds: frozenset[str]) -> Chunk | None:
        """ "Mexico regretted the decision of Peru to break relations": who decides is who acts."""
        told = self.grammar.said["decided"].search(self.line.symbols, max(0, start - 120), start)
        named = self.line.mentions(told.start(), start) if told is not None else []
        return next((chunk for _, chunk in named if chunk.kind in kinds), None)

    def _acts(self, opened: int, start: int) -> bool:
        """Whether behind an opened bracket somebody stands whom no preposition governs."""
        inside = (chunk for i, chunk in self.line.mentions(opened, start) if not self.governor(i, opened))
        return any(chunk.kind in _NAMED for chunk in inside)

    def _opening(self, before: int) -> Chunk | None:
        """ "The envoy, X, told Y that he had been recalled": whom the sentence is about is whom it means by "he"."""
        for index, chunk in self.line.mentions(0, before):
            owned = self.line.symbols[index + 1 : index + 3] in ("'s", "' ")
            if chunk.kind in ("person", "name") and not owned and not self.governor(index):
                # Where a title sends its bearer, "he" need not be sent once more.
                return replace(chunk, parts=tuple(part for part in chunk.parts if part[0] != "to"))
        return None

    def _is_predicate(self, index: int, chunk: Chunk) -> bool:
        """ "X became the first president to visit Y": the title is said of the subject, which stands before it."""
        if chunk.kind not in ("post", "posts", "office", "rank"):
            return False
        return bool(self.grammar.said["becomes"].search(self.line.symbols[max(0, index - 40) : index]))

    def _is_companion(self, index: int) -> bool:
        """ "The king, accompanied by his wife, Queen X, visited": who comes along is not who visits."""
        return bool(self.grammar.said["with-spouse"].search(self.line.symbols[max(0, index - 60) : index]))

    def _said_aside(self, index: int) -> bool:
        """ "the fourth country, after Peru, to resume relations": who is named between two marks did not do it."""
        aside = self.grammar.said["aside"].search(self.line.symbols, max(0, index - 24), index)
        if aside is None or self.line.symbols[index + 1 :][:2] not in _MARKS:
            return False
        # "After the minister, X, had visited Peru, …": who acts in the clause that the sentence begins with
        chunk, behind = self.line.chunks[index], self.line.symbols[index + 3 :]
        if chunk is not None and chunk.kind in ("person", "name") and self.grammar.said["had"].match(behind):
            return False
        return aside.start() > 0 or self.grammar.verb.match(behind) is None

    def _opens(self, index: int, start: int) -> bool:
        """ "Since Peru recognized …": a word that may be a preposition opens a clause, whose verb follows at once."""
        before = self.line.symbols[max(0, index - 24) : index]
        said = self.grammar.said
        verb = said["auxiliaries"].fullmatch(self.line.symbols, index + 1, start)
        return verb is not None and said["opens"].search(before) is not None

    def _is_object(self, index: int, start: int) -> bool:
        """ "Sweden summoned the ambassador and expelled …": a mention right behind a verb is that verb's object."""
        said = self.grammar.said
        # "joined X in 1952, recognized Y in 1949 and …"
        listed = self.line.symbols.endswith(", ", index, start) and self.grammar.verb.match(self.line.symbols, start)
        if not listed and not said["coordinated"].search(self.line.symbols, index, start):
            return False
        if said["purpose"].search(self.line.symbols[max(0, index - 40) : index]):  # "to attend X and met Y"
            return True
        before = self.grammar.last.search(self.line.symbols, max(0, index - 40), index)
        return before is not None and self.grammar.verb.fullmatch(before[1]) is not None

    def dropped(self, start: int, end: int) -> list[Chunk]:
        """The pronoun that a language leaves out before its verb, if the clause of [start, end) says no subject."""
        plural, symbols = self.grammar.plural, self.line.symbols
        ours = self.grammar.said["ours"]
        if plural is None or plural.search(symbols, start, end) or ours.match(symbols, start):
            return []
        edge = self.left_edge(start)
        first = min(self.next_trigger(edge), start)
        joint = max((m.end() for m in self.grammar.breaks.finditer(symbols, first, start)), default=start)
        if self.says_subject(edge, first) or self.says_subject(joint, start) or self._named_behind(end):
            return []
        for index in range(edge - 1, -1, -1):  # "the president goes to Seoul, where [he] will meet …"
            chunk = self.line.chunks[index]
            if chunk is not None and chunk.kind in _SOMEONE and not self.governor(index):
                if self._is_predicate(index, chunk):
                    continue  # "was appointed ambassador, and presented": who was, whom the sentence leaves out
                return [chunk]
        at = self.line.starts[start]
        return [Chunk("pronoun", at, at, "", detail="he")]

    def _named_behind(self, end: int) -> bool:
        """ "En 1990 llegó a Oslo Ola Berg": a name right behind the verb and its place, governed by nothing."""
        places = ("place", "state", "date")
        marks = self.line.mentions(end - 1, min(end + NEAR, self.next_trigger(end)))
        index, chunk = next(((i, c) for i, c in marks if c.kind not in places), (0, None))
        if chunk is None or chunk.kind not in ("name", "names") or self.governor(index):
            return False
        return LETTERS.search(self.line.symbols, end, index) is None

    def says_subject(self, start: int, end: int) -> bool:
        """Whether a noun with a determiner, or a mention of an actor, stands in [start, end) without a preposition."""
        marks = self.line.mentions(start, end)
        if any(c.kind in ACTORS and not self.governor(at) and not self._is_predicate(at, c) for at, c in marks):
            return True
        return any(
            not self.grammar.governed.search(self.line.symbols[max(0, m.start() - 30) : m.start()])
            for m in self.grammar.determined.finditer(self.line.symbols, start, end)
        )

    def _antecedent(self, start: int, kinds: frozenset[str]) -> Chunk | None:
        """ "V. S. Seshadri, who served": the mention before the relative word."""
        inner = self.grammar.relative.match(self.line.symbols, start)
        if inner is not None:  # the trigger takes in the relative word itself: "who served as"
            start = inner.end() + 1
        first = max(0, start - RELATIVE)
        spans = [match.span() for match in self.grammar.relative.finditer(self.line.symbols, first, start)]
        plans = self.grammar.said["plans"]
        if not spans or (start - spans[-1][1] > 14 and not plans.fullmatch(self.line.symbols, spans[-1][1], start)):
            return None
        between = self.line.mentions(spans[-1][1], start)
        if any(chunk.kind in kinds and not self.governor(at, spans[-1][1]) for at, chunk in between):
            return None  # "Gabon, with which Peru broke relations"
        index = spans[-1][0] - 1
        while index >= 0 and self.line.symbols[index] in " ,":
            index -= 1
        while index > 0 and self._is_aside_of(index):
            index -= 1  # "the second nation, after Spain, that …": what is said aside is no antecedent
            while index > 0 and self.line.chunks[index] is None:
                index -= 1
        chunk = self.line.chunk_at(index)
        return chunk if chunk is not None and chunk.kind in kinds else None

    def with_whom(self, start: int) -> Chunk | None:
        """ "Gabon, with which Peru broke relations": the state before such a relative word, of the clause it opens."""
        first = max(0, start - NEAR)
        found = [match.span() for match in self.grammar.said["with-whom"].finditer(self.line.symbols, first, start)]
        if not found or self.grammar.verb.search(self.line.symbols, found[-1][1], start) is not None:
            return None
        index = found[-1][0] - 1
        while index > 0 and self.line.symbols[index] in " ,":
            index -= 1
        chunk = self.line.chunk_at(index)
        return chunk if chunk is not None and chunk.kind in _kinds("country") else None

    def _is_aside_of(self, index: int) -> bool:
        """Whether a mention before a relative word is only said aside; not whom a clause names ("under X, who …")."""
        chunk = self.line.chunks[index]
        if chunk is None or self.governor(index) != "other":
            return False
        return chunk.kind not in ("person", "name") or self._said_aside(index)

    def object(self, end: int, name: str) -> list[Chunk]:
        """The nearest mention of a class to the right of `end`, up to the next trigger."""
        kinds = _kinds(name)
        for index, chunk in self._right(end):
            if chunk.kind in kinds:
                return [chunk] if not self.governor(index) or index - end < 40 else []
        return []

    def after(self, end: int, preposition: str, name: str) -> list[Chunk]:
        """Mentions of a class right of `end` that a preposition of that class governs, up to the next trigger."""
        kinds = _kinds(name)
        peers = {*kinds, "org"} if preposition == "between" and "state" in kinds else kinds
        for index, chunk in self._right(end):
            if chunk.kind not in peers or self.governor(index) != preposition:
                continue
            if preposition == "between" and self._of_others(end, index):
                return []
            if both := self._beside_body(index, chunk, peers):
                return both
            if chunk.kind in kinds:
                return [chunk]
        return []

    def _beside_body(self, index: int, chunk: Chunk, peers: Collection[str]) -> list[Chunk]:
        """ "between the European Union and Kenya": a body and a state, whichever comes first; empty for others."""
        joint = self.grammar.said["and-peer"].match(self.line.symbols, index + 1) if "org" in peers else None
        other = self.line.chunk_at(joint.end()) if joint is not None else None
        mixed = other is not None and other.kind in peers and (chunk.kind == "org") != (other.kind == "org")
        return [chunk, other] if other is not None and mixed else []

    def _of_others(self, end: int, index: int) -> bool:
        """ "Relations were cut in 1906 because of the war between Sweden and Peru": who is of another matter."""
        return self.grammar.said["between-others"].search(self.line.symbols, end, index) is not None

    def before(self, start: int, preposition: str, name: str) -> list[Chunk]:
        kinds, edge = _kinds(name), self.left_edge(start)
        for index in range(start - 1, edge - 1, -1):
            chunk = self.line.chunks[index]
            if chunk is not None and chunk.kind in kinds and self.governor(index) == preposition:
                return [chunk]
        return []

    def nearest_left(self, start: int, name: str) -> list[Chunk]:
        """The nearest mention of a class to the left in the passage, whatever governs it."""
        kinds = _kinds(name)
        found = [chunk for _, chunk in self.line.mentions(0, start) if chunk.kind in kinds]
        return found[-1:]

    def nearest_right(self, end: int, name: str) -> list[Chunk]:
        """The nearest mention of a class to the right in the passage, whatever stands between."""
        kinds = _kinds(name)
        return [chunk for _, chunk in self.line.mentions(end, len(self.line.symbols)) if chunk.kind in kinds][:1]

    def anywhere(self, start: int, end: int, name: str) -> list[Chunk]:
        """The nearest mention of a class on either side within the clause."""
        return self.object(end, name) or self.subject(start, name)

    def _right(self, end: int) -> list[tuple[int, Chunk]]:
        stop = min(self.next_trigger(end), end + NEAR)
        hard = self.grammar.hard.search(self.line.symbols, end, stop)
        if hard is not None and hard.group() not in ("that", "que"):
            stop = hard.start()
        return self.line.mentions(end, min(stop, self._closed(end, stop)))

    def _closed(self, end: int, stop: int) -> int:
        """Where a clause ends that stands before the main one ("Although it has an embassy in Lima, exports to …") or
        before a participle ("opened one in 1990, granting a loan to …"), or where somebody else acts behind it ("…, and
        Peru would send a loan to …"); `stop` if nothing of this follows."""
        symbols, said = self.line.symbols, self.grammar.said
        comma = symbols.find(", ", end, stop)
        if comma >= 0 and (joint := said["clause-joint"].search(symbols, comma, stop)) is not None:
            stop = joint.start()
        if comma >= 0 and said["before-main"].match(symbols, 0, end) and symbols.find(", ", 0, end) < 0:
            return comma
        while comma >= 0 and not said["gerund"].match(symbols, comma + 2):
            comma = symbols.find(", ", comma + 2, stop)
        return comma if comma >= 0 else stop


def _is_he(chunk: Chunk) -> bool:
    return chunk.kind == "pronoun" and chunk.detail == "he"


@cache
def _kinds(name: str) -> frozenset[str]:
    return frozenset(kind for part in name.split("|") for kind in CLASSES.get(part, (part,)))
