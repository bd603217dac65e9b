"""Where in a passage the words around a trigger stand: its subject, objects, prepositional phrases and date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import regex

from kg.compiled import Light, compiled, light
from kg.extract.said import said
from kg.extract.symbols import CLASSES, KIND, SYMBOL, Chunk, Line, compile_pattern, single
from kg.lexicon.language import Language

_NEAR = 220  # symbols; a role further from its trigger than this belongs to another statement (read off long sentences)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The word classes of a language that the search needs, as compiled patterns."""

    classes: Mapping[str, str]  # preposition -> its class ("to", "with", …)
    determiners: frozenset[str]
    hard: Light
    relative: Light
    verb: Light
    breaks: Light
    plural: Light | None  # verbs in the plural, in a language that drops its pronouns; None in others
    determined: regex.Pattern[str]  # a determiner before a word (not before a date, nor in "this morning")
    governed: Light  # a preposition just before
    aside: Light  # what opens a clause on the mention before it: a relative word, or "whose"
    last: Light  # the last word before a mention, whatever determiner stands between
    elsewhere: Light | None  # "the Asian country" as a subject: a state, but not the one named before
    does: Light  # what a subject does, behind it
    said: Mapping[str, Light]  # kg/extract/said.py


_QUOTES = "\"'“‘«"
_FILLER = compiled(r"[\p{Ll}][\p{Ll}'-]+")


_ACRONYM = 12  # symbols of the short name of an instrument, with its brackets
_DESCRIBED = 50  # symbols; no description of a country is longer
_ALONE = 40  # symbols in which a subject with its title stands
_SOMEONE = frozenset({"person", "name", "post"})
_NAMED = frozenset({"state", "states", "place", "org", "person", "people", "name"})
_PEOPLE = frozenset({"people", "posts", "names"})
_ACTORS = frozenset(kind for name in ("anyone", "office", "mission", "missionword") for kind in CLASSES[name]) - {
    "demonym",
    "place",
}


def _words(forms: tuple[str, ...]) -> str:
    return "|".join(sorted(map(regex.escape, forms), key=len, reverse=True))


@cache
def grammar(lexicon: Language) -> Grammar:
    """The word classes of a language, compiled once."""
    classes = {form: name for name, forms in lexicon.prepositions.items() for form in forms}
    soft = [word for word in lexicon.clause["soft"] if word.isalpha()]
    hard = tuple(word.replace("{date}", SYMBOL["date"]) for word in lexicon.clause["hard"])
    breaks = (*hard, *lexicon.clause["relative"], *soft)
    days = "|".join((*lexicon.deictic, *(rf"\w+ {day}" for day in lexicon.weekdays))) or "(?!)"
    det, plural = lexicon.classes["det"], lexicon.classes.get("plural-verb", "")
    return Grammar(
        classes,
        frozenset(lexicon.classes["det"].split("|")),
        light(rf"(?<!\w)(?:{'|'.join(hard)})(?!\w)|[;]|: |{_SENTENCE}"),
        light(rf"(?<!\w)(?:{'|'.join(lexicon.clause['relative'])})(?!\w)"),
        light(lexicon.classes["verb"]),
        light(rf"[;,]|(?<!\w)(?:{'|'.join(breaks)})(?!\w)"),
        light(rf"(?<!\w)(?:{plural})(?!\w)") if plural else None,
        compiled(rf"(?<!\w)(?!(?:{days})(?!\w))(?:{det}) (?=\p{{L}})(?!\p{{Co}})"),
        light(rf"(?<!\w)(?:{_words(tuple(classes))}) $"),
        light(rf"(?<!\w)(?:{'|'.join((*lexicon.clause['relative'], *lexicon.clause.get('whose', ())))})(?!\w)"),
        light(rf"(\w+) (?:(?:{det}) )?$"),
        light(rf"(?<!\w)(?:{lexicon.classes['that-country']}) $") if "that-country" in lexicon.classes else None,
        compile_pattern(" (?:<adv> |<have> )*(?:<verb>)", lexicon.classes).core,
        said(lexicon),
    )


_SENTENCE = rf"(?<=[a-zà-ÿ]{{5}}|[{min(KIND)}-{max(KIND)}])\. "  # an item may hold several; abbreviations are shorter
_THAT = 24  # symbols between "that" and the date that opens its clause
_LETTERS = compiled(r"\p{L}+")
_BEFORE_SUBJECT = 12  # symbols between a date and the subject of the clause that it opens
_FEW = 2  # words beside prepositions: "Official visit, 3 May 1990" goes on with what the sentence before it told
_RELATIVE = 60  # symbols before a verb in which the relative word of its clause stands
_MARKS = frozenset({", ", " –", " —", " -", ") "})


@dataclass(slots=True)
class Clauses:
    """A line with the places of its triggers; answers what stands where around one of them."""

    line: Line
    grammar: Grammar
    triggers: list[tuple[int, int]]
    _dated: list[tuple[int, Chunk]] | None = None  # the dates, once asked for

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
        if ranked := self.grammar.said["ranked"].search(self.line.symbols, max(0, start - _NEAR // 2), start):
            return self.subject(ranked.start(), name)
        if known := self.grammar.said["made-known"].search(self.line.symbols, max(0, start - _NEAR // 2), start):
            return self.subject(known.start(), name)
        relative = self._antecedent(start, kinds)
        if relative is not None:
            plural = self.grammar.plural
            if relative.kind in _PEOPLE and plural is not None and not plural.match(self.line.symbols, start):
                return [relative.members[-1]]  # "X and Y, who will visit" in a language that tells one from several
            return [relative]
        if (before := self._before_aside(start, kinds)) is not None:
            return [before]
        if "post" not in kinds and self._titled(start):
            return []
        depth = 0
        for index in range(start - 1, max(edge, start - _NEAR) - 1, -1):
            symbol = self.line.symbols[index]
            depth += (symbol == ")") - (symbol == "(")
            chunk = self.line.chunks[index]
            if symbol == "(" and depth < 0 and self._acts(index, start):
                return []  # "(Lima had opened its embassy)": who acts stands inside the brackets
            if chunk is None or depth > 0 or chunk.kind not in kinds:
                continue
            if self.line.symbols[index + 1 : index + 3] in ("'s", "' "):
                continue
            if self._is_predicate(index, chunk) or self._is_companion(index) or self._said_aside(index):
                continue
            free = not self.governor(index, edge) or self._opens(index, start) or self._goes_on(index, start)
            if free and not self._is_object(index, start):
                return [self._opening(index) or chunk if _is_he(chunk) else chunk]
        return self._it(edge, kinds)

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
        opened = symbols.rfind(", ", max(0, start - _NEAR), start - 2)
        while opened > 0 and not self.grammar.relative.match(symbols, opened + 2):
            opened = symbols.rfind(", ", max(0, start - _NEAR), opened)
        chunk = self.line.chunk_at(opened - 1) if opened > 0 else None
        told = chunk is not None and chunk.kind in kinds and not self.governor(opened - 1, self.left_edge(opened))
        return chunk if told and ";" not in symbols[opened:start] else None

    def _it(self, edge: int, kinds: frozenset[str]) -> list[Chunk]:
        """ "Norway recognised Peru when it received …": the state with which the clause before it began."""
        if not self.grammar.said["it"].match(self.line.symbols, edge):
            return []
        before = self.left_edge(edge - 1)
        states = [(at, chunk) for at, chunk in self.line.mentions(before, edge) if chunk.kind == "state"]
        if self.grammar.said["its-own"].search(self.line.symbols, edge, edge + _NEAR // 4):
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
        return bool(
            self.grammar.said["aside"].search(self.line.symbols, max(0, index - 24), index)
            and self.line.symbols[index + 1 :][:2] in _MARKS
        )

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
        if self._says_subject(edge, first) or self._says_subject(joint, start) or self._named_behind(end):
            return []
        for index in range(edge - 1, -1, -1):  # "the president goes to Seoul, where [he] will meet …"
            chunk = self.line.chunks[index]
            if chunk is not None and chunk.kind in _SOMEONE and not self.governor(index):
                return [chunk]
        at = self.line.starts[start]
        return [Chunk("pronoun", at, at, "", detail="he")]

    def _named_behind(self, end: int) -> bool:
        """ "En 1990 llegó a Oslo Ola Berg": a name right behind the verb and its place, governed by nothing."""
        places = ("place", "state", "date")
        marks = self.line.mentions(end - 1, min(end + _NEAR, self.next_trigger(end)))
        index, chunk = next(((i, c) for i, c in marks if c.kind not in places), (0, None))
        if chunk is None or chunk.kind not in ("name", "names") or self.governor(index):
            return False
        return _LETTERS.search(self.line.symbols, end, index) is None

    def _says_subject(self, start: int, end: int) -> bool:
        """Whether a noun with a determiner, or a mention of an actor, stands in [start, end) without a preposition."""
        if any(chunk.kind in _ACTORS and not self.governor(at) for at, chunk in self.line.mentions(start, end)):
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
        first = max(0, start - _RELATIVE)
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
        first = max(0, start - _NEAR)
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
        for index, chunk in self._right(end):
            if chunk.kind in kinds and self.governor(index) == preposition:
                return [] if preposition == "between" and self._of_others(end, index) else [chunk]
        return []

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
        stop = min(self.next_trigger(end), end + _NEAR)
        hard = self.grammar.hard.search(self.line.symbols, end, stop)
        if hard is not None and hard.group() not in ("that", "que"):
            stop = hard.start()
        return self.line.mentions(end, stop)

    # -- dates ---------------------------------------------------------------------------------------------------

    def own_date(self, start: int, end: int) -> Chunk | None:
        """The date that stands in the trigger's own clause, or opens it; what is denied has no other."""
        inside = [chunk for index, chunk in self._dates() if start <= index < end]
        return self._behind(end) or (inside[-1] if inside else self._opening_date(start))

    def _opening_date(self, start: int) -> Chunk | None:
        """ "In 1971 Peru did not recognise it": the date with which a sentence of one clause begins."""
        index, date = next(iter(self._dates()), (start, None))
        told = index < start and self.grammar.said["dated"].fullmatch(self.line.symbols, 0, index + 1) is not None
        others = self.next_trigger(0) < start or self.grammar.hard.search(self.line.symbols, index, start) is not None
        return date if told and not others else None

    def date(self, start: int, end: int) -> Chunk | None:
        """The date of what the trigger at [start, end) says: behind it, before it, or shared with its neighbours."""
        if own_bracket := self._in_bracket(start, end):
            return own_bracket
        if closed := self._fronted_until(start, end):
            within = [(i, chunk) for i, chunk in self._dates() if i < closed]
            return next((chunk for i, chunk in within if i >= end), within[-1][1] if within else None)
        own = [(i, chunk) for i, chunk in self._dates() if start <= i < end]
        inside = [chunk for i, chunk in own if not self._is_interlude(i, start, end)]
        if not inside and (told := self._of_course(start, end)) is not None:
            return told
        found = self._behind(end) or self._in_course(end) or (inside[-1] if inside else None)
        found = found or self._ahead(start) or self._shared(start, end)
        return self._told_exactly(found) if found is not None and found.kind == "date" else found

    def _in_course(self, end: int) -> Chunk | None:
        """The date of what it was in the course of: "A treaty was signed during the visit of X to Lima on 3 May"."""
        following = self.next_trigger(end)
        if self.grammar.said["in-course"].fullmatch(self.line.symbols, end, following) is None:
            return None
        last = max((b for a, b in self.triggers if a == following), default=end)
        return self._behind(last) if last > end else None

    def by_instrument(self, end: int) -> Chunk | None:
        """ "were restored by the Lima Memorandum of 3 May 1990": the day of what it came about by."""
        return self._date_behind("by-instrument", end)

    def took_place(self, end: int) -> Chunk | None:
        """ "decided to reopen it, which happened on 3 May 1990": the day on which what was told came about."""
        return self._date_behind("took-place", end)

    def _date_behind(self, form: str, end: int) -> Chunk | None:
        found = self.grammar.said[form].match(self.line.symbols, end)
        return self.line.chunk_at(found.start("date")) if found is not None else None

    def came_later(self, date: Chunk, start: int, end: int) -> bool:
        """ "opened a legation in 1918, which was later closed": whether a date ahead is that of what went before."""
        symbols, index = self.line.symbols, next((i for i, chunk in self._dates() if chunk is date), end)
        if index >= end:
            return False
        stop = self.grammar.breaks.search(symbols, end)
        told = self.grammar.said["later-on"].search(symbols, index + 1, stop.start() if stop else len(symbols))
        if told is None or any(told.end() <= a and b <= start for a, b in self.triggers):
            return False
        parted = max((m.start() for m in self.grammar.breaks.finditer(symbols, 0, told.start())), default=0)
        opened = self._opened(index)
        return any(opened <= a and b <= max(parted, index) for a, b in self.triggers)

    def _told_exactly(self, date: Chunk) -> Chunk:
        """ "They began a week later, on 13 November": the day that stands beside what is only counted."""
        counted = getattr(date.detail, "relative", None)
        if counted is None or not (counted.days or counted.months):
            return date
        at = next((i for i, chunk in self.line.all(("date",)) if chunk is date), None)
        beside = self.grammar.said["exactly"].match(self.line.symbols, at + 1) if at is not None else None
        exact = self.line.chunk_at(beside.end()) if beside is not None else None
        return exact if exact is not None and exact.kind == "date" else date

    def _of_course(self, start: int, end: int) -> Chunk | None:
        """ "The visit of X (3 May 1990), during which a treaty was signed, and his second in 1992": the date of what a
        statement was made in the course of, unless it tells one of its own before the next comma."""
        symbols = self.line.symbols
        before = [(i, chunk) for i, chunk in self._dates() if i < start]
        if not before or not self.grammar.said["in-which"].fullmatch(symbols, before[-1][0] + 1, start):
            return None
        comma = symbols.find(",", end)
        own = any(end <= i < (comma if comma >= 0 else len(symbols)) for i, _ in self._dates())
        return None if own else before[-1][1]

    def _fronted_until(self, start: int, end: int) -> int:
        """ "After Peru had recognised Kenya, an embassy was opened in 1990": where the clause in front ends in which
        symbols[start:end] stands, whose date is not the main clause's; 0 if it stands in none."""
        symbols = self.line.symbols
        if not self.grammar.said["before-main"].match(symbols, 0, start):
            return 0
        closed = min((at for mark in (", ", "; ") if (at := symbols.find(mark, end)) >= 0), default=-1)
        if closed < 0 or symbols.find(", ", 0, start) >= 0:
            return 0
        if symbols[closed] == ";" or self.grammar.said["ahead-of"].match(symbols, 0, start):
            return closed
        dated = self.grammar.said["dated"].match(symbols, closed + 2)  # "After the visit to Lima, on 3 May 1990, …"
        return dated.end() if dated and symbols[dated.end() : dated.end() + 1] in (",", "") else closed

    def _in_bracket(self, start: int, end: int) -> Chunk | None:
        """The date in the brackets in which the whole statement stands: "(Lima had opened its embassy in 1983)"."""
        _, closed = self._brackets(start, end)
        if closed < 0 or "(" in self.line.symbols[end:closed]:
            return None
        return next((c for i, c in self.line.all(("date", "dates")) if end <= i < closed), None)

    def _brackets(self, start: int, end: int) -> tuple[int, int]:
        """Where the brackets stand in which symbols[start:end] does; (-1, -1) if it stands in none."""
        opened, closed = self.line.symbols.rfind("(", 0, start), self.line.symbols.find(")", end)
        within = opened >= 0 and closed >= 0 and ")" not in self.line.symbols[opened:start]
        return (opened, closed) if within else (-1, -1)

    def _is_interlude(self, index: int, start: int, end: int) -> bool:
        """ "Relations, first established in 1922, were cut": between the commas stands another happening's date."""
        opened, closed = self.line.symbols.rfind(", ", start, index), self.line.symbols.find(", ", index, end)
        if opened < 0 or closed < 0:
            return False
        if self.grammar.said["dated"].fullmatch(self.line.symbols, opened + 2, closed):
            return False
        return self._says_more(opened, index)  # not "relations, on 3 May 1922, were cut"

    def _says_more(self, start: int, end: int) -> bool:
        """Whether symbols[start:end] hold a word that is no preposition."""
        return any(word not in self.grammar.classes for word in _LETTERS.findall(self.line.symbols, start, end))

    def before_until(self, start: int, until: Chunk | None) -> Chunk | None:
        """The date ahead of a happening that is told with an end ("until 1941"), which is another matter's."""
        return next((c for i, c in reversed(self._dates()) if i < start and c is not until), None)

    def at_its_end(self, start: int, until: Chunk | None) -> bool:
        """ "was open until 1941, when it was closed", "From 1930 to 1941 Lima was covered, when a legation was opened":
        what begins at `start` happened at the end that is told."""
        ends = self.grammar.said["at-end"]
        return any(
            c is until and i < start and (self._joins(i, start) or bool(ends.search(self.line.symbols, i + 1, start)))
            for i, c in self._dates()
        )

    def is_until(self, date: Chunk) -> bool:
        """Whether a date tells up to when ("until 1990"), not before when."""
        return self.grammar.said["up-to"].match(date.text.lower()) is not None

    def is_of_news(self, date: Chunk, end: int) -> bool:
        """ "announced in May 2019 that it would open …": whether a date is that on which something was made known."""
        ends = [match.end() for match in self.grammar.said["announced"].finditer(self.line.symbols, 0, end)]
        return bool(ends) and any(chunk is date for _, chunk in self.line.mentions(0, ends[-1]))

    def is_of_next_actor(self, end: int, date: Chunk) -> bool:
        """ "Peru belongs to the Council and Chile joined the Union in 1990": the date is told of another state."""
        index = next((i for i, c in self.line.mentions(end) if c is date), 0)
        opened = (self.line.chunk_at(at) for a, _ in self.triggers if end <= a < index for at in (a, a - 2))
        return any(chunk is not None and chunk.kind in ("state", "states", "pair") for chunk in opened)

    def of_latter(self, dates: Chunk | None, start: int) -> bool:
        """ "in 2017 and 2018, the latter to attend …": whether what begins at `start` is told of the last date."""
        if dates is None or dates.end > self.line.starts[start]:
            return False
        return self.grammar.said["latter-date"].match(self.line.text, dates.end, self.line.starts[start]) is not None

    def is_onward(self, date: Chunk) -> bool:
        """Whether something lasts from a date on, as the words before it say: "was consul from 1935"."""
        index = next((i for i, c in self.line.mentions() if c is date), 0)
        return self.grammar.said["onward"].search(self.line.symbols[:index].lower()) is not None

    def came_only(self, end: int) -> Chunk | None:
        """ "The first visit did not take place until 1830": the date behind such words."""
        index, date = self._next_date(end)
        return date if self.grammar.said["came-only"].search(self.line.symbols, end, index) else None

    def until(self, end: int) -> Chunk | None:
        """The date of what a denial says up to when: "did not recognize it until the appointment of X on 3 May"."""
        index, date = self._next_date(end)
        told = date is not None and self.grammar.said["until"].search(self.line.symbols[end:index])
        return date if told and not self._of_cause(end, index) else None

    def _next_date(self, end: int) -> tuple[int, Chunk | None]:
        """The first date behind `end`, and where it stands; (0, None) if there is none."""
        return next(((i, c) for i, c in self._dates() if i >= end), (0, None))

    def _dates(self) -> list[tuple[int, Chunk]]:
        if self._dated is None:
            told = self.line.all(("date", "dates"))
            others = (self._of_life, self._of_basis, self._planned_for, self._compared, self._of_attribute)
            every = [(i, c) for i, c in told if not (self._of_term(i, c) or any(other(i) for other in others))]
            self._dated = [(i, c) for i, c in every if not self._modifies(i)] or every
        return self._dated

    def _modifies(self, index: int) -> bool:
        """ "the June 1967 war", "its 1976 constitution": the date is an attribute, not the time of the statement."""
        before, after = self.line.symbols[max(0, index - 6) : index], self.line.symbols[index + 1 : index + 3]
        if self.grammar.said["titled"].search(self.line.symbols, max(0, index - 70), index):
            return True  # "signed the Accession to the Treaty of 1846": the older treaty's date
        if self.grammar.said["decreed"].search(self.line.symbols, max(0, index - 60), index):
            return True  # "by a decree of 3 May, the embassy was closed on 4 June"
        if self._bracketed(index) or self._of_name(index):
            return True
        named = self.line.chunk_at(index + 2)  # "the 2022 World Cup"
        word = after[1:2].isalpha() and not self.grammar.breaks.match(self.line.symbols, index + 2)
        noun = word or (named is not None and named.kind in ("name", "org", "instrument"))
        return bool(self.grammar.said["attributive"].search(before)) and after[:1] == " " and noun

    def _of_name(self, index: int) -> bool:
        """ "at the Lima Climate Conference 2010": a bare year right behind a name is a part of it."""
        chunk, line = self.line.chunks[index], self.line
        if chunk is None or not chunk.text.isdigit() or index < 2 or line.symbols[index - 1] != " ":
            return False
        before = line.text[line.starts[0] : chunk.start].split()
        if len(before) < 2 or not before[-1][0].isupper() or not before[-1].isalpha():
            return False
        word = before[-1].lower()
        return word not in self.grammar.classes and self.grammar.said["edition"].search(word) is not None

    def _compared(self, index: int) -> bool:
        """ "(+12% compared with 2016)": the year with which another is compared."""
        found = self.grammar.said["compared"].search(self.line.symbols, max(0, index - 40), index)
        chunk = self.line.chunks[found.start()] if found is not None else None
        return chunk is not None and chunk.detail is not None and chunk.detail.unit == "%"

    def planned_for(self, date: Chunk) -> bool:
        """Whether a date is the time for which something is agreed, not when that was."""
        return any(self._planned_for(i) for i, chunk in self.line.all(("date",)) if chunk is date)

    def _planned_for(self, index: int) -> bool:
        """ "a Programme of Cooperation 2017–2018", "a plan for the years 2015–2018": an interval of what is agreed."""
        chunk, symbols = self.line.chunks[index], self.line.symbols
        if chunk is None or chunk.kind != "date" or getattr(chunk.detail, "kind", "") != "interval":
            return False
        behind = index - 1 if symbols[max(0, index - 1) : index] == " " else -1
        if symbols[max(0, behind - 1) : behind + 1] == ") ":  # "the Country Programme (CP) 2014–2016"
            behind = max(symbols.rfind(" (", max(0, behind - _ACRONYM), behind), -1)
        titled = self.line.chunk_at(behind - 1) if behind > 0 else None
        if titled is not None and titled.kind in ("instrument", "instruments"):
            return True
        return self.grammar.said["for-years"].search(symbols, max(0, index - 50), index) is not None

    def _of_life(self, index: int) -> bool:
        """ "Born in 1965, she was consul": the date of a birth or of studies, not of the statement."""
        return bool(self.grammar.said["life"].search(self.line.symbols[:index]))

    def _of_attribute(self, index: int) -> bool:
        """ "… and supported the plan presented by Peru in 2007": the date of what is said of a noun, no statement's."""
        return self.grammar.said["done-by"].search(self.line.symbols, max(0, index - _NEAR // 4), index) is not None

    def _of_basis(self, index: int) -> bool:
        """ "in accordance with the Treaty of 1961": the date of what an act rests on."""
        return bool(self.grammar.said["basis"].search(self.line.symbols, max(0, index - 100), index))

    def _of_term(self, index: int, date: Chunk) -> bool:
        """ "President X (2010–2014) visited": the years in office of who is named right before them."""
        symbols = self.line.symbols
        if symbols[max(0, index - 2) : index] != " (" or symbols[index + 1 : index + 2] != ")":
            return False
        bearer, told = self.line.chunk_at(index - 3), symbols[index + 2 :].strip(" .;")
        named = bearer is not None and bearer.kind in ("person", "name", "post")
        if not named or date.kind != "date" or getattr(date.detail, "kind", "") != "interval":
            return False
        begin, _, end = (date.detail.edtf or "").partition("/")
        if begin[:4] == end[:4]:  # "(3-5 May 1990)": nobody holds an office for some days
            return False
        others = (i for i, _ in self.line.all(("date", "dates")) if symbols[max(0, i - 2) : i] != " (")
        return bool(told) or any(True for _ in others)  # at the end of a sentence, if it has no date of its own

    def _bracketed(self, index: int) -> bool:
        """Inside brackets with other words: "(St. Kitts since 1988)"; a date alone there is the statement's own."""
        opened, closed = self._brackets(index, index)
        if closed < 0:
            return False
        if self.grammar.said["noun-aside"].match(self.line.symbols, opened + 1, index):
            return True  # "opened in 1969 (closed in 1979)"
        others = (self.line.chunk_at(at) for at in range(opened, index))
        named = any(chunk is not None and chunk.kind != "place" for chunk in others)  # "(Lima, 3 May 1990)" is when
        return named or self._says_more(opened, closed)  # "(in May 1990)" is when, too

    def _behind(self, end: int) -> Chunk | None:
        following = self.next_trigger(end)
        if (index := self._past_aside(end)) is not None:
            return self.line.chunks[index]
        stop = self._clause_start(end, following)
        for index, chunk in self._dates():
            if end <= index < stop:
                apart = self._of_another(end, index) or self._told_of_noun(end, index) or self._of_next(end, index)
                apart = apart or self.of_next_object(end, index) or self._of_next_subject(end, index)
                return None if apart or self._of_next_sentence(end, index) else chunk
        return None

    def _of_next_sentence(self, end: int, index: int) -> bool:
        """ "Talks were held. In 1990 Norway sent an envoy", "A mission was opened. The school exists since 1990":
        within one item or cell the date of a sentence that says more than when and where is its own."""
        symbols = self.line.symbols
        parted = symbols.rfind(". ", end, index) + 2
        return parted > 1 and self._tells(parted, index)

    def _of_last_sentence(self, index: int, start: int) -> bool:
        """ "Trade grew in 1990. A mission was opened": the date of the sentence before, unless it opens the entry."""
        parted = self.line.symbols.find(". ", index, start)
        return parted >= 0 and self._says_more(0, index) and self._tells(self._opened(index), index)

    def _opened(self, index: int) -> int:
        opened = self.line.symbols.rfind(". ", 0, index)
        return opened + 2 if opened >= 0 else 0

    def _tells(self, start: int, index: int) -> bool:
        """Whether the sentence that begins at `start` says more than its date at `index`: no "Private visit, 3 May"."""
        symbols, known = self.line.symbols, self.grammar
        stop = symbols.find(". ", index)
        stop = len(symbols) if stop < 0 else stop
        if known.said["told-further"].match(symbols, start):
            return False
        if index < self.next_trigger(start) < stop:
            return True
        told = known.said["fragment"].sub("", symbols[start:stop])
        words = [w for w in _LETTERS.findall(told) if w not in known.classes and w not in known.determiners]
        if len(words) > _FEW or (words and known.verb.search(told)):
            return True
        return bool(words) and self._says_subject(start, index)

    def _of_next(self, end: int, index: int) -> bool:
        """ "Both belong to NATO; Norway takes part in X since 1998": the date behind is told of another actor, or of
        something else where what goes before has a date ("In 2019 they initialled it; the entry is due in 2026")."""
        marks = (self.line.symbols.find(mark, end, index) for mark in ("; ", ", en cuy", ", cuy"))
        at = max(marks)
        dated = any(i < end and self.line.symbols.find("; ", i, end) < 0 for i, _ in self._dates())
        return at >= 0 and (dated or any(chunk.kind in _ACTORS for _, chunk in self.line.mentions(at, index)))

    def of_next_object(self, end: int, index: int) -> bool:
        """ "They signed the Pact and, on 7 June, the Treaty": the date stands before another object of one verb."""
        symbols, said = self.line.symbols, self.grammar.said
        joint = said["next-dated"].search(symbols, max(0, end - 1), index)
        behind = said["next-object"].match(symbols, index + 1) if joint is not None else None
        if joint is None or behind is None:
            return False
        told = self.line.mentions(max(self.left_edge(end), end - _NEAR), joint.start() + 1)
        kind = single(KIND[behind["object"]])
        return any(single(chunk.kind) == kind for _, chunk in told)

    def _of_next_subject(self, end: int, index: int) -> bool:
        """ "King X visited Peru and in 2005 Minister Y went there, too": the date opens what another one did."""
        symbols = self.line.symbols
        if self.grammar.said["next-clause"].search(symbols, max(0, end - 1), index) is None:
            return False
        who = next(iter(self.line.mentions(index + 1, index + _BEFORE_SUBJECT)), None)
        if who is None or who[1].kind not in _ACTORS or self._says_more(index + 1, who[0]):
            return False
        return self.grammar.does.match(symbols, who[0] + 1) is not None

    def _past_aside(self, end: int) -> int | None:
        """ "resumed relations, which had been cut in 1970, on 3 May 1974": where the date stands behind the aside."""
        symbols, opened = self.line.symbols, end + len(", ")
        if symbols[end:opened] != ", " or not self.grammar.relative.match(symbols, opened):
            return None
        closed = symbols.find(", ", opened, end + _NEAR // 2)
        dated = self.grammar.said["dated"].match(symbols, closed + 1) if closed > 0 else None
        return next((i for i, _ in self._dates() if dated.start() <= i < dated.end()), None) if dated else None

    def _told_of_noun(self, end: int, index: int) -> bool:
        """ "was laid down by the treaty, which was ratified in 1948": the date of a clause on a noun behind."""
        symbols, said = self.line.symbols, self.grammar.said
        opened = symbols.rfind(", ", end, index) + 2
        if opened > 1 and said["noun-aside"].match(symbols, opened, index):
            return True  # "reopened its embassy, closed in 1990"
        relative = self.grammar.relative.match(symbols, opened, index) if opened > 1 else None
        if relative is None or said["joined"].match(symbols, opened):
            return False
        return self._says_more(relative.end(), index)  # not "who, on 3 May 1990, was promoted"

    def of_instrument(self, end: int, date: Chunk) -> bool:
        """ "They spoke of the Trade Treaty, signed on 3 May 1990": the date is that of the treaty behind `end`."""
        index = next((i for i, chunk in self._dates() if chunk is date), 0)
        return index > end and self.grammar.said["signed-then"].search(self.line.symbols, end, index) is not None

    def only_ahead(self, start: int) -> Chunk | None:
        """The one date told before a place; none if there are several."""
        ahead = [chunk for index, chunk in self._dates() if index < start]
        return ahead[0] if len(ahead) == 1 else None

    def _clause_start(self, end: int, following: int) -> int:
        """Where the clause of the next trigger begins: a date behind that point is its own."""
        if following >= len(self.line.symbols):
            return following
        at, opened, fronted = following, 0, 0
        for match in self.grammar.breaks.finditer(self.line.symbols, end, following):
            if opened and not self.line.symbols[opened : match.start()].strip():
                opened = match.end()  # "and, in 1981, …"
                continue
            if opened and self.grammar.said["dated"].fullmatch(self.line.symbols, opened, match.start()):
                fronted = match.end()
                continue  # "… and in 1981, the King …": the date after "and" opens the next clause
            front = self.grammar.said["dated"].match(self.line.symbols, opened) if opened and not fronted else None
            begun = front.end() if front is not None else fronted
            last = not self.line.symbols[match.end() : following].strip()
            if begun and last and self._names_one(begun, match.start()):
                continue  # "… and in 1981(,) the King, X, visited …": the comma closes an aside on its subject
            opened = match.end() if any(c.isalpha() or c == ";" for c in match[0]) else 0
            if (
                any(chunk.kind in ("date", "dates") for _, chunk in self.line.mentions(match.end(), following))
                or following - match.end() < 90
            ):
                # "…, in 1991 it was closed": everything behind the last break before the verb is the next clause
                at = match.start()
        return at

    def _names_one(self, start: int, end: int) -> bool:
        """Whether only somebody who acts stands in [start, end)."""
        named = [chunk for _, chunk in self.line.mentions(start, end)]
        return len(named) == 1 and named[0].kind in _ACTORS and end - start < _ALONE

    def _ahead(self, start: int) -> Chunk | None:
        place = bisect_right(self.triggers, (start, -1)) - 1
        previous = max((b for a, b in self.triggers if b <= start), default=0) if place >= 0 else 0
        edge = self._clause_start(previous, start) if previous else 0
        found = [c for i, c in self._dates() if edge <= i < start and not self._is_apart(i, start)]
        if len(found) > 1 and _lasts(found[-1]) and not _lasts(found[-2]):
            return found[-2]  # "On 4 May 1964, X, minister since 1962, was promoted"
        return found[-1] if found else None

    def _is_apart(self, index: int, start: int) -> bool:
        """ "It was closed on 9 April 1917, after Austria severed …": the date is the main clause's alone."""
        if self._of_last_sentence(index, start):
            return True
        if self.grammar.said["apart"].search(self.line.symbols[index + 1 : start]):
            return True
        too = self.grammar.said["that-too"].search(self.line.symbols, index, start)
        if too is not None and self.grammar.said["that"].search(self.line.symbols, max(0, index - _THAT), index):
            return True  # "recalled that in 1990 trade grew and that they negotiate a treaty"
        if self._is_aside(index, start):
            return True
        at_once = self.grammar.said["at-once"].search(self.line.symbols, index)
        return at_once is None and self._of_cause(max(0, index - _RELATIVE), index)

    def _is_aside(self, index: int, start: int) -> bool:
        """ "X, who had served since 1965, was promoted": the date of an aside that is closed before the statement."""
        opened = self.line.symbols.rfind(", ", 0, index) + 2
        relative = self.grammar.aside.match(self.line.symbols, opened, index) if opened > 1 else None
        if relative is None or "," not in self.line.symbols[index + 1 : start]:
            return False
        return self._says_more(relative.end(), index)  # not "who, on 3 May 1990, was promoted"

    def _joins(self, index: int, start: int) -> bool:
        """ "They have had relations since 1941, when X was appointed": the date is that of both."""
        between = self.line.symbols[index + 1 : start].lstrip(", ")
        if not between and self.grammar.said["joined"].match(self.line.symbols, start):
            return True
        return "," not in between and ";" not in between and self.grammar.said["joined"].search(between[:9]) is not None

    def _shared(self, start: int, end: int) -> Chunk | None:
        """A date in the clause before, if the two are coordinated, or behind, if "when" joins them."""
        symbols, said = self.line.symbols, self.grammar.said
        earlier = [(i, c) for i, c in self._dates() if i < start and not self._is_apart(i, start)]
        behind = [(i, c) for i, c in self._dates() if i >= end]
        others = (said["goes-on"], said["counted"])
        later = [(i, c) for i, c in behind if not any(words.search(symbols, end, i) for words in others)]
        later = [(i, c) for i, c in later if not self._of_cause(end, i) and not self._of_next_sentence(end, i)]
        later = [(i, c) for i, c in later if not self.of_next_object(end, i)]
        # "…, and since 2018 it has had a consul": that is a statement of its own
        later = [(i, c) for i, c in later if not (_lasts(c) and said["also-since"].search(symbols, end, i))]
        if earlier and self._joins(earlier[-1][0], start):
            return earlier[-1][1]
        if later:
            until, date = later[0]
            link = said["joined"].search(symbols, end, min(until, end + 200))
            hard = self.grammar.hard.search(symbols, link.end(), until) if link is not None else None
            told_of = said["since"].search(symbols, end, until) or self._told_of_noun(end, until)
            if link is not None and hard is None and not told_of:
                return None if self._follows(link.start(), until) else date
        if earlier:
            at, date = earlier[-1]
            if len(earlier) > 1 and _lasts(date) and not _lasts(earlier[-2][1]) and ";" not in symbols[:start]:
                at, date = earlier[-2]  # the other date is that of an aside, which is a statement of its own
            if self._told_before(at, start):
                return None
            afterwards = said["afterwards"]
            return None if afterwards.search(symbols, at, start) or afterwards.match(symbols, end + 1) else date
        if not later:
            return None
        between = symbols[end : behind[0][0]]
        apart = any(
            words.search(between)
            for words in (self.grammar.hard, self.grammar.relative, said["and-dated"], said["then-dated"])
        )
        apart = apart or self._of_another(end, behind[0][0]) or self._told_on(end, behind[0][0])
        apart = apart or self._told_of_noun(end, behind[0][0])
        return None if apart else later[0][1]  # "the rupture of relations occurred in 1961"

    def _told_before(self, index: int, start: int) -> bool:
        """ "Peru had recognised Kenya on 4 May; the embassy was closed": the day of what went before."""
        symbols = self.line.symbols
        opened = max(symbols.rfind(mark, 0, index) for mark in ("; ", ". ")) + 1
        return ";" in symbols[index:start] and self.grammar.said["had"].search(symbols, opened, index) is not None

    def _follows(self, link: int, until: int) -> bool:
        """ "reopened after it was closed in 1981": the date of a clause of its own, which tells what went before."""
        opened = self.grammar.said["joined-after"].match(self.line.symbols, link)
        return opened is not None and self.grammar.verb.search(self.line.symbols, opened.end(), until) is not None

    def _told_on(self, end: int, index: int) -> bool:
        """ "was appointed, and presented his credentials on 3 May": the date of the next statement alone."""
        following = self.next_trigger(end)
        return following < index and self.grammar.said["told-on"].search(self.line.symbols, end, following) is not None

    def _of_another(self, end: int, index: int) -> bool:
        """ "the third visit by a king, after King X's visit in 1970": the date of another happening, or of a sum."""
        said = self.grammar.said
        worth = said["worth"].match(self.line.symbols, end)
        first = end if worth is None else worth.end() + 1
        if any(chunk.kind == "amount" for _, chunk in self.line.mentions(first, index)):
            return True
        if self._of_cause(end, index):
            return True
        return any(said[name].search(self.line.symbols, end, index) for name in ("another", "counted", "since"))

    def _of_cause(self, end: int, index: int) -> bool:
        """ "opened its embassy following independence on 4 May 1990": what came after seldom came on the very day.

        Nor does "After the events of 4 May 1990 relations were cut" tell when that was.
        """
        date = self.line.chunks[index]
        named = date is not None and date.kind == "date" and len(date.detail.edtf or "") == len("1990-05-04")
        return named and self.grammar.said["aftermath"].search(self.line.symbols, end, index) is not None


def _lasts(date: Chunk) -> bool:
    """Whether a date tells from when on ("since 1962")."""
    edtf = getattr(date.detail, "edtf", None)
    return edtf is not None and edtf.endswith("/..")


def _is_he(chunk: Chunk) -> bool:
    return chunk.kind == "pronoun" and chunk.detail == "he"


@cache
def _kinds(name: str) -> frozenset[str]:
    return frozenset(kind for part in name.split("|") for kind in CLASSES.get(part, (part,)))
