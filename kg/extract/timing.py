"""Which date of a passage a statement is of: behind it, before it, or shared with its neighbours."""

from __future__ import annotations

from bisect import bisect_right

from kg.compiled import compiled
from kg.extract.attributive import LineDates, brackets
from kg.extract.clauses import ACTORS, NEAR, RELATIVE, Clauses
from kg.extract.grammar import LETTERS
from kg.extract.symbols import KIND, Chunk, single

_AUXILIARY = compiled(r"(?: \p{Ll}+){0,2} ")  # between "had" and what is "not yet" done
_BEARERS = frozenset({"person", "name", "post", "state"})
_ALONE = 40  # symbols in which a subject with its title stands
_THAT = 24  # symbols between "that" and the date that opens its clause
_BEFORE_SUBJECT = 12  # symbols between a date and the subject of the clause that it opens
_FEW = 2  # words beside prepositions: "Official visit, 3 May 1990" goes on with what the sentence before it told


class Timing:
    """The dates around the triggers of a line: which of them is that of a statement, and which is another's."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses, self.line, self.grammar, self.triggers = clauses, clauses.line, clauses.grammar, clauses.triggers

    def own_date(self, start: int, end: int) -> Chunk | None:
        """The date that stands in the trigger's own clause, or opens it; what is denied has no other."""
        inside = [chunk for index, chunk in self.clauses.dates() if start <= index < end]
        return self._behind(end) or (inside[-1] if inside else self._opening_date(start))

    def _opening_date(self, start: int) -> Chunk | None:
        """ "In 1971 Peru did not recognise it": the date with which a sentence begins that tells of nobody else."""
        index, date = next(iter(self.clauses.dates()), (start, None))
        told = index < start and self.grammar.said["dated"].fullmatch(self.line.symbols, 0, index + 1) is not None
        broken = self.grammar.hard.search(self.line.symbols, index, start)
        if broken is not None:  # "In 1971 Peru condemned it but did not recall its envoy"
            same = self.grammar.said["but-not"].fullmatch(self.line.symbols, broken.start(), start) is not None
            return date if told and same and self.line.chunk_at(start) is None else None
        verbs = [end for at, end in self.triggers if at < start]
        others = any(_AUXILIARY.fullmatch(self.line.symbols, end, start) is None for end in verbs)
        return date if told and not others else None

    def date(self, start: int, end: int) -> Chunk | None:
        """The date of what the trigger at [start, end) says: behind it, before it, or shared with its neighbours."""
        if own_bracket := self._in_bracket(start, end):
            return own_bracket
        if closed := self._fronted_until(start, end):
            within = [(i, chunk) for i, chunk in self.clauses.dates() if i < closed]
            return next((chunk for i, chunk in within if i >= end), within[-1][1] if within else None)
        own = [(i, chunk) for i, chunk in self.clauses.dates() if start <= i < end]
        inside = [chunk for i, chunk in own if not self._is_interlude(i, start, end)]
        if not inside and (told := self._of_course(start, end)) is not None:
            return told
        found = self._behind(end) or self._in_course(end) or (inside[-1] if inside else None)
        found = found or self._ahead(start) or self._shared(start, end)
        return self._told_exactly(found) if found is not None and found.kind == "date" else found

    def _in_course(self, end: int) -> Chunk | None:
        """The date of what it was in the course of: "A treaty was signed during the visit of X to Lima on 3 May"."""
        following = self.clauses.next_trigger(end)
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

    def held_on(self, end: int) -> Chunk | None:
        """ "The visit of X to Lima took place on 3 May 1990": when a journey or a meeting was, as its verb says."""
        return self._date_behind("held-on", end)

    def dated_during(self, start: int, end: int) -> Chunk | None:
        """ "signed in Lima on 3 May 1990, during the visit of X, followed by another on 5 June": the day ahead of a
        visit, unless its own words tell when it was."""
        found = self.grammar.said["dated-during"].search(self.line.symbols, max(0, start - NEAR // 3), start)
        index, date = self._next_date(end)
        own = date is not None and "," not in self.line.symbols[end:index] and index <= self.clauses.next_trigger(end)
        return self.line.chunk_at(found.start("date")) if found is not None and not own else None

    def is_in_return(self, start: int, end: int) -> bool:
        """Whether a visit is told to return another one."""
        return self.grammar.said["in-return"].search(self.line.symbols, max(0, start - _THAT), end) is not None

    def _date_behind(self, form: str, end: int) -> Chunk | None:
        found = self.grammar.said[form].match(self.line.symbols, end)
        return self.line.chunk_at(found.start("date")) if found is not None else None

    def came_later(self, date: Chunk, start: int, end: int) -> bool:
        """ "opened a legation in 1918, which was later closed": whether a date ahead is that of what went before."""
        symbols, index = self.line.symbols, next((i for i, chunk in self.clauses.dates() if chunk is date), end)
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
        before = [(i, chunk) for i, chunk in self.clauses.dates() if i < start]
        if not before or not self.grammar.said["in-which"].fullmatch(symbols, before[-1][0] + 1, start):
            return None
        comma = symbols.find(",", end)
        own = any(end <= i < (comma if comma >= 0 else len(symbols)) for i, _ in self.clauses.dates())
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
        """The date in the brackets in which the whole statement stands: "(Lima had opened its embassy in 1983)",
        "(in 1983 Lima had opened its embassy)"."""
        opened, closed = brackets(self.line.symbols, start, end)
        if closed < 0 or "(" in self.line.symbols[end:closed]:
            return None
        inside = [(i, c) for i, c in self.line.all(("date", "dates")) if opened < i < start or end <= i < closed]
        behind = next((c for i, c in inside if i >= end), None)
        return behind or (inside[-1][1] if inside else None)

    def _is_interlude(self, index: int, start: int, end: int) -> bool:
        """ "Relations, first established in 1922, were cut": between the commas stands another happening's date."""
        opened, closed = self.line.symbols.rfind(", ", start, index), self.line.symbols.find(", ", index, end)
        if opened < 0 or closed < 0:
            return False
        if self.grammar.said["dated"].fullmatch(self.line.symbols, opened + 2, closed):
            return False
        return self.grammar.says_more(self.line.symbols, opened, index)  # not "relations, on 3 May 1922, were cut"

    def before_until(self, start: int, until: Chunk | None) -> Chunk | None:
        """The date ahead of a happening that is told with an end ("until 1941"), which is another matter's."""
        return next((c for i, c in reversed(self.clauses.dates()) if i < start and c is not until), None)

    def at_its_end(self, start: int, until: Chunk | None) -> bool:
        """ "was open until 1941, when it was closed", "From 1930 to 1941 Lima was covered, when a legation was opened":
        what begins at `start` happened at the end that is told."""
        ends = self.grammar.said["at-end"]
        return any(
            c is until and i < start and (self._joins(i, start) or bool(ends.search(self.line.symbols, i + 1, start)))
            for i, c in self.clauses.dates()
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
        return next(((i, c) for i, c in self.clauses.dates() if i >= end), (0, None))

    def first_behind(self, start: int) -> Chunk | None:
        """The first date behind symbols[:start], whatever it is of."""
        return next((chunk for index, chunk in self.line.all(("date",)) if index >= start), None)

    def planned_for(self, date: Chunk) -> bool:
        """Whether a date is the time for which something is agreed, not when that was."""
        return any(
            LineDates(self.line, self.grammar).is_plan(i) for i, chunk in self.line.all(("date",)) if chunk is date
        )

    def _behind(self, end: int) -> Chunk | None:
        following = self.clauses.next_trigger(end)
        if (index := self._past_aside(end)) is not None:
            return self.line.chunks[index]
        stop = self._clause_start(end, following)
        for index, chunk in self.clauses.dates():
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
        return (
            parted >= 0
            and self.grammar.says_more(self.line.symbols, 0, index)
            and self._tells(self._opened(index), index)
        )

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
        if index < self.clauses.next_trigger(start) < stop:
            return True
        told = known.said["fragment"].sub("", symbols[start:stop])
        words = [w for w in LETTERS.findall(told) if w not in known.classes and w not in known.determiners]
        if len(words) > _FEW or (words and known.verb.search(told)):
            return True
        return bool(words) and self.clauses.says_subject(start, index)

    def _of_next(self, end: int, index: int) -> bool:
        """ "Both belong to NATO; Norway takes part in X since 1998": the date behind is told of another actor, or of
        something else where what goes before has a date ("In 2019 they initialled it; the entry is due in 2026")."""
        marks = (self.line.symbols.find(mark, end, index) for mark in ("; ", ", en cuy", ", cuy"))
        at = max(marks)
        dated = any(i < end and self.line.symbols.find("; ", i, end) < 0 for i, _ in self.clauses.dates())
        return at >= 0 and (dated or any(chunk.kind in ACTORS for _, chunk in self.line.mentions(at, index)))

    def of_next_object(self, end: int, index: int) -> bool:
        """ "They signed the Pact and, on 7 June, the Treaty": the date stands before another object of one verb."""
        symbols, said = self.line.symbols, self.grammar.said
        joint = said["next-dated"].search(symbols, max(0, end - 1), index)
        behind = said["next-object"].match(symbols, index + 1) if joint is not None else None
        if joint is None or behind is None:
            return False
        told = self.line.mentions(max(self.clauses.left_edge(end), end - NEAR), joint.start() + 1)
        kind = single(KIND[behind["object"]])
        return any(single(chunk.kind) == kind for _, chunk in told)

    def _of_next_subject(self, end: int, index: int) -> bool:
        """ "King X visited Peru and in 2005 Minister Y went there, too": the date opens what another one did."""
        symbols = self.line.symbols
        if self.grammar.said["next-clause"].search(symbols, max(0, end - 1), index) is None:
            return False
        who = next(iter(self.line.mentions(index + 1, index + _BEFORE_SUBJECT)), None)
        if who is None or who[1].kind not in ACTORS or self.grammar.says_more(self.line.symbols, index + 1, who[0]):
            return False
        return self.grammar.does.match(symbols, who[0] + 1) is not None

    def _past_aside(self, end: int) -> int | None:
        """ "resumed relations, which had been cut in 1970, on 3 May 1974": where the date stands behind the aside."""
        symbols, opened = self.line.symbols, end + len(", ")
        if symbols[end:opened] != ", " or not self.grammar.relative.match(symbols, opened):
            return None
        closed = symbols.find(", ", opened, end + NEAR // 2)
        dated = self.grammar.said["dated"].match(symbols, closed + 1) if closed > 0 else None
        return next((i for i, _ in self.clauses.dates() if dated.start() <= i < dated.end()), None) if dated else None

    def _told_of_noun(self, end: int, index: int) -> bool:
        """ "was laid down by the treaty, which was ratified in 1948": the date of a clause on a noun behind."""
        symbols, said = self.line.symbols, self.grammar.said
        opened = symbols.rfind(", ", end, index) + 2
        if opened > 1 and said["noun-aside"].match(symbols, opened, index):
            return True  # "reopened its embassy, closed in 1990"
        relative = self.grammar.relative.match(symbols, opened, index) if opened > 1 else None
        if relative is None or said["joined"].match(symbols, opened):
            return False
        return self.grammar.says_more(
            self.line.symbols, relative.end(), index
        )  # not "who, on 3 May 1990, was promoted"

    def of_instrument(self, end: int, date: Chunk) -> bool:
        """ "They spoke of the Trade Treaty, signed on 3 May 1990": the date is that of the treaty behind `end`."""
        index = next((i for i, chunk in self.clauses.dates() if chunk is date), 0)
        return index > end and self.grammar.said["signed-then"].search(self.line.symbols, end, index) is not None

    def only_ahead(self, start: int) -> Chunk | None:
        """The one date told before a place; none if there are several."""
        ahead = [chunk for index, chunk in self.clauses.dates() if index < start]
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
        return len(named) == 1 and named[0].kind in ACTORS and end - start < _ALONE

    def _ahead(self, start: int) -> Chunk | None:
        place = bisect_right(self.triggers, (start, -1)) - 1
        previous = max((b for a, b in self.triggers if b <= start), default=0) if place >= 0 else 0
        edge = self._clause_start(previous, start) if previous else 0
        found = [c for i, c in self.clauses.dates() if edge <= i < start and not self._is_apart(i, start)]
        if len(found) > 1 and _lasts(found[-1]) and not _lasts(found[-2]):
            return found[-2]  # "On 4 May 1964, X, minister since 1962, was promoted"
        return found[-1] if found else None

    def _is_apart(self, index: int, start: int) -> bool:
        """ "It was closed on 9 April 1917, after Austria severed …": the date is the main clause's alone."""
        if self._of_last_sentence(index, start):
            return True
        between = self.line.symbols[index + 1 : start]
        if any(self.grammar.said[name].search(between) for name in ("apart", "ahead-within")):
            return True
        too = self.grammar.said["that-too"].search(self.line.symbols, index, start)
        if too is not None and self.grammar.said["that"].search(self.line.symbols, max(0, index - _THAT), index):
            return True  # "recalled that in 1990 trade grew and that they negotiate a treaty"
        if self._is_aside(index, start):
            return True
        at_once = self.grammar.said["at-once"].search(self.line.symbols, index)
        return at_once is None and self._of_cause(max(0, index - RELATIVE), index)

    def _is_aside(self, index: int, start: int) -> bool:
        """ "X, who had served since 1965, was promoted": the date of an aside that is closed before the statement."""
        opened = self.line.symbols.rfind(", ", 0, index) + 2
        if opened <= 1 or "," not in self.line.symbols[index + 1 : start]:
            return False
        if self.grammar.said["bearer-aside"].match(self.line.symbols, opened, index):
            bearer = self.line.chunk_at(opened - 3)  # "X, elected in 1965, visited"
            return bearer is not None and bearer.kind in _BEARERS
        relative = self.grammar.aside.match(self.line.symbols, opened, index)
        if relative is None:
            return False
        return self.grammar.says_more(
            self.line.symbols, relative.end(), index
        )  # not "who, on 3 May 1990, was promoted"

    def _joins(self, index: int, start: int) -> bool:
        """ "They have had relations since 1941, when X was appointed": the date is that of both."""
        between = self.line.symbols[index + 1 : start].lstrip(", ")
        if not between and self.grammar.said["joined"].match(self.line.symbols, start):
            return True
        return "," not in between and ";" not in between and self.grammar.said["joined"].search(between[:9]) is not None

    def _shared(self, start: int, end: int) -> Chunk | None:
        """A date in the clause before, if the two are coordinated, or behind, if "when" joins them."""
        symbols, said = self.line.symbols, self.grammar.said
        earlier = [(i, c) for i, c in self.clauses.dates() if i < start and not self._is_apart(i, start)]
        behind = [(i, c) for i, c in self.clauses.dates() if i >= end]
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
        following = self.clauses.next_trigger(end)
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

    def is_of_effect(self, start: int, end: int, date: Chunk) -> bool:
        """ "Norway suspended its aid in May 1990 after the coup": whether a date finer than a year tells when that was
        done which came of the statement in [start, end)."""
        fine = len(getattr(date.detail, "edtf", None) or "") > len("1990")
        cause = self.grammar.said["aftermath"].search(self.line.symbols, max(0, start - RELATIVE), end)
        if not fine or cause is None or cause.end() <= start:
            return False
        return any(chunk is date for _, chunk in self.line.mentions(0, cause.start()))


def _lasts(date: Chunk) -> bool:
    """Whether a date tells from when on ("since 1962")."""
    edtf = getattr(date.detail, "edtf", None)
    return edtf is not None and edtf.endswith("/..")
