"""Who disagrees: claims that exclude each other for certain, and happenings that may be one told with two dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Final

from kg.model import Contradiction, Degree
from kg.resolve.accounts import SURE, Bench, Clash, Weighed, is_sure, verdict
from kg.resolve.calendars import is_old_style
from kg.resolve.compare import Happening, apart_in_place, existed, identity, replaced, same_states, share_participants
from kg.resolve.keys import name_of, short
from kg.resolve.names import holds
from kg.resolve.rank import Reading, Verdict
from kg.resolve.retold import OPPOSITES, Opposites, in_one_breath
from kg.resolve.statements import keys as claims_of
from kg.resolve.states import rank_of
from kg.resolve.times import ALWAYS, MONTH, YEAR, begin, certainly_overlap, days, end, gap, overlap, say, width
from kg.resolve.titles import is_another_step, title
from kg.resolve.words import words

# Farther apart than this, two datings of "the visit" are two visits rather than a slip: about one term of office.
_ONE_TERM: Final = 5 * YEAR
# A source that tells of several happenings of a kind sets the pace: another date surprises only if it lies this many
# times nearer to one of them than they lie to each other. A judgement: with 1967 and 1991 told, 1968 does; with 2002
# and 2004 told, 2003 does not.
_PACE: Final = 4
# Two sources that list so many, of which all but one agree, leave little doubt that the two left over are one.
_LISTED: Final = 3
_MANY: Final = 20  # more are no list of a visitor's journeys or a post's holders
# One misread anniversary makes relations established twice: here a claim must be surer than to dispute a date.
_SURELY_AGAIN: Final = 0.8
_SURELY_UNDONE: Final = 0.6  # what is told as called off is read with less confidence
# Types of which two sources that each tell of one, with other dates, may mean the same. Meetings, statements, sums of
# money and talks recur too often for that.
_COMPARABLE: Final = OPPOSITES.keys() | {
    "Visit",
    "Recognition",
    "Agreement",
    "Tenure",
    "Appointment",
    "Expulsion",
    "Recall",
    "ProtectingPower",
    "Membership",
    "LeadershipChange",
}
# Type -> the role that only one can fill at a time.
_EXCLUSIVE: Final = {"ProtectingPower": "protector", "LeadershipChange": "person"}
_ACCESSIONS: Final = frozenset({"accession", "inauguration", "succession"})
_ONCE: Final = frozenset({"independence"})  # befalls a state once: who tells of two days means two steps
_UNDONE: Final = frozenset({"denied", "cancelled"})
_FOR_GOOD: Final = frozenset({"Recognition"})  # hardly ever taken back, so that "has not recognised it" speaks of now


def contradictions(block: Sequence[Weighed], bench: Bench) -> Iterator[Contradiction]:
    """What the happenings of one block contradict, in themselves and between them."""
    for one in block:
        for clash in one.clashes:
            yield _clashing(one, clash)
    block = [one for one in block if _is_sure(one)] if len(block) > 1 else block
    if len(block) > 1:
        types = _counted(block)
        if not types.keys().isdisjoint(_COMPARABLE) and max(types.values()) > 1:
            yield from _possible(block, types, bench)
        if not types.keys().isdisjoint(_EXCLUSIVE):
            yield from _participant(block, bench)
        if any(one.event.modality in _UNDONE for one in block):
            yield from _existence(block, bench)
        if "RelationsEstablished" in types:
            yield from _order(block, bench)
            if types["RelationsEstablished"] > 1:
                yield from _again(block, bench)


def _is_sure(one: Weighed) -> bool:
    least = _SURELY_UNDONE if one.event.modality in _UNDONE else SURE
    return any(is_sure(member, least) for member in one.happening.members)


def _counted(block: Sequence[Weighed]) -> dict[str, int]:
    """Type -> how many of the happenings are of it."""
    types: dict[str, int] = {}
    for one in block:
        types[one.happening.type] = types.get(one.happening.type, 0) + 1
    return types


def _clashing(one: Weighed, clash: Clash) -> Contradiction:
    claims = _given(clash.readings)
    return _contradiction("certain", clash.property, (one,), clash.property, claims, clash.verdict)


def _given(readings: Iterable[Reading]) -> tuple[str, ...]:
    """The claims that give one of some readings."""
    return tuple(claims_of([statement for reading in readings for statement in reading.statements]))


def _contradiction(
    degree: Degree,
    kind: str,
    about: Sequence[Weighed],
    property_: str,
    claims: tuple[str, ...],
    found: Verdict,
    prefix: str = "",
) -> Contradiction:
    events = tuple(sorted(one.event.key for one in about))
    name = "--vs--".join(key.removeprefix("event/").replace("/", "-") for key in events)
    reason = f"{prefix}{found.reason}" if prefix else found.reason[:1].upper() + found.reason[1:]
    return Contradiction(
        key=f"contradiction/{kind}/{short(name, 200)}",
        degree=degree,
        kind=kind,
        events=events,
        property=property_,
        claims=claims,
        preferred=found.preferred.best.key if found.preferred else "",
        policy=found.policy,
        reason=reason,
    )


# -- one happening or two ----------------------------------------------------------------------------------------------


def _possible(block: Sequence[Weighed], types: Mapping[str, int], bench: Bench) -> Iterator[Contradiction]:
    """Happenings of one kind between the same parties, of which the sources of one do not know the other."""
    kinds: dict[tuple[object, ...], list[Weighed]] = {}
    for one in block:
        happening = one.happening
        comparable = types[happening.type] > 1 and happening.type in _COMPARABLE and happening.dated
        if comparable and happening.modality == "asserted":
            kinds.setdefault(_kind(happening, bench), []).append(one)
    several = [alternatives for alternatives in kinds.values() if len(alternatives) > 1]
    opposites = Opposites(one.happening for one in block) if several else Opposites(())
    for alternatives in several:
        for group in _same_participants(alternatives, bench):
            if len(group) > 1:
                yield from _doubtful_pairs(group, opposites, bench)


def _doubtful_pairs(group: Sequence[Weighed], opposites: Opposites, bench: Bench) -> Iterator[Contradiction]:
    """Of happenings in the order of time, the pairs that may be one."""
    is_once = bool(_ONCE & group[0].happening.values("kind"))
    farthest = ALWAYS[1] if is_once else _pace(group) // _PACE
    listed = _lists(group)
    reach = _ONE_TERM if listed else min(_ONE_TERM, farthest)
    for number, one in enumerate(group):
        for other in group[number + 1 : number + 2 if is_once else None]:
            if other.happening.days[0] - one.happening.days[1] > reach:
                break
            near = max(one.happening.days[1], other.happening.days[1]) - one.happening.days[0] <= farthest
            alike = near or _differ_in(one, other, listed)
            if alike and _may_be_one(one.happening, other.happening, opposites, bench):
                yield _doubtful(one, other, bench)


def _kind(happening: Happening, bench: Bench) -> tuple[object, ...]:
    """What must be equal in two tellings of one thing; of an agreement the telling words of its title as well."""
    kind = identity(happening.members[0], bench.atlas)
    if happening.type != "Agreement":
        return kind
    return *kind, frozenset(title(text).telling for text in happening.values("title"))


def _same_participants(alternatives: list[Weighed], bench: Bench) -> list[list[Weighed]]:
    groups: list[list[Weighed]] = []
    for one in sorted(alternatives, key=lambda one: (one.happening.days, one.event.key)):
        home = next(
            (group for group in groups if share_participants(group[0].happening, one.happening, bench.atlas)), None
        )
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return groups


def _lists(group: Sequence[Weighed]) -> list[set[str]]:
    """What each source tells of some happenings that are few enough to be listed: event keys, three or more."""
    told: dict[str, set[str]] = {}
    for one in group if _LISTED < len(group) <= _MANY else ():
        for document in one.happening.dated_documents():
            told.setdefault(document, set()).add(one.event.key)
    return [keys for keys in told.values() if len(keys) >= _LISTED]


def _differ_in(one: Weighed, other: Weighed, listed: Sequence[set[str]]) -> bool:
    """Whether two sources list as many happenings, and all but these two are the same."""
    here, there = one.event.key, other.event.key
    return any(keys - {here} | {there} in listed for keys in listed if here in keys and there not in keys)


def _pace(group: Sequence[Weighed]) -> int:
    """Days between two that one source tells of, at the least; without end if none tells of two."""
    last: dict[str, Happening] = {}
    pace = _PACE * ALWAYS[1]
    for one in group:
        for document in one.happening.dated_documents():
            if document in last:
                pace = min(pace, gap(last[document].days, one.happening.days))
            last[document] = one.happening
    return pace


def _may_be_one(one: Happening, other: Happening, opposites: Opposites, bench: Bench) -> bool:
    if overlap(one.days, other.days) or gap(one.days, other.days) > _ONE_TERM:
        return False
    if one.dated_documents() & other.dated_documents() or _is_one_day(one, other):
        return False
    if not same_states(one, other, bench.atlas) or opposites.between(one, other):
        return False
    if _is_another_step(one) != _is_another_step(other) or apart_in_place(one, other):
        return False
    return not any(bench.decided.are_apart(here.key, there.key) for here in one.members for there in other.members)


def _is_one_day(one: Happening, other: Happening) -> bool:
    """Whether the later of two is told by the calendar of today, and the earlier by the one before it."""
    return any(is_old_style(member, (other.days,)) for member in one.members)


def _is_another_step(happening: Happening) -> bool:
    """Whether all that is told is a step before or after the act: of an agreement its ratification, of relations the
    decision to take them up."""
    return all(is_another_step(member) for member in happening.members if member.dated)


_TOLD_ONCE: Final = "No source tells of both, {} and {}: either one date is wrong or it happened twice. If once: "
_TOLD_TWICE: Final = (
    "Relations are established twice, {} and {}, and no source tells that they were severed between: either one date "
    "is wrong or a break is not told. If once: "
)


def _doubtful(one: Weighed, other: Weighed, bench: Bench, prefix: str = _TOLD_ONCE) -> Contradiction:
    readings = [_reading(one), _reading(other)]
    found = verdict(readings, bench, dated=True)
    claims = _given(readings)
    told = prefix.format(*(reading.words for reading in readings))
    return _contradiction("possible", "date", (one, other), "date", claims, found, told)


def _reading(one: Weighed) -> Reading:
    when = one.event.when
    dated = tuple(member for member in one.happening.members if member.dated)
    return Reading(say(when.edtf) if when else "no date", dated or tuple(one.happening.members))


# -- two who cannot both have been it ----------------------------------------------------------------------------------


def _participant(block: Sequence[Weighed], bench: Bench) -> Iterator[Contradiction]:
    """Two persons or states for a part that only one can have played on that day."""
    parts = [one for one in block if _is_exclusive(one.happening)]
    for one, other in combinations(sorted(parts, key=lambda one: one.event.key), 2):
        role = _EXCLUSIVE[one.happening.type]
        if one.happening.type == other.happening.type and _are_rivals(one.happening, other.happening, role, bench):
            readings = [_named(one, role, bench), _named(other, role, bench)]
            claims = _given(readings)
            yield _contradiction(
                "certain", "participant", (one, other), role, claims, verdict(readings, bench, dated=False)
            )


def _is_exclusive(happening: Happening) -> bool:
    if happening.type not in _EXCLUSIVE or happening.modality != "asserted" or not happening.dated:
        return False
    return happening.type != "LeadershipChange" or bool(_ACCESSIONS & happening.values("kind"))


def _are_rivals(one: Happening, other: Happening, role: str, bench: Bench) -> bool:
    here = {bench.atlas.lineage(value) for value in one.values(role)}
    there = {bench.atlas.lineage(value) for value in other.values(role)}
    if not here or not there or here & there or not (_on_one_day(one, other) or _at_one_time(one, other)):
        return False
    return not (_name_words(here) & _name_words(there))  # two spellings that were not recognised as one name


def _on_one_day(one: Happening, other: Happening) -> bool:
    return overlap(one.days, other.days) and max(width(one.days), width(other.days)) <= MONTH


def _at_one_time(one: Happening, other: Happening) -> bool:
    """Whether two that last share time for certain; a text that tells of both may mean that they shared the task."""
    if one.documents() & other.documents():
        return False
    lasting = [[member.when for member in each.members if member.when] for each in (one, other)]
    return any(certainly_overlap(here, there) for here in lasting[0] for there in lasting[1])


def _name_words(keys: Iterable[str]) -> set[str]:
    return {
        word
        for key in keys
        if key.startswith("person/")
        for word in name_of(key).split("--")[0].split("-")
        if len(word) > 1
    }


def _named(one: Weighed, role: str, bench: Bench) -> Reading:
    return Reading(
        " and ".join(bench.name(value) for value in sorted(one.happening.values(role))), tuple(one.happening.members)
    )


# -- did it happen at all ----------------------------------------------------------------------------------------------


def _existence(block: Sequence[Weighed], bench: Bench) -> Iterator[Contradiction]:
    """An event that one source reports and another denies, or says was called off."""
    undone = [one for one in block if one.happening.modality in _UNDONE]
    for denied in undone:
        for reported in block:
            if degree := _denial(denied.happening, reported.happening, bench):
                words_ = "that it happened", f"that it was {denied.happening.modality}"
                readings = [
                    Reading(words_[0], tuple(reported.happening.members)),
                    Reading(words_[1], tuple(denied.happening.members)),
                ]
                claims = _given(readings)
                found = verdict(readings, bench, dated=False)
                yield _contradiction(degree, "existence", (reported, denied), "modality", claims, found)


def _denial(denied: Happening, reported: Happening, bench: Bench) -> Degree | None:
    same = reported.modality == "asserted" and _apart_from_modality(denied, bench) == _apart_from_modality(
        reported, bench
    )
    if not same or denied.documents() & reported.documents() or not overlap(denied.days, reported.days):
        return None
    if not reported.dated or not (denied.dated or denied.type in _FOR_GOOD):
        return None  # "relations have not been cut" is true of some other year
    if not (share_participants(denied, reported, bench.atlas) and same_states(denied, reported, bench.atlas)):
        return None
    inside = denied.dated and denied.days[0] <= reported.days[0] and reported.days[1] <= denied.days[1]
    return "certain" if inside else "possible"


def _apart_from_modality(happening: Happening, bench: Bench) -> tuple[str, ...]:
    kind, _, *rest = identity(happening.members[0], bench.atlas)
    return kind, *rest


# -- what came first ---------------------------------------------------------------------------------------------------


def _order(block: Sequence[Weighed], bench: Bench) -> Iterator[Contradiction]:
    """Relations that one source has broken or restored before another has them first established."""
    dated = [one for one in block if one.happening.dated and one.happening.modality == "asserted"]
    opened = [one for one in dated if one.happening.type == "RelationsEstablished"]
    changes = [one for one in dated if one.happening.type in ("RelationsSevered", "RelationsRestored")]
    if len(opened) != 1 or not changes:
        return
    established = opened[0]
    earliest = min(changes, key=lambda one: (one.happening.days, one.event.key))
    one, other = established.happening, earliest.happening
    if other.days[1] < one.days[0] and not one.documents() & other.documents():
        readings = [_reading(established), _reading(earliest)]
        claims = _given(readings)
        prefix = (
            f"Relations cannot change ({readings[1].words}) before they are established ({readings[0].words}), unless "
            "an earlier establishment is not told; if one date is wrong, "
        )
        found = verdict(readings, bench, dated=True)
        yield _contradiction("possible", "order", (established, earliest), "date", claims, found, prefix)


def _again(block: Sequence[Weighed], bench: Bench) -> Iterator[Contradiction]:
    """Relations established where they already were: no source tells of a break between."""
    opened: dict[tuple[str, ...], list[Weighed]] = {}
    for one in block:
        happening = one.happening
        told = happening.type == "RelationsEstablished" and happening.dated and happening.modality == "asserted"
        if told and any(is_sure(member, _SURELY_AGAIN) for member in happening.members):
            opened.setdefault(identity(happening.members[0], bench.atlas), []).append(one)
    several = [group for group in opened.values() if len(group) > 1]
    opposites = Opposites(one.happening for one in block) if several else Opposites(())
    for group in several:
        ordered = sorted(group, key=lambda one: (one.happening.days, one.event.key))
        for one, other in pairwise(ordered):
            if _is_again(one.happening, other.happening, opposites, bench):
                yield _doubtful(one, other, bench, _TOLD_TWICE)


def _is_again(one: Happening, other: Happening, opposites: Opposites, bench: Bench) -> bool:
    """Whether both are of the same states, which existed at both times, and are not compared already."""
    if overlap(one.days, other.days) or opposites.between(one, other) or replaced(one, other, bench.atlas):
        return False
    if one.documents().isdisjoint(other.documents()):
        if gap(one.days, other.days) <= _ONE_TERM:
            return False
    elif not _tells_of_both(one, other, bench):
        return False
    return existed(one, bench.atlas) and existed(other, bench.atlas) and same_states(one, other, bench.atlas)


def _tells_of_both(one: Happening, other: Happening, bench: Bench) -> bool:
    """Whether the texts that two happenings share mean two, and neither is a date misread."""
    if in_one_breath(one, other) or _is_stray(one, other, bench) or _is_stray(other, one, bench):
        return False
    if not (_names_states(one, bench) or _names_states(other, bench)):
        return False  # "Both countries …", twice in a text that may tell of several pairs
    return gap(one.days, other.days) > _ONE_TERM or not one.dated_documents().isdisjoint(other.dated_documents())


def _names_states(happening: Happening, bench: Bench) -> bool:
    """Whether a sentence that tells of it names a party, and does not only mean whom the text before it named."""
    names = [name for key in happening.values("parties") for name in bench.atlas.surfaces.get(key, ())]
    quotes = (quote for member in happening.members for _, quote in member.tellings())
    return not names or any(name in quote for quote in quotes for name in names)


def _is_stray(one: Happening, other: Happening, bench: Bench) -> bool:
    """Whether a date stands only in a text that also gives the one that others give: rather misread than meant."""
    texts = one.dated_documents()
    if len(texts) > 1 or not texts <= other.dated_documents():
        return False
    return len({bench.witnesses.family(document) for document in other.dated_documents() | texts}) > 1


# -- one post, two holders ---------------------------------------------------------------------------------------------


def post(one: Weighed, bench: Bench) -> str:
    """The post that a tenure holds, if only one person can hold it at a time: rank and states; else empty."""
    roles = dict(one.event.roles)
    sending, receiving = roles.get("sending", ("",))[0], roles.get("receiving", ("",))[0]
    rank = rank_of(roles.get("office", ("",))[0], sending)
    if (
        rank not in words("offices", "single")
        or not sending
        or (rank in words("offices", "diplomatic") and not receiving)
    ):
        return ""
    return "|".join((rank, bench.atlas.lineage(sending), bench.atlas.lineage(receiving)))


def overlaps(tenures: Sequence[Weighed], bench: Bench) -> Iterator[Contradiction]:
    """Terms of two persons in one post that certainly share time; who presents credentials holds it on that day."""
    served = {one.event.roles[0] for one in tenures if one.event.type == "Tenure"}
    told = [one for one in tenures if one.event.type == "Tenure" or one.event.roles[0] not in served]
    sure = [one for one in told if _is_sure(one)]
    ordered = sorted(sure, key=lambda one: (one.happening.days, one.event.key))
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.happening.days[0] > one.happening.days[1]:
                break
            if _overlap(one, other):
                yield _overlapping(one, other, bench)


def _overlap(one: Weighed, other: Weighed) -> bool:
    if one.event.when is None or other.event.when is None or one.event.roles[0] == other.event.roles[0]:
        return False
    one_day = one.event.when == other.event.when and width(days(one.event.when)) == 1
    return (one_day or certainly_overlap(one.event.when, other.event.when)) and not _one_term(one, other)


def _one_term(one: Weighed, other: Weighed) -> bool:
    """Whether it is one term told twice: begin and end agree, and of its holder's name two words, or the last."""
    here, there = one.event.when, other.event.when
    if here is None or there is None:
        return False
    shared = _name_words(one.happening.values("person")) & _name_words(other.happening.values("person"))
    same = overlap(begin(here), begin(there)) and overlap(end(here), end(there))
    return same and (len(shared - words("persons", "particles")) > 1 or not _surnames(one).isdisjoint(_surnames(other)))


def _surnames(tenure: Weighed) -> set[str]:
    return {name_of(key).split("--")[0].split("-")[-1] for key in tenure.happening.values("person")}


def _is_one_holder(one: Weighed, other: Weighed) -> bool:
    """Whether the name of one holder has that of the other in it, and their terms begin or end together."""
    here, there = one.event.when, other.event.when
    short, long = sorted((_called(one), _called(other)), key=len)
    if here is None or there is None or len(short) < 2 or not holds(long, short):
        return False
    return overlap(begin(here), begin(there)) or overlap(end(here), end(there))


def _called(tenure: Weighed) -> tuple[str, ...]:
    """The words of the name of the one who holds a term."""
    persons = tenure.happening.values("person")
    return tuple(name_of(next(iter(persons))).split("--")[0].split("-")) if len(persons) == 1 else ()


def _overlapping(one: Weighed, other: Weighed, bench: Bench) -> Contradiction:
    readings = [_term(one, other, bench), _term(other, one, bench)]
    claims = _given(readings)
    found = verdict(readings, bench, dated=False)
    if _is_one_holder(one, other):
        prefix = f"{readings[0].words} and {readings[1].words} may be one person, of whose term two dates are told: "
        return _contradiction("possible", "date", (one, other), "date", claims, found, prefix)
    if found.preferred is None and one.event.when != other.event.when:
        found = replace(found, reason="either the first left earlier or the second came later, and nothing tells which")
    prefix = f"One post cannot have two holders at once: {readings[0].words} and {readings[1].words}; "
    return _contradiction("certain", "overlap", (one, other), "date", claims, found, prefix)


def _term(one: Weighed, other: Weighed, bench: Bench) -> Reading:
    """The holder of a term, and the claims by which it shares time with another's; if only together, all."""
    roles, there = dict(one.event.roles), other.event.when
    person = bench.name(roles["person"][0]) if roles.get("person") else "somebody"
    dated = [(member, member.when) for member in one.happening.members if member.when]
    sharing = [member for member, when in dated if there and certainly_overlap(when, there)]
    members = tuple(sharing or [member for member, _ in dated])
    return Reading(f"{person} ({say(one.event.when.edtf) if one.event.when else 'no date'})", members)
