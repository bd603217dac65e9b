"""The best account of a happening: its values, its date, its key and name, and the standing of each claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.model import Account, Event, Modality, Ranked, When
from kg.resolve.happenings import Happening
from kg.resolve.keys import name_of, short, slug
from kg.resolve.rank import Reading, Verdict, Witnesses, finest, judge
from kg.resolve.review import Decisions, spell
from kg.resolve.states import Atlas
from kg.resolve.statements import Statement
from kg.resolve.times import begin, common, end, grain, is_interval, one_of, overlap, say, width
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
    live = [member for member in members if member.key not in bench.decided.rejected]
    clashes = tuple(_clashes(live, bench))
    when = _when(live or members, clashes)
    precise = finest(members).when
    roles = _roles(happening.type, live or members, clashes, precise, bench)
    telling = roles if len(live) == len(members) else _roles(happening.type, members, (), precise, bench)
    modality = happening.members[0].claim.modality if live else "denied"
    event = Event(
        _key(happening, telling, _date_part(members)),
        happening.type,
        _label(happening.type, roles, when, bench),
        roles,
        when,
        modality,
    )
    return Weighed(happening, Account(event, tuple(_ranked(members, clashes, bench))), clashes)


def _single(happening: Happening, only: Statement, bench: Bench) -> Weighed:
    """The account of a happening that one claim tells of."""
    filled = only.roles
    roles = tuple([(role, tuple(dict.fromkeys(filled[role]))) for role in ROLES[only.type] if filled.get(role)])
    when = only.when
    rejected = bench.decided.rejected.get(only.key)
    modality: Modality = "denied" if rejected else only.claim.modality
    key = _key(happening, roles, common((when.edtf,)) if when else "")
    event = Event(key, only.type, _label(only.type, roles, when, bench), roles, when, modality)
    ranked = Ranked(only.key, "deprecated", spell(rejected)) if rejected else Ranked(only.key, "normal")
    return Weighed(happening, Account(event, (ranked,)), ())


# -- clashes -------------------------------------------------------------------------------------------------------------------


def _clashes(members: Sequence[Statement], bench: Bench) -> Iterable[Clash]:
    if members and members[0].type != "Visit":  # the dates of one journey do not exclude each other
        dates = _date_readings(members)
        if len(dates) > 1:
            yield Clash("date", dates, verdict(dates, bench, dated=True))
    agents = _agent_readings(members, bench)
    if len(agents) > 1:
        yield Clash("agent", agents, verdict(agents, bench, dated=False))


def verdict(readings: Sequence[Reading], bench: Bench, *, dated: bool) -> Verdict:
    """What the reviewer, or else the policy, prefers."""
    for reading in readings:
        for statement in reading.statements:
            if review := bench.decided.preferred.get(statement.key):
                return Verdict(reading, "review", f"{reading.words}: {spell(review)}")
    return judge(readings, bench.witnesses, bench.policy, dated=dated)


def _date_readings(members: Sequence[Statement]) -> tuple[Reading, ...]:
    """The dates that exclude each other, each with its statements; a vaguer date that fits several speaks for none."""
    groups: list[list[Statement]] = []
    for member in sorted((one for one in members if one.when), key=lambda one: (width(one.days), one.days, one.key)):
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


def _words(statement: Statement) -> str:
    return say(statement.when.edtf) if statement.when else "no date"


def _agree(one: Statement, other: Statement) -> bool:
    """Whether two dates can both be right; terms agree if begin and end do, as far as both are given."""
    if one.when is None or other.when is None or not overlap(one.days, other.days):
        return False
    if one.type != "Tenure" or not (is_interval(one.when) and is_interval(other.when)):
        return True
    return overlap(begin(one.when), begin(other.when)) and overlap(end(one.when), end(other.when))


def _agent_readings(members: Sequence[Statement], bench: Bench) -> tuple[Reading, ...]:
    named: dict[tuple[str, ...], list[Statement]] = {}
    for member in members:
        if agents := member.roles.get("agent"):
            named.setdefault(tuple(sorted({bench.atlas.lineage(agent) for agent in agents})), []).append(member)
    apart = [one for one in named if not any(set(one) & set(other) for other in named if other != one)]
    if len(apart) < 2:
        return ()
    return tuple(
        Reading(" and ".join(bench.name(agent) for agent in named[agents][0].roles["agent"]), tuple(named[agents]))
        for agents in sorted(apart)
    )


# -- values --------------------------------------------------------------------------------------------------------------------


def _when(members: Sequence[Statement], clashes: Sequence[Clash]) -> When | None:
    """The preferred date; where nothing decides, "one of these"; where dates agree, the one that says most."""
    clash = next((clash for clash in clashes if clash.property == "date"), None)
    if clash is None:
        return finest(members).when
    if clash.verdict.preferred:
        return finest(clash.verdict.preferred.statements).when
    return one_of(when for reading in clash.readings if (when := finest(reading.statements).when))


def _roles(
    type_: str, members: Sequence[Statement], clashes: Sequence[Clash], when: When | None, bench: Bench
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for role in ROLES[type_]:
        given = [values for member in members if (values := member.roles.get(role))]
        if role == "agent":
            given = _agents(given, clashes)
        if values := _values(role, given, when, bench):
            found.append((role, values))
    return tuple(found)


def _agents(given: list[tuple[str, ...]], clashes: Sequence[Clash]) -> list[tuple[str, ...]]:
    clash = next((clash for clash in clashes if clash.property == "agent"), None)
    if clash is None:
        return given
    preferred = clash.verdict.preferred
    return [statement.roles["agent"] for statement in preferred.statements] if preferred else []


def _values(role: str, given: list[tuple[str, ...]], when: When | None, bench: Bench) -> tuple[str, ...]:
    if len(given) < 2 or all(values == given[0] for values in given):
        return tuple(dict.fromkeys(given[0])) if given else ()
    if role in LITERAL_ROLES:
        counted = Counter(given)
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


# -- standing ------------------------------------------------------------------------------------------------------------------


def _ranked(members: Sequence[Statement], clashes: Sequence[Clash], bench: Bench) -> Iterable[Ranked]:
    reasons = _reasons(members, clashes)
    for member in sorted(members, key=lambda one: one.key):
        if review := bench.decided.rejected.get(member.key):
            yield Ranked(member.key, "deprecated", spell(review))
        elif reason := bench.decided.why(member.key) or reasons.get(member.key, ""):
            yield Ranked(member.key, "preferred", reason)
        else:
            yield Ranked(member.key, "normal")


def _reasons(members: Sequence[Statement], clashes: Sequence[Clash]) -> dict[str, str]:
    """Preferred claims with their reason: those of the preferred readings, or the one that refines the others."""
    found: dict[str, str] = {}
    for clash in clashes:
        if clash.verdict.preferred:
            found.update({statement.key: clash.verdict.reason for statement in clash.verdict.preferred.statements})
    dated = [member for member in members if member.when]
    if clashes or not dated:
        return found
    best = finest(dated)
    if best.when and any(member.when and width(begin(member.when)) > width(begin(best.when)) for member in dated):
        found[best.key] = f"gives the {grain(best.when)}: {say(best.when.edtf)}; the vaguer dates agree with it"
    return found


# -- key and name --------------------------------------------------------------------------------------------------------------

_Filled = tuple[tuple[str, tuple[str, ...]], ...]


def _date_part(members: Sequence[Statement]) -> str:
    """What the most precise datings agree on; no policy enters, so a preference never changes a key."""
    readings = _date_readings(members) if members[0].type != "Visit" else ()
    if readings:
        return common(reading.statements[0].when.edtf for reading in readings if reading.statements[0].when)
    best = finest(members).when
    return common((best.edtf,)) if best else ""


def _key(happening: Happening, roles: _Filled, date: str) -> str:
    """Made of the event's own claims alone: type, participants, date."""
    type_, filled = happening.type, dict(roles)
    names = [
        "-".join(sorted([slug(value) if role in LITERAL_ROLES else name_of(value) for value in filled[role]]))
        for role in _TELLING.get(type_) or ROLES[type_]
        if role in filled and (role != "place" or "consul" in "".join(filled.get("kind", ())))
    ]
    who = short("--".join(names)) or "unnamed"
    parts = [_FOLDER.get(type_) or f"event/{type_.casefold()}", who]
    if type_ not in _LASTING:
        parts.append(slug(date).replace("--", "-") if date else "undated")
    key = "/".join(parts)
    return key if happening.modality == "asserted" else f"{key}-{happening.modality}"


_SENTENCES: Final = {
    "RelationsEstablished": "{parties} establish relations",
    "RelationsSevered": "Relations between {parties} severed",
    "RelationsRestored": "Relations between {parties} restored",
    "Recognition": "{recogniser} recognises {recognised}",
    "Visit": "{visitor} visits {host}",
    "Meeting": "Meeting of {participants}",
    "Agreement": "{title}",
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
    "Negotiation": "Negotiation of {topic}",
    "Other": "{kind}: {actors}",
}


class _Words(dict[str, str]):
    """The words of each role; one that is not filled reads as three dots."""

    def __missing__(self, role: str) -> str:
        return "" if role == "currency" else "…"


def _label(type_: str, roles: _Filled, when: When | None, bench: Bench) -> str:
    """A short English name of the event."""
    words = _Words()
    for role, values in roles:
        words[role] = ", ".join(values) if role in LITERAL_ROLES else _series([bench.name(value) for value in values])
    if "currency" in words:
        words["currency"] = " " + words["currency"]
    sentence = "Exports of {exporter} to {importer}: {amount}{currency}" if "exporter" in words else _SENTENCES[type_]
    sentence = sentence.format_map(words)
    sentence = sentence[:1].upper() + sentence[1:]
    return f"{sentence}, {say(when.edtf)}" if when else sentence


def _series(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"
