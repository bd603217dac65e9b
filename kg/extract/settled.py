"""What claims say of each other: instruments signed together, a visit told twice, a title without its state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.compiled import compiled
from kg.extract.claims import Draft
from kg.extract.fields import signed_next
from kg.extract.grammar import grammar
from kg.extract.lines import LONGEST
from kg.extract.reported import TOP
from kg.extract.said import said
from kg.extract.statements import route
from kg.extract.symbols import Line
from kg.extract.titles import of_whom
from kg.extract.values import BREATH, Reader
from kg.model import Passage, Value

_YEAR = compiled(r"\d{4}")


def settled(told: list[Draft], frame: list[Draft], passage: Passage, current: Line, reader: Reader) -> list[Draft]:
    """The claims that rules read in a passage, told what the others and those of its frame say of the same thing."""
    told = [_until_closed(_since_appointed(draft, told), told) for draft in _signed_along(told, current, reader)]
    served = {_holding(draft) for draft in told if draft.type == "Tenure"}
    told = [draft for draft in told if _holding(draft) not in served or not _is_of_term(draft)]
    told = [draft for draft in told if not _is_of_appointment(draft, told)]
    begun = {(*_holding(draft), draft.date) for draft in frame if draft.type == "Tenure"}  # "(took office in 2021)"
    told = [d for d in told if d.type != "Appointment" or (*_holding(d), f"{d.date}/..") not in begun]
    joined = {_belonging(draft) for draft in told if _is_entry(draft)}
    told = [draft for draft in told if draft.type != "Membership" or draft.date or _belonging(draft) not in joined]
    ruled = any(draft.type in ("Visit", "Meeting") for draft in told)
    ruled = ruled or grammar(reader.names.language).verb.search(current.symbols) is not None
    entries = [draft for draft in entered(frame, passage) if not ruled or draft.confidence > _BARE]
    entries = [draft for draft in entries if not _tells_otherwise(draft, told)]
    if entries:
        told = [*_completed(entries, told), *(draft for draft in told if draft.type != "Visit")]
    told = [of_whom(draft, told, reader) for draft in told]
    return list(_once(_with_a_third(told, current, reader), reader))


def _with_a_third(told: list[Draft], current: Line, reader: Reader) -> list[Draft]:
    """ "A quarrel with Chad led to the rupture of relations", on a page on two others: not relations of the two, but
    with Chad; of the one whom the page is about, or else of nobody knows whom."""
    cut = [draft for draft in told if draft.type in _CUT and _from_context(draft)]
    if not cut:
        return told
    governs = said(reader.names.language)["with-state"]
    end = min(draft.span.end for draft in cut)
    before = [(index, chunk) for index, chunk in current.all(("state", "demonym", "pair")) if chunk.start < end]
    third = before[-1] if before and before[-1][1].kind == "state" else None
    if third is None or not governs.search(current.symbols, 0, third[0]):
        return told
    other = next(iter(reader.values(third[1])), None)
    pair = {value.label for value in reader.memory.pair}
    if other is None or other.label in pair or len(pair) != 2 or any(c.kind == "pair" for _, c in before):
        return told
    own = reader.about()
    if own is None:
        return [draft for draft in told if draft not in cut]
    parties = {"parties": (own, other)}
    return [replace(draft, roles={**draft.roles, **parties}) if draft in cut else draft for draft in told]


def _tells_otherwise(entry: Draft, told: list[Draft]) -> bool:
    """ "King X died on 3 May 1990", "Minister Y visited Chad", below "Visits from Norway to Peru": sentences that tell
    something else of him, or that he went elsewhere, are no entries of that list."""
    guests = {value.label for value in entry.roles.get("visitor", ())}
    came = [draft for draft in told if draft.type == "Visit" and _shares(draft, "visitor", guests)]
    if not came:
        lives = [draft for draft in told if draft.type in _OF_LIVES and draft.confidence > _BARE]
        return any(draft.date == entry.date and _shares(draft, "person", guests) for draft in lives)
    hosts = [value for value in entry.roles.get("host", ()) if value.span is None or _led(value, entry)]
    elsewhere = [value for draft in came for value in draft.roles.get("host", ()) if value.span is not None]
    return bool(hosts and elsewhere) and {v.label for v in hosts}.isdisjoint(v.label for v in elsewhere)


def _led(value: Value, entry: Draft) -> bool:
    """Whether a value of an entry stands in the line above it."""
    return value.span is not None and value.span.end <= entry.span.start


def _shares(draft: Draft, role: str, labels: set[str]) -> bool:
    return any(value.label in labels for value in draft.roles.get(role, ()))


_OF_LIVES = frozenset({"Tenure", "Appointment", "LeadershipChange"})
_CUT = ("RelationsSevered", "RelationsRestored")


def _from_context(draft: Draft) -> bool:
    """Whether both parties of relations are the two whom the page is about, and the passage names neither."""
    parties = draft.roles.get("parties", ())
    return len(parties) == 2 and all(v.span is None for v in parties) and "agent" not in draft.roles


# Of entries under "Visits" and no more: what an entry tells in words of its own is better known.
_BARE = 0.7


def _signed_along(told: list[Draft], current: Line, reader: Reader) -> Iterator[Draft]:
    """ "On 3 May they signed a plan for 2016–2018 and a memorandum": the last was signed along with the first, before
    which the date stands."""
    first: Draft | None = None
    for draft in told:
        if draft.type == "Agreement" and draft.rule.endswith(_LISTED) and draft.date is None and first is not None:
            signed = {name: first.roles[name] for name in ("parties", "place", "signatory") if name in first.roles}
            title = first.roles["title"][0].span or first.span
            dates = (c for _, c in current.all(("date",)) if title.start <= c.start < draft.span.start)
            if 0 <= draft.span.start - title.end < _BESIDE and all(reader.edtf(c) != [first.date] for c in dates):
                draft = replace(draft, date=first.date, modality=first.modality, roles={**draft.roles, **signed})
        first = draft if draft.type == "Agreement" else first
        yield draft


_LISTED = ".agreement.list"  # the rule of an instrument of which a sentence says nothing more
_BESIDE = 150  # characters between two titles


def _since_appointed(draft: Draft, told: list[Draft]) -> Draft:
    """ "was appointed ambassador in 2012 and served until 2016": the term began with the appointment."""
    if draft.type != "Tenure" or draft.date is None or not draft.date.startswith("../"):
        return draft
    made = (d for d in told if d.type == "Appointment" and d.modality == "asserted" and _holding(d) == _holding(draft))
    named = (d for d in made if any(v.label == "appointed" for v in d.roles.get("kind", ())))
    begin = next((d.date for d in named if d.date and "/" not in d.date), "")
    return replace(draft, date=f"{begin}/{draft.date[3:]}") if begin and begin < draft.date[3:] else draft


def _until_closed(draft: Draft, told: list[Draft]) -> Draft:
    """ "had an embassy in Lima from 1976 but closed it in 2008": it was there until then."""
    if draft.type != "MissionPresent" or not (draft.date or "").endswith("/.."):
        return draft
    begin = (draft.date or "")[: -len("/..")]
    closed = (d for d in told if d.type == "MissionClosed" and d.modality == "asserted" and _sides(d) == _sides(draft))
    end = next((d.date for d in closed if d.date and "/" not in d.date and begin < d.date), None)
    return replace(draft, date=f"{begin}/{end}") if end is not None else draft


def _is_of_term(draft: Draft) -> bool:
    """A title, or the begin of a term that has the dates of all of it ("was ambassador from 2004 to 2007"): what the
    tenure tells."""
    return draft.type == "OfficeHeld" or (draft.type == "Appointment" and "/" in (draft.date or ""))


def _is_of_appointment(draft: Draft, told: list[Draft]) -> bool:
    """ "was opened in 1990, with X as chargé d'affaires": a title in an appointment's own words is no second claim."""
    return draft.type == "OfficeHeld" and any(
        any(value.label == "took up post" for value in other.roles.get("kind", ()))
        and _holding(other) == _holding(draft)
        and other.span.start <= draft.span.start
        and draft.span.end <= other.span.end
        for other in told
    )


def _holding(draft: Draft) -> tuple[str, ...]:
    """Who holds which office."""
    return tuple(value.label for name in ("person", "office") for value in draft.roles.get(name, ()))


def _is_entry(draft: Draft) -> bool:
    """Whether a dated claim tells of a membership itself, and not besides it since when it is: "…, Peru having joined
    in 1990"."""
    return draft.type == "Membership" and bool(draft.date) and not draft.rule.endswith(".member.joining")


def _belonging(draft: Draft) -> tuple[str, ...]:
    """Who belongs to what: "They are members of the Union, which they joined in 1990" says it once."""
    return tuple(value.label for name in ("member", "organisation") for value in draft.roles.get(name, ()))


def entered(frame: list[Draft], passage: Passage) -> list[Draft]:
    """The visits of an entry of a list, of which its own words may tell more: "X paid a state visit, 3 May 1990"."""
    return [draft for draft in frame if draft.type == "Visit" and passage.kind in ("item", "caption")]


def _completed(entries: list[Draft], told: list[Draft]) -> Iterator[Draft]:
    """The visits of an entry with what rules read of them in its words, and those of others who came along."""
    visits = [draft for draft in told if draft.type == "Visit"]
    for draft in entries:
        same = next((other for other in visits if route(other.roles) == route(draft.roles)), None)
        mood = same.modality if same is not None and draft.modality == "asserted" else draft.modality
        yield replace(draft, roles={**same.roles, **draft.roles}, modality=mood) if same is not None else draft
    hosts = {value.label for draft in entries for value in draft.roles.get("host", ())}
    came = {value.label for draft in entries for value in draft.roles.get("visitor", ())}
    for draft in visits:
        own = [value for value in draft.roles.get("visitor", ()) if value.kind == "person" and value.label not in came]
        if own and draft.date and {value.label for value in draft.roles.get("host", ())} == hosts:
            yield draft


def _once(told: list[Draft], reader: Reader) -> Iterator[Draft]:
    """Claims of a passage; of two of one visit ("arrived in Oslo for a state visit") the one that has a date, or the
    first."""
    visits: dict[tuple[object, ...], Draft] = {}
    for draft in told:
        if draft.type == "Visit":
            known = visits.setdefault(_journey(draft), draft)
            if known.date is None and draft.date is not None:
                visits[_journey(draft)] = draft
    for draft in told:
        if draft.type == "Visit" and any(_is_one_of(draft, other, reader) for other in visits.values()):
            continue
        kept = visits[_journey(draft)] if draft.type == "Visit" else draft
        if kept is draft or (draft.date is not None and draft.date != kept.date):
            yield draft


def _is_one_of(draft: Draft, other: Draft, reader: Reader) -> bool:
    """ "The first visit of a Norwegian minister to Kenya was in 1990, when Ola Berg came": he is that minister."""
    if draft is other or (draft.date, draft.modality) != (other.date, other.modality) or draft.date is None:
        return False
    unnamed, named = (draft.roles.get("visitor", ()), other.roles.get("visitor", ()))
    if any(v.label in reader.described for v in named) or not all(_is_anyone(v, reader) for v in unnamed):
        return False
    return all(
        {v.label for v in draft.roles.get(name, ())} == {v.label for v in other.roles.get(name, ())}
        for name in ("host", "visitor_state")
    )


def _is_anyone(value: Value, reader: Reader) -> bool:
    """Whether somebody is told as one of several: "a minister", "the first minister"."""
    if value.label not in reader.described or value.span is None:
        return False
    words = reader.document.text[max(0, value.span.start - _ARTICLE) : value.span.end]
    return said(reader.names.language)["anyone"].search(words) is not None


_ARTICLE = 12  # characters of "the first "


def _journey(draft: Draft) -> tuple[object, ...]:
    """Who visits whom, as something done, still to come or denied."""
    return (*route(draft.roles), "planned" if draft.modality == "conditional" else draft.modality)


def amended(drafts: list[Draft], current: Line, passage: Passage, reader: Reader) -> list[Draft]:
    """ "The change became effective on 31 March 1942": the date of the elevation of which the sentence before told."""
    found = said(reader.names.language)["effective"].match(current.symbols) if drafts else None
    date = current.chunk_at(found.end()) if found else None
    if date is None or not (edtf := reader.edtf(date)):
        return drafts
    start = passage.span.start - LONGEST
    return [replace(d, date=edtf[0]) if d.type == "MissionElevated" and d.span.start > start else d for d in drafts]


def signed_in_next(drafts: list[Draft], current: Line, passage: Passage, reader: Reader) -> list[Draft]:
    """The instrument that is all that the sentence before names, with the place and date of the next."""
    last = drafts[-1] if drafts else None
    near = last is not None and 0 <= passage.span.start - last.span.end <= BREATH
    if last is None or not near or last.type != "Agreement" or (last.date is not None and not _bare(last, reader)):
        return drafts
    if said(reader.names.language)["negotiated"].fullmatch(current.words.strip(" .()*")) is not None:
        return [*drafts[:-1], _under_negotiation(last)]
    dated = signed_next(last, current, reader)
    return drafts if dated is None else [*drafts[:-1], dated]


def _bare(title: Draft, reader: Reader) -> bool:
    """Whether a title stands alone in its line, so that its date can be but that of the entry above it."""
    words = reader.document.text[title.span.start : title.span.end]
    return title.rule.endswith(".agreement.item") and not any(c.isdigit() for c in words)


def _under_negotiation(draft: Draft) -> Draft:
    """An instrument whose state the cell or line below its title tells: "Under negotiation"."""
    roles = {"topic": draft.roles["title"], "parties": draft.roles.get("parties", ())}
    return replace(draft, type="Negotiation", roles=roles)


def with_state(draft: Draft, reader: Reader) -> Draft:
    """A title told without its state, with the one that the document gives to the same person in the same office."""
    if draft.type != "OfficeHeld" or "of" in draft.roles:
        return draft
    known = reader.memory.find(draft.roles["person"][0].label)
    if known is None or known.state is None or known.office != draft.roles["office"][0].label:
        return draft
    return replace(draft, roles={**draft.roles, "of": (known.state,)})


def the_right_way(draft: Draft, reader: Reader) -> Draft:
    """ "Ola Berg, who had been envoy since 1944, presented his credentials to President X": an envoy to X's state, not
    one sent by it, as what goes before might suggest."""
    if draft.type not in ("Appointment", "Tenure") or not {"sending", "receiving"} <= draft.roles.keys():
        return draft
    sending, receiving = draft.roles["sending"], draft.roles["receiving"]
    sent = reader.memory.sent.get(draft.roles["person"][0].label, set())
    if sending[0].label not in sent or any(value.label in sent for value in receiving):
        return draft
    return replace(draft, roles={**draft.roles, "sending": receiving, "receiving": sending})


def is_heading_of(draft: Draft, following: list[Draft], text: str) -> bool:
    """ "Claims Convention, 1838.": a line with the year alone, over the paragraph that tells of that agreement."""
    if draft.type != "Agreement" or draft.date is None or not _YEAR.fullmatch(draft.date):
        return False
    return any(
        later.type == "Agreement"
        and ((later.date or "").startswith(draft.date + "-") or _same_instrument(later, draft))
        and _HEADED.fullmatch(text, draft.span.end, later.span.start) is not None
        for later in following
    )


def is_title_of(draft: Draft, later: list[Draft]) -> bool:
    """The mission that a title names and of which the page's first sentence tells what it is: one and the same."""
    if draft.type != "MissionPresent" or draft.span.start > TOP or not draft.rule.endswith(_NAMED):
        return False
    return any(other.rule.endswith(_NAMED) and _sides(other) == _sides(draft) for other in later)


_NAMED = (".embassy.np", ".embassy.acts", ".is.the")  # rules of a mission that a text names and does not tell of


def _sides(draft: Draft) -> list[list[str]]:
    return [[value.label for value in draft.roles.get(side, ())] for side in ("sending", "receiving", "kind")]


def _same_instrument(draft: Draft, other: Draft) -> bool:
    """Whether two claims tell of an instrument by the same title and date."""
    labels = [[value.label for value in each.roles.get("title", ())] for each in (draft, other)]
    return draft.date == other.date and labels[0] == labels[1]


_HEADED = compiled(r"[.\s]*\n\s*\n[^\n]*")  # the end of a line, a blank one, and within the next paragraph
