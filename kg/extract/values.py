"""From mentions to the values of roles: names in full, titles to their holders, pronouns to whom they mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

import regex

from kg.compiled import compiled
from kg.extract.bearers import of_several
from kg.extract.calendar import EXACT, YEAR, Calendar
from kg.extract.capitals import NO_CASING, Casing
from kg.extract.genders import meant
from kg.extract.incumbents import the_diplomat
from kg.extract.memory import Known, fold, share_words
from kg.extract.names import Names
from kg.extract.pages import speaking
from kg.extract.said import said
from kg.extract.symbols import Chunk
from kg.lexicon.gazetteer import Term
from kg.model import Span, Value, ValueKind
from kg.texts.context import named_apart, namesake

_KIND: dict[str, ValueKind] = {
    "state": "state", "demonym": "state", "place": "place", "org": "organisation", "mission": "mission",
    "missionword": "mission", "instrument": "instrument", "person": "person", "name": "person", "post": "person",
    "office": "person", "rank": "person", "amount": "amount",
}  # fmt: skip
_NAMED_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
HEADS = ("office/president-of-", "office/king-of-", "office/emperor-of-", "office/queen-of-")


def _holds(text: str, name: str) -> bool:
    return regex.search(rf"(?<!\w){regex.escape(name)}(?!\w)", text) is not None


def _sentence_end(text: str, start: int) -> int:
    end = _SENTENCE_END.search(text, start)
    return end.start() if end else len(text)


_SENTENCE_END = compiled(r"(?<=\p{Ll}{2}|\d)[.!?]\s|\n")


@dataclass(slots=True)
class Reader(Calendar):
    """One document being read: its memory, and what turns mentions into values."""

    names: Names = field(kw_only=True)
    posted: set[tuple[str, str]] = field(default_factory=set)  # (person, office) that an appointment or a tenure tells
    spelt: Mapping[str, str] = field(default_factory=dict)  # the document's states, as it names them ("Czechia")
    by_name: set[str] = field(default_factory=set)  # labels of people whose state nothing but their name tells
    described: dict[str, Value] = field(default_factory=dict)  # "two Mexican senators", "president of India" -> state
    when: str = ""  # EDTF date of the statement being filled, if it has one
    start: int = -1  # where the passage being read begins
    casing: Casing = NO_CASING  # how the document writes its words
    publisher: str = ""  # key of the state whose ministry published the page, if it says so
    named: Collection[str] | None = None  # states that the document names apart, once that is asked for
    author: str = ""  # key of the state that writes here the history of its own posts and relations, if one does

    # -- states ----------------------------------------------------------------------------------------------------

    def state(self, key: str, text: str = "", span: Span | None = None) -> Value:
        return Value(text or self.spelt.get(key) or self.names.label(key), self.names.label(key), "state", key, span)

    def choose(self, keys: tuple[str, ...]) -> str:
        """Of several states that a name may mean, the one the document is about or names apart, else the first."""
        if len(keys) < 2:
            return keys[0] if keys else ""
        pair = {value.key for value in self.memory.pair}
        if pair.isdisjoint(keys) and self.named is None:
            self.named = named_apart(self.document, self.names.gazetteer)
        return namesake(keys, pair if self.named is None or not pair.isdisjoint(keys) else self.named)

    def state_of_place(self, chunk: Chunk | Value) -> Value | None:
        """The state a place lies in: as the text says, else as the gazetteer knows."""
        if isinstance(chunk, Chunk):
            named = chunk.part("state")
            if named is not None:
                return self.values(named)[0]
            keys = chunk.keys
        else:
            keys = (chunk.key,) if chunk.key else ()
        states = [key for place in keys if (key := self.names.gazetteer.state_of_place(place))]
        return self.state(self._as_spoken_of(self.choose(tuple(states)), keys)) if states else None

    def _as_spoken_of(self, state: str, places: tuple[str, ...]) -> str:
        """A place's state as the document's pair has it: Prague lies in Czechoslovakia where that is the party."""
        known = self.names.gazetteer
        pair = [value.key for value in self.memory.pair]
        earlier = [key for key in pair if key in known.predecessors(state) and known.capital(key) in places]
        return earlier[0] if earlier and state not in pair else state

    def at(self, value: Value, date: str) -> Value:
        """A state taken from the context as it was on a date: "Russia" of 1964 is the Soviet Union.

        Whom a title alone means is who held the office then, and not who was last named with it.
        """
        years = YEAR.findall(date)
        if value.kind == "person" and value.key and years:
            return self._then_in_office(value, years, date.partition("/")[0])
        known = self.names.gazetteer
        if value.kind != "state" or value.span is not None or not value.key or not years:
            return value
        if (then := self._then_named(value.key, date)) is not None:
            return then
        start, end = known.start(value.key), known.end(value.key)
        if end and years[0] > end[:4] and (later := known.continuator(value.key)):
            return self.state(later)
        lasting = date.endswith("/..")  # "has had an embassy in Prague since 1957": in the state of today
        if start and years[-1] < start[:4] and not lasting:  # "in the early 70s": a state of 1971 was there
            before, last = list(known.predecessors(value.key)), value.key
            while len(before) and len(known.predecessors(last)) == 1 and known.continuator(before[-1]) == last:
                last = before[-1]  # Serbia, Serbia and Montenegro, …, Yugoslavia
                before += known.predecessors(last)
            earlier = [k for k in before if (known.start(k) or "")[:4] <= years[-1] <= (known.end(k) or "9999")[:4]]
            earlier = [k for k in earlier if known.continuator(k) == value.key] or earlier
            return self.state(earlier[0]) if len(earlier) == 1 else value
        return value

    def note_former(self, key: str, text: str) -> None:
        """Keep in mind a state that the text names: in the place of one of the page's it may have been there before."""
        known = self.names.gazetteer
        for party in self.document.parties:
            if key == party:
                self.memory.former.pop(party, None)
            elif known.end(key) and (key in known.predecessors(party) or known.continuator(key) == party):
                self.memory.former[party] = key, text, self.paragraph

    def _then_named(self, party: str, date: str) -> Value | None:
        """The bygone state that the text has named last for one of the page's, if it was there at that time: in the
        same paragraph, or anywhere if it is the one that goes on in it.

        In the last year of one that does not go on in it the other may be meant: relations of 1991 are Armenia's.
        """
        known, (key, text, paragraph) = self.names.gazetteer, self.memory.former.get(party, ("", "", -1))
        if not key or date.endswith("/..") or (paragraph != self.paragraph and known.continuator(key) != party):
            return None
        start, end = known.start(key) or "", known.end(key) or ""
        end = end if known.continuator(key) == party else end[:4]
        first, last = date.partition("/")[0], date.rpartition("/")[2]
        return self.state(key, text) if start[: len(first)] <= first and last < end[: max(4, len(last))] else None

    def _then_in_office(self, value: Value, years: list[str], first: str) -> Value:
        """Whom "the President" means in some years, from `first` on, if not the one whom the document has named so: the
        gazetteer's one holder of that office on that day or in all of them, else a described one."""
        known = next((k for k in self.memory.people.values() if k.key == value.key), None)
        if known is None or known.state is None or share_words(value.text, known.name):
            return value
        held = [term for term in self.names.gazetteer.terms_of(known.key) if term.state == known.state.key]
        offices = {
            term.office for term in held if term.office.startswith(f"office/{known.office.replace(' ', '-')}-of-")
        }
        if len(offices) != 1:
            return value
        office = offices.pop()
        news = self.issued[:4] in years  # of its own days a report knows best
        there = set() if news or len(first) < len("1990-05") else set(self.names.gazetteer.holders(office, first))
        if (not there or known.key in there) and any(_touches(term, years) for term in held):
            return value
        there = there or {holder for year in years for holder in self.names.gazetteer.holders(office, year)}
        if len(there) == 1:
            return replace(value, label=self.names.label(holder := there.pop()), key=holder)
        label = f"{known.office} of {known.state.label}"
        self._describe(label, known.state)
        return replace(value, label=label, key="")

    def capital_of(self, state: Value) -> Value | None:
        key = self.names.gazetteer.capital(state.key) if state.key else None
        return Value(self.names.label(key), self.names.label(key), "place", key) if key else None

    def other(self, values: tuple[Value, ...]) -> Value | None:
        """The party of the document's pair that is not among `values`; of a page about one state, that state."""
        labels = {value.label for value in values}
        rest = [value for value in self.memory.pair if value.label not in labels]
        known = self.names.gazetteer
        continuators = {known.continuator(value.key) for value in values if value.key}
        bygone = {value.key for value in values if value.key and known.end(value.key)}
        continuators |= {value.key for value in rest if bygone.intersection(known.predecessors(value.key))}
        rest = [value for value in rest if value.key not in continuators] if len(rest) > 1 else rest
        several = len(rest) != 1 or len(self.memory.pair) == 1
        if several and len(self.document.parties) == 1 and all(value.kind == "state" for value in values):
            # a page about one state tells of its own relations
            return next((value for value in rest if value.key == self.document.parties[0]), None)
        return rest[0] if len(rest) == 1 and len(self.memory.pair) == 2 else None

    def partner(self, values: tuple[Value, ...]) -> Value | None:
        """With whom these have relations: the pair's other party; of a third state the one that is spoken of."""
        pair = {value.label for value in self.memory.pair}
        third = all(value.kind == "state" and value.label not in pair for value in values)
        return self.other(values) or (self.telling() if third else None)

    def telling(self) -> Value | None:
        """The one state of the document's pair that the sentence names, or else the line up to its end."""
        text = self.document.text
        end = _sentence_end(text, self.start)
        line = text[text.rfind("\n", 0, self.start) + 1 : end]
        return next(iter(self.only_one(text[self.start : end]) or self.only_one(line)), None)

    def only_one(self, text: str) -> tuple[Value, ...]:
        """The state of the document's pair that a text names, by its name, its people or its capital; none if both."""
        known = self.names.gazetteer
        forms = {
            value.key: (
                *known.forms(value.key, ""),
                *known.forms(value.key, self.document.language),
                *self.names.capitals.get(value.key, ()),
            )
            for value in self.memory.pair
        }
        named = {key for key, each in forms.items() if any(form in text and _holds(text, form) for form in each)}
        return tuple(value for value in self.memory.pair if value.key in named) if len(named) == 1 else ()

    # -- values ----------------------------------------------------------------------------------------------------

    def values(self, chunk: Chunk | str) -> tuple[Value, ...]:
        """What a mention stands for; several values for a coordination or for "both countries"."""
        if isinstance(chunk, str):
            if chunk == "@speaker":
                return self.speaker()
            if chunk == "@teller":
                return tuple(v for v in (self.telling(),) if v is not None)
            if chunk == "@subject":  # whom the document spoke of last: "Elected in 2002", without a name
                known = self._spoken_of()
                return (Value(known.name, known.name, "person", known.key),) if known is not None else ()
            if chunk == "@visitor":
                return self.memory.visit.get("visitor", ())
            if chunk == "@visiting":  # "the delegation", "him": whose visit has just been told
                near = 0 <= self.paragraph - self.memory.visit_paragraph <= 1
                return self._untold(self.memory.visit.get("visitor", ())) if near else ()
            if chunk == "@met":  # "the two leaders": who have just met
                near = 0 <= self.paragraph - self.memory.met_at[0] <= 1
                return self._untold(self.memory.met) if near else ()
            if chunk == "@host":
                return tuple(replace(v, span=None) for v in self.memory.visit.get("host", ()))
            if chunk == "@guest":  # the state of who paid the visit just told
                return tuple(replace(v, span=None) for v in self.memory.visit.get("visitor_state", ()))
            if chunk == "@across":  # "in the other direction": the same, of the visit told before this sentence
                told = self.memory.visit_before if self.start < self.memory.visit_end else self.memory.visit
                return tuple(replace(v, span=None) for v in told.get("visitor_state", ()))
            if chunk == "@here":
                return (self.state(own),) if (own := speaking(self.document)) else ()
            if chunk in ("@pair", "@first"):
                return self.memory.pair[: 1 if chunk == "@first" else 2]
            return (Value(chunk, self.names.language.values.get(chunk.lower(), chunk), "text"),)
        if chunk.kind == "pair":
            return self.memory.pair if len(self.memory.pair) == 2 else self.memory.states
        if chunk.members:
            return tuple(value for member in chunk.members for value in self.values(member))
        span = Span(chunk.start, chunk.end)
        if chunk.kind in ("state", "demonym"):
            key = self.choose(chunk.keys)
            return (Value(chunk.text, self.names.label(key) if key else chunk.label, "state", key, span),)
        if chunk.kind == "pronoun":
            return self._pronoun(chunk)
        if chunk.kind in ("person", "name"):
            return (self.person(chunk),)
        if chunk.kind in ("post", "office", "rank"):
            return self._holders(chunk)
        key = self._near(chunk.keys) if chunk.kind == "place" else next(iter(chunk.keys), "")
        if chunk.kind == "mission":
            return (Value(chunk.text, self._mission(chunk), "mission", "", span),)
        return (Value(chunk.text, chunk.label or chunk.text, _KIND.get(chunk.kind, "text"), key, span),)

    def _near(self, places: tuple[str, ...]) -> str:
        """Of several places of one name, the one that lies in a state that the document is about, else the first."""
        pair = {value.key for value in self.memory.pair} if len(places) > 1 else set()
        return next((key for key in places if self.names.gazetteer.state_of_place(key) in pair), (*places, "")[0])

    @staticmethod
    def _untold(values: tuple[Value, ...]) -> tuple[Value, ...]:
        """People of a sentence before, who are not named in this one."""
        return tuple(replace(value, span=None) for value in values)

    def on_a_visit(self) -> bool:
        """Whether this sentence, or the one before it, has told of a visit: "Her successor followed in 2012"."""
        return bool(self.memory.visit) and self.start - self.memory.visit_end <= BREATH

    def speaker(self) -> tuple[Value, ...]:
        """Who says "I" in a document: the head of state, in the year it names, of the state that speaks."""
        state = speaking(self.document)
        if not state:
            return ()
        found = [t for t in self.serving(self.issued) if t.state == state and t.office.startswith(HEADS)]
        people = dict.fromkeys(t.person for t in found)
        if len(people) == 1:
            key = next(iter(people))
            known = self.memory.meet(self.names.label(key), key, "president", "head-of-state", self.state(state))
            return (Value(known.name, known.name, "person", key),)
        label = f"president of {self.names.label(state)}"
        self._describe(label, self.state(state))
        return (Value(label, label, "person"),)

    def serving(self, date: str) -> tuple[Term, ...]:
        """The terms of office that run in the year of a date, or else in the one that the document's name bears."""
        year = YEAR.match(date) or _NAMED_YEAR.search(f"{self.document.id} {self.document.title}")
        if year is None:
            return ()
        return self.names.gazetteer.serving(year[0])

    def _mission(self, chunk: Chunk) -> str:
        """ "embassy of Russia in Santiago", as far as the mention tells."""
        sending = "".join(f" of {v.label}" for part in chunk.all_parts("sending")[:1] for v in self.values(part)[:1])
        place = "".join(f" in {v.label}" for part in chunk.all_parts("at")[:1] for v in self.values(part)[:1])
        return f"{chunk.label}{sending}{place}"

    def person(self, chunk: Chunk) -> Value:
        """A person under the fullest name met so far; the mention is remembered."""
        office = chunk.part("office")
        key, of_title = self._in_office(chunk.keys), self.office_state(chunk)
        label = self.names.label(key) if len(chunk.keys) > 1 else chunk.label or chunk.text
        if not key and label.isupper() and " " in label and len(label) > _INITIALS:
            label = _CAPITALS.sub(lambda word: word[0].capitalize(), label)  # in the heading of a page
        if key and _REGNAL.search(chunk.text) and self._reigns_elsewhere(key, chunk, of_title):
            key, label = "", chunk.text
        state = of_title or (self._realm(office, label) if office is not None and not key else None)
        if office is not None and " " not in label and chunk.text in self.document.text[chunk.start : office.start]:
            told = self.memory.find(label)  # "Soto, by then president": whom the text has named before in full
            label = told.name if told is not None else label
        if office is None and not key and " " not in label and self.memory.find(label) is None:
            label, key = self.memory.heard.get(fold(label), (label, key))  # "under Omar Soto … Soto came to Oslo"
        of = chunk.part("of")
        if of is not None and office is not None and office.detail == "head-of-state":
            label = f"{label} of {self.values(of)[0].label}"
        known = self.memory.meet(
            label, key, office.label if office else "", str(office.detail) if office else "", state
        )
        return Value(chunk.text, known.name, "person", known.key, Span(chunk.start, chunk.end))

    def _in_office(self, keys: tuple[str, ...]) -> str:
        """Of several people who bear a name ("Carlos III") the one in office at the time spoken of, else the first."""
        if len(keys) < 2:
            return keys[0] if keys else ""
        serving = {term.person for term in self.serving(self.when or self.memory.date or self.issued)}
        return next((key for key in keys if key in serving), keys[0])

    def _reigns_elsewhere(self, ruler: str, chunk: Chunk, state: Value | None) -> bool:
        """Whether a ruler known by first name and number ("Olav III") is not the one meant: the title names another
        state, or no word does and the document is about another monarchy."""
        gazetteer = self.names.gazetteer
        realms = gazetteer.realms(ruler)
        if not realms or state is not None:
            return bool(realms) and state is not None and state.key not in realms
        pair = [value.key for value in self.memory.pair]
        behind = self.document.text[chunk.end : chunk.end + _REALM_MAX]
        if not realms.isdisjoint(pair) or any(self.names.label(realm) in behind for realm in realms):
            return False
        return not gazetteer.monarchies().isdisjoint(pair)

    def _realm(self, office: Chunk, name: str) -> Value | None:
        """ "Crown Prince X" in a text about a kingdom and a republic: of the kingdom, unless told otherwise before."""
        known = self.memory.find(name)
        if office.label not in _OF_A_KINGDOM or (known is not None and known.state is not None):
            return None
        realms = [key for key in self.document.parties if key in self.names.gazetteer.monarchies()]
        return self.state(realms[0]) if len(realms) == 1 and len(self.document.parties) == 2 else None

    def office_state(self, chunk: Chunk) -> Value | None:
        """The state a title names ("Chilean president", "president of Chile"), or whose alone it is, if of the pair."""
        body = chunk.part("org")  # "the speaker of the Peruvian Senate"
        named = chunk.part("state") or chunk.part("of") or (body.part("state") if body is not None else None)
        if named is not None:
            return next(iter(self.values(named)), None)
        office = chunk if chunk.kind in ("office", "rank") else chunk.part("office")
        grammar = self.names.language.office_grammar
        if office is not None and (sole := grammar.get("of-its-state", {}).get(office.label)):
            return self.state(sole)
        only = grammar.get("of-one-state", {}).get(office.label if office else "")
        return next((state for state in self.memory.pair if state.key == only), None)

    def own(self) -> Value | None:
        """The state that wrote the page, if the page is the history of its own posts and relations."""
        return self.state(self.author) if self.author else None

    def about(self) -> Value | None:
        """The state that a page is about: the only one, or that of a pair which has not published it."""
        parties = self.document.parties
        if len(parties) == 1:
            return self.state(parties[0])
        return self.other((self.state(self.publisher),)) if self.publisher in parties else None

    def _spoken_of(self) -> Known | None:
        """Whom the text speaks of: in the life of somebody him, else whom it spoke of last."""
        return self.memory.people.get(self.memory.portrayed or self.memory.subject)

    def _pronoun(self, chunk: Chunk) -> tuple[Value, ...]:
        if chunk.detail == "they":
            return self.memory.pair
        if chunk.detail == "we":
            own = speaking(self.document)
            return (self.state(own),) if own else ()
        known = self._spoken_of()
        of = self.office_state(chunk)
        if of is not None and (known is None or known.state is None or known.state.label != of.label):
            theirs = [k for k in self.memory.people.values() if k.state and k.state.label == of.label]
            known = (
                theirs[0] if len(theirs) == 1 else None
            )  # "the Moroccan diplomat": whom the text has named of that state
        elif of is None:
            known = meant(chunk, known, self)
        return (self.value(known, chunk),) if known else ()

    def value(self, known: Known, chunk: Chunk) -> Value:
        """Somebody known, where a mention means him."""
        return Value(chunk.text or known.name, known.name, "person", known.key, Span(chunk.start, chunk.end))

    def _holders(self, chunk: Chunk) -> tuple[Value, ...]:
        """ "the Russian President": whom the document has named so, else a described holder of the office."""
        found: list[Value] = []
        if chunk.kind == "post" and not chunk.part("office"):  # "two Mexican senators"
            words = " ".join(chunk.text.split())
            state = self.office_state(chunk)
            values = self.names.language.values  # the group's word in English, where the lexicon gives it
            noun = next((values[word] for word in words.lower().split() if word in values), words.rpartition(" ")[2])
            label = f"{noun} of {state.label}" if state else words
            if state and said(self.names.language)["counterpart"].match(words):
                peer = self._peer(state, chunk.start)
                if isinstance(peer, Known):
                    return (self.value(peer, chunk),)
                label = f"{peer} of {state.label}" if peer else label
            self._describe(label, state)
            return (Value(words, label, "person", "", Span(chunk.start, chunk.end)),)
        for office in chunk.all_parts("office") or (chunk,):
            for each in office.each():
                found.extend(self._all_holders(chunk, each) or (self._holder(chunk, each),))
        return tuple(found)

    def _peer(self, state: Value, at: int) -> Known | str:
        """ "his Norwegian counterpart": who holds in that state the office of whom the text speaks, or that office."""
        people, words = self.memory.people, self.document.text[self.start : at]
        named = [known for known in people.values() if known.name.split()[-1] in words]  # in this sentence
        named.sort(key=lambda known: words.rfind(known.name.split()[-1]), reverse=True)
        spoken = (*named, people.get(self.memory.subject), *reversed(people.values()))
        his = next((k for k in spoken if k and k.office and (not k.state or k.state.label != state.label)), None)
        theirs = [k for k in people.values() if k.state and k.state.label == state.label]
        if his is None:
            return theirs[0] if len(theirs) == 1 else self._office_described(state)
        alike = [k for k in theirs if k.office_class in ("", his.office_class)]
        return self._named(his.office_class, state.label) or (alike[0] if len(alike) == 1 else his.office)

    def _office_described(self, other: Value) -> str:
        """The office of a state, without a name, of which the text spoke last; not of that state itself."""
        told = ((label, home) for label, home in reversed(self.described.items()) if home.label != other.label)
        return next((label.removesuffix(f" of {home.label}") for label, home in told), "")

    def delegation(self, state: Value) -> Value:
        """Those whom a state sends, where nobody is named: "Norway sent a delegation to Lima"."""
        label = f"delegation of {state.label}"
        self._describe(label, state)
        return Value(state.text, label, "person", "", state.span)

    def _describe(self, label: str, state: Value | None) -> None:
        if state is not None:
            self.described[label] = state

    def _all_holders(self, chunk: Chunk, office: Chunk) -> list[Value]:
        """ "The presidents", "los Reyes" without a state: the two whom the document has named so, if it has."""
        if not of_several(office) or self.office_state(chunk) is not None:
            return []
        labels = {office.label, "queen" if office.label == "king" else office.label}
        if office.label == "minister":
            labels.add("minister of foreign affairs")
        held = [known for known in self.memory.people.values() if known.office in labels]
        homes = [known.state.label if known.state else "" for known in held]
        couple = [known for known, home in zip(held, homes, strict=True) if homes.count(home) == 2]
        held = couple if len(held) > 2 else held
        return [self.value(known, chunk) for known in held] if len(held) == 2 else []

    def _holder(self, chunk: Chunk, office: Chunk) -> Value:
        state = self.office_state(chunk)
        if state is None and chunk.kind == "post" and chunk.part("org"):
            return Value(chunk.text, chunk.text, "person", "", Span(chunk.start, chunk.end))
        indefinite = chunk.text.lower().startswith(("a ", "an ", "un ", "una "))
        if state is not None and (envoy := the_diplomat(chunk, office, state, self)) is not None:
            return self.value(envoy, chunk)
        held_by = self._named(str(office.detail), state.label) if state is not None and not indefinite else None
        if state is not None and held_by is None and office.label == "minister" and not indefinite:
            held_by = self._named("foreign-minister", state.label)
        if state is not None and held_by is not None and office.label == "president" and held_by.office in ROYAL:
            held_by = self._named("head-of-government", state.label)  # "el mandatario español" is no king
        if state is not None and held_by is not None and crowned_otherwise(held_by, office):
            named = (k for k in self.memory.people.values() if k.state and k.state.label == state.label)
            held_by = next((k for k in named if k.office == office.label), None)
        couple = office.label in ROYAL and of_several(office)  # "los Reyes de España" are not the king alone
        if held_by is not None and not couple and self._meant(held_by, office, chunk):
            return self.value(held_by, chunk)
        if state is None and not of_several(office):
            held = [k for k in self.memory.people.values() if k.office_class == office.detail]
            held = [k for k in held if not crowned_otherwise(k, office)]
            if office.detail == "diplomat":  # "its ambassador" is whoever is that now, and never the consul
                held = [k for k in held if k.office == office.label and not self._its_own(office)]
            held = [k for k in held if self._concerns(k)]
            if not held:  # "the minister": the one of foreign affairs just spoken of
                held = [k for k in self.memory.people.values() if k.office.startswith(f"{office.label} of ")]
            if not held and office.label == "minister":
                held = [k for k in self.memory.people.values() if k.office_class == "foreign-minister"]
            held = [k for k in held if k.office == office.label] or held
            if len(held) > 1:
                held = [k for k in held if k is self.memory.people.get(self.memory.subject)]
            if len(held) == 1:
                return self.value(held[0], chunk)
        body = self._presided(chunk)
        if body is not None and state is not None:  # "the Chairman of the Georgian Parliament": no chairman of Georgia
            known = (k for k in self.memory.people.values() if k.office.startswith(f"{office.label} of "))
            heads = [k for k in known if k.state is not None and k.state.label == state.label]
            if len(heads) == 1:
                return self.value(heads[0], chunk)
            state_or_body = f"the {self.document.text[body.start : body.end]}"
        else:
            state_or_body = state.label if state else ""
        label = f"{office.label} of {state_or_body}" if state_or_body else office.label
        self._describe(label, state)
        return Value(
            office.text if chunk.members or office is not chunk else chunk.text,
            label,
            "person",
            "",
            Span(office.start, office.end),
        )

    def _concerns(self, known: Known) -> bool:
        """Whether somebody may be meant by a title alone: on a page about two states nobody of a third one whom it has
        named in passing, but whom it speaks of."""
        parties = self.document.parties
        third = len(parties) > 1 and known.state is not None and known.state.key not in parties
        return not third or known is self._spoken_of()

    def _presided(self, chunk: Chunk) -> Chunk | None:
        """The body, no ministry, that a title names: "the Chairman of the Georgian Parliament"."""
        org = chunk.part("org") if chunk.kind == "post" else None
        ministry = org is not None and said(self.names.language)["ministry"].match(org.text) is not None
        return None if ministry or (org is not None and org.all_parts("parties")) else org

    def _its_own(self, chunk: Chunk) -> bool:
        """Whether a state's own one is spoken of ("its ambassador"), not the one just named."""
        before = self.document.text[max(0, chunk.start - _ITS_MAX) : chunk.start]
        return said(self.names.language)["its"].search(before) is not None

    def _meant(self, known: Known, office: Chunk, chunk: Chunk) -> bool:
        """Whether a title means someone known: of diplomats there are many, so rank and post must agree."""
        return office.detail != "diplomat" or (known.office == office.label and not self._posted_elsewhere(chunk))

    def _posted_elsewhere(self, chunk: Chunk) -> bool:
        """ "the ambassador to Senegal" in a text about another pair: not the ambassador whom it has named."""
        pair = {value.label for value in self.memory.pair}
        states = [
            self.state_of_place(each) if each.kind == "place" else next(iter(self.values(each)), None)
            for part in chunk.all_parts("to")
            for each in part.each()
        ]
        return bool(pair) and any(state is not None and state.label not in pair for state in states)

    def _named(self, office_class: str, state: str) -> Known | None:
        """Whom the document names as holder: of several, the one in office at the time spoken of, else the last."""
        held = [
            k
            for k in self.memory.people.values()
            if k.office_class == office_class and k.state and k.state.label == state
        ]
        year = YEAR.search(self.when)
        serving = [k for k in held if year and self._served(k, year[0])] if len(held) > 1 else []
        if len(serving) == 1:
            return serving[0]
        return self.memory.holder(office_class, state) or self._governor(office_class, state)

    def _governor(self, office_class: str, state: str) -> Known | None:
        """Whom the text names without a title and the gazetteer knows as the head of that state, if only one is."""
        if office_class != "head-of-state":
            return None
        heads = [k for k in self.memory.people.values() if k.key and not k.office and self._headed(k, state)]
        return heads[0] if len(heads) == 1 else None

    def _headed(self, known: Known, state: str) -> bool:
        day = self.when.partition("/")[0]
        held = (t for t in self.names.gazetteer.terms_of(known.key) if t.office.startswith(HEADS) and t.state)
        return any(self.names.label(t.state) == state and (not EXACT.fullmatch(day) or t.covers(day)) for t in held)

    def _served(self, known: Known, year: str) -> bool:
        held = self.names.gazetteer.terms_of(known.key)
        terms = (t for t in held if known.state and t.state == known.state.key)
        return any(t.start[:4] <= year <= (t.end[:4] or "9999") for t in terms)


BREATH = 3  # characters between a sentence and the next
ROYAL = frozenset(["king", "queen", "emperor", "empress", "prince", "princess", "sultan", "emir", "tsar"]) | {
    "crown prince",
    "crown princess",
}


def crowned_otherwise(known: Known, office: Chunk) -> bool:
    """Whether a royal title is not that of someone known: the crown prince is not the king, nor the queen."""
    return office.label in ROYAL and known.office != office.label and not of_several(office)


_OF_A_KINGDOM = ROYAL - {"emperor", "empress", "sultan", "emir", "tsar"}
_REGNAL = re.compile(r" [IVX]+$")
_CAPITALS = compiled(r"\p{Lu}{2,}+")  # neither an initial nor a numeral of one letter
_INITIALS = 6  # characters; so few are rather abbreviated ("J. R. P.") than in capitals
_REALM_MAX = 24  # characters of " of the Netherlands"
_ITS_MAX = 30  # characters of "its first resident"


def _touches(term: Term, years: list[str]) -> bool:
    """Whether a term comes as near as a year to some years: dates are told by the year, and titles kept for a while."""
    first, last = int(term.start[:4] or 0), int((term.end or "9999")[:4])
    return first - 1 <= int(years[-1]) and int(years[0]) <= last + 1
