"""The best account of a happening: its values, its date, its key and name, and the standing of each claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.caches import cached
from kg.model import Account, Event, Modality, Ranked, When
from kg.resolve.calendars import by_one_calendar, is_old_style
from kg.resolve.compare import ANY_MISSION, Happening
from kg.resolve.keys import name_of, short, slug
from kg.resolve.mentions import Roles
from kg.resolve.rank import Reading, Verdict, Witnesses, finest, judge
from kg.resolve.review import Decisions, spell
from kg.resolve.statements import Statement
from kg.resolve.statements import keys as claims_of
from kg.resolve.states import Atlas
from kg.resolve.terms import offices_at
from kg.resolve.times import YEAR, begin, common, days, end, gap, grain, is_interval, one_of, overlap, plain, say, width
from kg.resolve.titles import of_the_act
from kg.resolve.words import labels
from kg.vocab import LITERAL_ROLES, ROLES

# Roles that hold all that any source names; in the others the best-supported value stands.
_MANY: Final = frozenset(
    {"parties", "participants", "place", "signatory", "actors", "target", "visitor", "person", "member"}
)
# Types that hold over time: one to a pair of participants, so the key needs no date.
_LASTING: Final = frozenset({"MissionPresent", "OfficeHeld", "Membership"})
_FOLDER: Final = {"Agreement": "agreement", "Tenure": "tenure"}
# Roles whose values make an event's key.
_TELLING: Final = {
    "Visit": ("visitor", "host"),
    "Meeting": ("participants", "ordinal"),
    "Agreement": ("title", "parties"),
    "Tenure": ("person", "office", "sending", "receiving"),
    "OfficeHeld": ("person", "office"),
    "Appointment": ("person", "office", "receiving", "kind"),
    "RelationsEstablished": ("kind", "parties"),
    "RelationsSevered": ("parties",),
    "RelationsRestored": ("parties",),
    "Aid": ("donor", "recipient", "amount"),
}

# A claim less sure than this is rather a misreading than a disagreement.
SURE: Final = 0.7

_Filled = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Bench:
    """What weighing needs beside the statements."""

    atlas: Atlas
    witnesses: Witnesses
    policy: str
    decided: Decisions
    name: Callable[[str], str]  # label of an entity key


class Clash(NamedTuple):
    """Values of one property of one happening that exclude each other."""

    property: str
    readings: tuple[Reading, ...]
    verdict: Verdict


class Weighed(NamedTuple):
    """A happening with its account and what clashes in it."""

    happening: Happening
    account: Account
    clashes: tuple[Clash, ...]

    @property
    def event(self) -> Event:
        return self.account.event


def weigh(happening: Happening, bench: Bench) -> Weighed:
    """The account of one happening."""
    members = happening.members
    if len(members) == 1:
        return _single(happening, members[0], bench)
    rejected = bench.decided.rejected
    live = [member for member in members if member.key not in rejected] if rejected else members
    datings, agreed = _datings(members)
    best, dates = finest(datings), () if agreed else _date_readings(datings)
    precise = best.when
    clashes = _clashes(live, dates if live is members else _date_readings(_datings(live)[0]), bench)
    when = precise if live is members and not clashes else _when(live or members, clashes)
    roles = _roles(happening.type, live or members, clashes, precise, bench)
    telling = roles if len(live) == len(members) else _roles(happening.type, members, (), precise, bench)
    language = _language(happening.type, roles, members, bench)
    event = Event(
        _key(happening, telling, _date_part(best, dates)),
        happening.type,
        _label(happening.type, roles, when, language, bench),
        _in_office(happening.type, roles, when, bench),
        when,
        members[0].modality if live else "denied",
        language,
    )
    return Weighed(happening, Account(event, _ranked(members, best, clashes, bench.decided)), clashes)


def _single(happening: Happening, only: Statement, bench: Bench) -> Weighed:
    """The account of a happening that one claim tells of."""
    roles, when = _told(only.type, only.roles), only.when
    rejected = bench.decided.rejected.get(only.key)
    modality: Modality = "denied" if rejected else only.modality
    key = _key(happening, roles, plain(when.edtf) if when else "")
    told = _in_office(only.type, roles, when, bench)
    language = _language(only.type, roles, (only,), bench)
    event = Event(key, only.type, _label(only.type, roles, when, language, bench), told, when, modality, language)
    if only.number > 1:
        return Weighed(happening, Account(event, _ranked((only,), only, (), bench.decided)), ())
    ranked = Ranked(only.key, "deprecated", spell(rejected)) if rejected else Ranked(only.key, "normal")
    return Weighed(happening, Account(event, (ranked,)), ())


# -- clashes -----------------------------------------------------------------------------------------------------------


def _clashes(members: Sequence[Statement], dates: tuple[Reading, ...], bench: Bench) -> tuple[Clash, ...]:
    agents = _agent_readings(members, bench) if members and "agent" in ROLES[members[0].type] else ()
    if not (dates or agents):
        return ()
    found = (("date", dates), ("agent", agents))
    return tuple(
        Clash(property_, readings, verdict(readings, bench, dated=property_ == "date"))
        for property_, readings in found
        if readings
    )


def verdict(readings: Sequence[Reading], bench: Bench, *, dated: bool) -> Verdict:
    """What the reviewer, or else the policy, prefers."""
    for reading in readings:
        for statement in reading.statements:
            if review := bench.decided.preferred.get(statement.key):
                return Verdict(reading, "review", f"{reading.words}: {spell(review)}")
    return judge(readings, bench.witnesses, bench.policy, dated=dated)


def _date_readings(datings: Sequence[Statement]) -> tuple[Reading, ...]:
    """The dates that exclude each other, each with its statements; a vaguer date that fits several speaks for none.

    None if no date was read surely enough to dispute another: two misreadings are no disagreement.
    """
    dated = [one for one in datings if one.when is not None]
    if _all_overlap(dated) or dated[0].type == "Visit":  # the days of one journey do not exclude each other
        return ()
    if not any(map(is_sure, dated)):
        return ()
    groups: list[list[Statement]] = []
    for member in sorted(dated, key=lambda one: (width(one.days), one.days, one.key)):
        fitting = [group for group in groups if _agree(member, group[0])]
        if not fitting:
            groups.append([member])
        elif len(fitting) == 1:
            fitting[0].append(member)
    if len(groups) < 2:
        return ()
    return tuple(
        Reading(_words(group[0]), tuple(group))
        for group in sorted(groups, key=lambda group: (group[0].days, group[0].key))
    )


def _datings(members: Sequence[Statement]) -> tuple[Sequence[Statement], bool]:
    """Those whose dates are of one and the same act, and whether one day lies in all of these dates.

    Where they exclude each other, those by the calendar of today that are not doubted.
    """
    told = of_the_act(members) if members and members[0].type == "Agreement" else members
    if _all_overlap([one for one in told if one.when is not None]):
        return told, True
    told = by_one_calendar(of_the_act(told))
    if _all_overlap([one for one in told if one.when is not None]):
        return told, True
    return [one for one in told if is_sure(one)] or told, False


def is_sure(statement: Statement, least: float = SURE) -> bool:
    """Whether a claim was read surely enough to dispute what another says."""
    return statement.claim.confidence >= least


def _all_overlap(dated: Sequence[Statement]) -> bool:
    """Whether one day lies in all ranges, so that nothing can clash; terms have a begin and an end to compare."""
    if len(dated) < 2:
        return True
    return dated[0].type != "Tenure" and max([one.days[0] for one in dated]) <= min([one.days[1] for one in dated])


def _words(statement: Statement) -> str:
    return say(statement.when.edtf) if statement.when else "no date"


_ABOUT: Final = 2 * YEAR  # who says "about 1860" rounds, perhaps to the decade


def _agree(one: Statement, other: Statement) -> bool:
    """Whether two dates can both be right; terms agree if begin and end do, as far as both are given."""
    if one.when is None or other.when is None:
        return False
    if not overlap(one.days, other.days):
        return "~" in one.when.edtf + other.when.edtf and gap(one.days, other.days) <= _ABOUT
    if one.type != "Tenure" or not (is_interval(one.when) and is_interval(other.when)):
        return True
    return overlap(begin(one.when), begin(other.when)) and overlap(end(one.when), end(other.when))


def _agent_readings(members: Sequence[Statement], bench: Bench) -> tuple[Reading, ...]:
    named: dict[tuple[str, ...], list[Statement]] = {}
    for member in members:
        if (agents := member.roles.get("agent")) and is_sure(member):
            named.setdefault(tuple(sorted({bench.atlas.lineage(agent) for agent in agents})), []).append(member)
    apart = [one for one in named if not any(set(one) & set(other) for other in named if other != one)]
    if len(apart) < 2:
        return ()
    return tuple(
        Reading(" and ".join(bench.name(agent) for agent in named[agents][0].roles["agent"]), tuple(named[agents]))
        for agents in sorted(apart)
    )


# -- values ------------------------------------------------------------------------------------------------------------


def _when(members: Sequence[Statement], clashes: Sequence[Clash]) -> When | None:
    """The preferred date; where nothing decides, "one of these"; where dates agree, the one that says most."""
    clash = next((clash for clash in clashes if clash.property == "date"), None)
    if clash is None:
        return finest(_datings(members)[0]).when
    if clash.verdict.preferred:
        return finest(clash.verdict.preferred.statements).when
    return one_of(when for reading in clash.readings if (when := finest(reading.statements).when))


def _roles(
    type_: str, members: Sequence[Statement], clashes: Sequence[Clash], when: When | None, bench: Bench
) -> _Filled:
    told = [member.roles for member in members]
    if told.count(told[0]) == len(told):  # all tell it alike, as a copy or a translation does
        return _told(type_, told[0])
    given: dict[str, list[tuple[str, ...]]] = {}
    for member in members:
        number = member.number
        for role, values in member.roles.items():
            if values:
                given.setdefault(role, []).extend((values,) * number)
    if "agent" in given and clashes:
        given["agent"] = _agents(given["agent"], clashes)
    return tuple([(role, _values(role, given[role], when, bench)) for role in ROLES[type_] if given.get(role)])


def _told(type_: str, filled: Roles) -> _Filled:
    """The roles as one claim fills them, in the order in which they are written."""
    return tuple(
        [
            (role, values if len(values) == 1 else tuple(dict.fromkeys(values)))
            for role in ROLES[type_]
            if (values := filled.get(role))
        ]
    )


def _in_office(type_: str, roles: _Filled, when: When | None, bench: Bench) -> _Filled:
    """The roles of a visit with the offices that the visitor held for his state all that time."""
    if type_ != "Visit" or when is None:
        return roles
    filled = dict(roles)
    known = [one for one in filled.get("visitor", ()) if one in bench.atlas.terms]
    if not known:
        return roles
    states = filled.get("visitor_state", ())
    held = [office for one in known for office in offices_at(one, states, days(when), bench.atlas)]
    return (*roles, ("visitor_office", tuple(dict.fromkeys(held)))) if held else roles


def _agents(given: list[tuple[str, ...]], clashes: Sequence[Clash]) -> list[tuple[str, ...]]:
    clash = next((clash for clash in clashes if clash.property == "agent"), None)
    if clash is None:
        return given
    preferred = clash.verdict.preferred
    return [one.roles["agent"] for one in preferred.statements for _ in range(one.number)] if preferred else []


def _values(role: str, given: list[tuple[str, ...]], when: When | None, bench: Bench) -> tuple[str, ...]:
    first = given[0]
    if len(given) == given.count(first):
        return first if len(first) == 1 else tuple(dict.fromkeys(first))
    if role in LITERAL_ROLES:
        counted = Counter([values for values in given if values != (ANY_MISSION,)] if role == "kind" else given)
        return min(counted, key=lambda values: (-counted[values], -len(" ".join(values)), values))
    votes = Counter(value for values in given for value in values)
    kept = _as_then(votes, when, bench.atlas)
    if role in _MANY:
        return tuple(sorted(kept))
    return (min(kept, key=lambda value: (-votes[value], value)),)


def _as_then(votes: Counter[str], when: When | None, atlas: Atlas) -> list[str]:
    """Of a state and what continues it, the one that existed at the time; else the one more sources name."""
    lines: dict[str, list[str]] = {}
    for value in sorted(votes):
        lines.setdefault(atlas.lineage(value), []).append(value)
    moment = when.begin_earliest if when else None
    kept = []
    for line in lines.values():
        then = [value for value in line if len(line) > 1 and moment and atlas.exists(value, moment)] or line
        kept.append(min(then, key=lambda value: (-votes[value], value)))
    return kept


# -- standing ----------------------------------------------------------------------------------------------------------


def _ranked(
    members: Sequence[Statement], best: Statement, clashes: Sequence[Clash], decided: Decisions
) -> tuple[Ranked, ...]:
    reasons = _reasons(members, best, clashes)
    keys = claims_of(members)
    if decided.preferred or decided.rejected:
        return tuple([_standing(key, reasons, decided) for key in keys])
    return tuple([Ranked(key, "preferred", reasons[key]) if key in reasons else Ranked(key, "normal") for key in keys])


def _standing(key: str, reasons: Mapping[str, str], decided: Decisions) -> Ranked:
    if review := decided.rejected.get(key):
        return Ranked(key, "deprecated", spell(review))
    reason = decided.why(key) or reasons.get(key, "")
    return Ranked(key, "preferred", reason) if reason else Ranked(key, "normal")


def _reasons(members: Sequence[Statement], best: Statement, clashes: Sequence[Clash]) -> dict[str, str]:
    """Preferred claims with their reason: those of the preferred readings, or the one that refines the others."""
    found: dict[str, str] = {}
    for clash in clashes:
        if clash.verdict.preferred:
            found.update(dict.fromkeys(claims_of(clash.verdict.preferred.statements), clash.verdict.reason))
    when = best.when
    if clashes or when is None:
        return found
    first, last = best.days
    vaguer = [one for one in members if one.days[1] - one.days[0] > last - first and one.when is not None]
    if vaguer and _is_vaguer_than(when, members):
        found[best.key] = f"gives the {grain(when)}: {say(when.edtf)}; the vaguer dates agree with it"
    elif old := [one for one in members if one.days[1] < first and is_old_style(one, (best.days,))]:
        found[best.key] = f"gives the day by the calendar of today; {_words(old[0])} is the same by the older one"
    return found


def _is_vaguer_than(when: When, members: Sequence[Statement]) -> bool:
    size = width(begin(when))
    return any(_begin_width(member) > size for member in members if member.when)


def _begin_width(one: Statement) -> int:
    """Days in which what a dated statement tells of may have begun."""
    return width(begin(one.when) if one.when and is_interval(one.when) else one.days)


# -- key and name ------------------------------------------------------------------------------------------------------


def _date_part(best: Statement, dates: Sequence[Reading]) -> str:
    """What the most precise datings agree on; no policy enters, so a preference never changes a key."""
    if dates:
        return common([when.edtf for reading in dates if (when := reading.statements[0].when)])
    return plain(best.when.edtf) if best.when else ""


def _key(happening: Happening, roles: _Filled, date: str) -> str:
    """Made of the event's own claims alone: type, participants, date."""
    type_, filled = happening.type, dict(roles)
    names = [
        _name_part(role, filled[role])
        for role in _TELLING.get(type_) or ROLES[type_]
        if role in filled and (role != "place" or "consul" in "".join(filled.get("kind", ())))
    ]
    key = f"{_FOLDER.get(type_) or f'event/{type_.casefold()}'}/{short('--'.join(names)) or 'unnamed'}"
    if type_ not in _LASTING:
        key = f"{key}/{_date_slug(date)}" if date else f"{key}/undated"
    modality = happening.modality
    return key if modality == "asserted" else f"{key}-{modality}"


def _name_part(role: str, values: tuple[str, ...]) -> str:
    part = slug if role in LITERAL_ROLES else name_of
    return part(values[0]) if len(values) == 1 else "-".join(sorted(map(part, values)))


@cached(1 << 16)
def _date_slug(date: str) -> str:
    return slug(date).replace("--", "-")


_SENTENCES: Final = {
    "RelationsEstablished": "{parties} establish relations",
    "RelationsSevered": "Relations between {parties} severed",
    "RelationsRestored": "Relations between {parties} restored",
    "Recognition": "{recogniser} recognises {recognised}",
    "Visit": "{visitor} visits {host}",
    "Meeting": "Meeting of {participants}",
    "Tenure": "{person}, {office}",
    "OfficeHeld": "{person}, {office}",
    "Appointment": "{person} appointed {office}",
    "MissionPresent": "{kind} of {sending} in {receiving}",
    "MissionOpened": "{kind} of {sending} in {receiving} opened",
    "MissionClosed": "{kind} of {sending} in {receiving} closed",
    "MissionElevated": "{kind} of {sending} in {receiving} raised in rank",
    "Expulsion": "{agent} expels {target}",
    "Recall": "{agent} recalls {target}",
    "ProtectingPower": "{protector} protects the interests of {protected} in {receiving}",
    "Membership": "{member}, member of {organisation}",
    "TradeVolume": "Trade of {parties}: {amount}{currency}",
    "Aid": "Aid of {donor} to {recipient}: {amount}{currency}",
    "LeadershipChange": "{kind} in {state}: {person}",
    "Other": "{kind}: {actors}",
}


# Types whose names are words of a text: the role that holds them. Their patterns stand in data/resolve/words.toml.
_IN_WORDS: Final = {"Agreement": "title", "Negotiation": "topic"}
# What a type reads as where a flow has a direction, or relations are of a kind.
_VARIANTS: Final = {
    ("TradeVolume", True): "Exports of {exporter} to {importer}: {amount}{currency}",
    ("RelationsEstablished", True): "{parties} establish {kind} relations",
}


class _Words(dict[str, str]):
    """The words of each role; one that is not filled reads as three dots."""

    def __missing__(self, role: str) -> str:
        return "" if role == "currency" else "…"


def _label(type_: str, roles: _Filled, when: When | None, language: str, bench: Bench) -> str:
    """A short name of the event, in English but for those that texts of another language give it in their words."""
    words = _Words()
    for role, values in roles:
        if role in LITERAL_ROLES:
            words[role] = ", ".join(map(_grouped, values) if role == "amount" else values)
        else:
            words[role] = (
                bench.name(values[0]) if len(values) == 1 else _series([bench.name(value) for value in values])
            )
    if "currency" in words:
        words["currency"] = " " + words["currency"]
    if "receiving" in words and "office" in words:
        words["office"] += f" of {words['sending']}" * ("sending" in words) + f" in {words['receiving']}"
    variant = _VARIANTS.get((type_, "exporter" in words or "kind" in words))
    pattern = labels(language).get(type_) or variant or _SENTENCES[type_]
    sentence = pattern.format_map(words).removesuffix(": …")
    sentence = sentence[:1].upper() + sentence[1:]
    return f"{sentence}, {say(when.edtf, language)}" if when else sentence


def _language(type_: str, roles: _Filled, members: Sequence[Statement], bench: Bench) -> str:
    """The language of the texts, or of most of them, from which the name of an event takes its words."""
    role = _IN_WORDS.get(type_)
    words = next((values for name, values in roles if name == role), ()) if role else ()
    if not role or not words:
        return "en"
    counted = Counter[str]()
    for one in members:
        language = bench.witnesses.language(one.document)
        if one.roles.get(role) == words and labels(language):
            counted[language] += one.number
    return min(counted, key=lambda language: (-counted[language], language), default="en")


def _grouped(amount: str) -> str:
    """A number with its thousands apart: 144,000,000."""
    whole, dot, part = amount.partition(".")
    return f"{int(whole):,}{dot}{part}" if whole.isdecimal() else amount


def _series(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
