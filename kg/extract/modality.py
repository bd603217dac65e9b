"""Whether a statement is asserted, planned, cancelled, denied or conditional, from the words around its trigger."""

from __future__ import annotations

from functools import cache

import regex

from kg.compiled import Light, Match, compiled, light
from kg.extract.grammar import Grammar, grammar
from kg.extract.symbols import SYMBOL, Line
from kg.lexicon.language import Language
from kg.model import Modality

_REACH = (
    48  # symbols to the left in which a word of modality governs the trigger (auxiliaries and a subject stand between)
)
_JOINT = 16  # symbols from an "and" to a verb that shares the auxiliary before it,
_SHARED = 60  # and what the verb between may take
_OF_IT = 30  # symbols from "the cancellation of" to what it calls off


_NAMED = compiled(
    "["
    + "".join(
        SYMBOL[kind]
        for kind in ("person", "people", "name", "post", "state", "states", "demonym", "place", "mission", "relations")
    )
    + "]"
)
_PEOPLE = frozenset(SYMBOL[kind] for kind in ("person", "people", "name", "post"))


@cache
def _patterns(lexicon: Language) -> dict[str, Light]:
    return {name: light(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)") for name, forms in lexicon.modality.items()}


def modality(line: Line, start: int, end: int, lexicon: Language) -> Modality:
    """Modality of the statement whose trigger is line.symbols[start:end]."""
    told = _told(line, start, end, lexicon)
    return "cancelled" if told in ("planned", "denied") and _is_barred(line, start, end, lexicon) else told


def _is_barred(line: Line, start: int, end: int, lexicon: Language) -> bool:
    """ "Peru refused a visa to X, who was due to visit Lima": what was planned, and was not let happen."""
    patterns = _patterns(lexicon)
    first, last = max(0, start - _AHEAD), end + _AHEAD
    if "barred" not in patterns or patterns["barred"].search(line.symbols, first, last) is None:
        return False
    return patterns["planned"].search(line.symbols, max(0, start - _REACH), end) is not None


def _told(line: Line, start: int, end: int, lexicon: Language) -> Modality:
    """The same, by what governs the trigger."""
    patterns, words = _patterns(lexicon), grammar(lexicon)
    while start < end and line.symbols[start] in ",;: ":  # a trigger that opens with a stop belongs to what follows
        start += 1
    start += next((len(word) for word in ("and ", "y ") if line.symbols.startswith(word, start, end)), 0)
    opening = words.hard.match(line.symbols, start, end)
    if opening is not None and opening.group() not in ("that", "que"):
        start = min(opening.end() + 1, end - 1)  # "has no relations since they were cut": a clause of its own
    if which := words.said["which"].search(line.symbols, start, end):
        start = which.end()  # the statement itself stands behind it
    opens, reach = line.chunk_at(start), _REACH
    if opens is not None and opens.kind == "date" and words.hard.match(opens.text.lower()):
        start += 1  # "after the 1973 coup": a clause of its own
        edge, opener = start, ""
    else:
        governed = _governed(line.symbols, start, words)
        edge, opener = _edge(line.symbols, governed, words)
        reach += _SHARED if governed < start else 0
    if did := words.said["did"].search(line.symbols, max(edge, start - reach), end):
        edge, opener = did.start(), ""  # "discussed the treaty which they signed in 1990": that was done
    whole = line.symbols[max(edge, start - reach) : start]
    before = words.said["not-until"].sub("", whole)
    near = before + line.symbols[start:end]
    deeds = (words.verb, words.said["deed"])
    done = any(deed.search(line.symbols, start, end) for deed in deeds) and patterns["planned"].search(before) is None
    if _is_called_off(line.symbols, start, end, patterns["cancelled"], words, patterns.get("future"), done):
        return "cancelled"
    if patterns["denied"].search(near) or is_belied(line, start, end, lexicon):
        return "denied"
    if patterns["conditional"].search(opener + near):
        return "conditional"
    future = patterns.get("future")  # a tense of the trigger itself, where the language has one
    infinitive = words.said["infinitive"].match(line.symbols, start)  # "wished" | "to open"
    led = before + infinitive.group() if infinitive else before
    if patterns["planned"].search(led) or (future and before == whole and future.search(line.symbols, start, end)):
        return "conditional" if patterns["conditional"].search(line.symbols, end, end + 60) else "planned"
    if future and _is_purpose_of_plan(line, start, words, future):
        return "planned"
    within = patterns.get("within")  # or by the words before the verb of a noun
    if within and line.chunk_at(start) is not None and within.search(line.symbols, start, end):
        return "planned"
    after = patterns.get("after")  # what has yet to be is told by the verb behind a noun
    if after and not words.verb.search(line.symbols, start, end) and _is_coming(line, end, words, after):
        return "planned"
    return "asserted"


def _is_purpose_of_plan(line: Line, start: int, words: Grammar, future: Light) -> bool:
    """ "se reunirá con X, en la sede del ministerio, para suscribir …": what is still to come is done for it."""
    led = words.said["purpose-led"].search(line.symbols, max(0, start - 24), start)
    if led is None:
        return False
    stop = max(line.symbols.rfind(mark, 0, led.start()) for mark in (". ", "; "))
    verbs = [*words.verb.finditer(line.symbols, max(stop, led.start() - _PURPOSE, 0), led.start())]
    return bool(verbs) and future.fullmatch(line.symbols, *verbs[-1].span()) is not None


_PURPOSE = 160  # symbols from a verb to what it is done for


def told_later(line: Line, start: int, end: int, lexicon: Language) -> bool:
    """ "they would open embassies in 1961": whether only its tense, in which histories tell what came after, makes a
    statement one that is planned. False in a language without such a tense."""
    patterns = _patterns(lexicon)
    later = patterns.get("later")
    found = patterns["future"].search(line.symbols, start, end) if later is not None else None
    if later is None or found is None or later.fullmatch(found.group()) is None:
        return False
    edge, _ = _edge(line.symbols, start, grammar(lexicon))
    return patterns["planned"].search(line.symbols, max(edge, start - _REACH), start) is None


def by_accord(line: Line, start: int, end: int, lexicon: Language) -> bool:
    """ "They agreed to establish relations": whether nothing but an accord or a decision comes before a statement."""
    patterns, words = _patterns(lexicon), grammar(lexicon)
    edge, _ = _edge(line.symbols, start, words)
    before = line.symbols[max(edge, start - _REACH) : start]
    infinitive = words.said["infinitive"].match(line.symbols, start)
    before += infinitive.group() if infinitive else ""
    told = patterns["agreed"].sub("", before) if "agreed" in patterns else before
    future = patterns.get("future")
    if told == before or patterns["planned"].search(told) or patterns["denied"].search(told):
        return False
    return future is None or future.search(line.symbols, start, end) is None


def is_belied(line: Line, start: int, end: int, lexicon: Language) -> bool:
    """Whether a statement is what reports say, and these are denied behind it."""
    report, belied = (_patterns(lexicon).get(name) for name in ("report", "belied"))
    if report is None or belied is None or belied.search(line.symbols, end, end + _AHEAD) is None:
        return False
    return report.search(line.symbols, max(0, start - _AHEAD), start) is not None


def _is_called_off(
    symbols: str, start: int, end: int, words_of: Light, words: Grammar, future: Light | None, done: bool
) -> bool:
    """Whether a word of calling off follows, before something else is told along with the statement."""
    last = min(len(symbols), end + 160)
    if future is not None and (said := words.said["foretold"].search(symbols, end, last)):
        told = words.verb.search(symbols, start, end) is not None and future.search(symbols, start, end) is None
        if told and future.search(symbols, said.end(), min(last, said.end() + _AHEAD)):
            last = said.start()  # "visited Lima and announced that X would come in 2011; that visit was put off"
    stop = symbols.find(";", end, last)
    if stop >= 0 and any(SYMBOL[kind] in symbols[stop:last] for kind in ("date", "dates")):
        last = stop  # "…; the third, due in 2011, was put off": of another date
    found = words_of.finditer(symbols, max(0, start - _OF_IT), last)
    if all(match.end() <= start or _is_of_others(symbols, end, match, words, done) for match in found):
        return False  # but "the cancellation of the visit", whose last word begins the statement, calls it off
    beside = words.said["beside"].search(symbols, end, end + 160)
    return beside is None or words_of.search(symbols, start, beside.start()) is not None


def _is_of_others(symbols: str, end: int, off: Match, words: Grammar, done: bool) -> bool:
    """ "visited Lima in 1990, though other visits were cancelled": whether a word of calling off speaks of others.

    So it does in a clause of its own that names somebody, behind what is told as done: "… was opened in 1990, but the
    visit of X was cancelled".
    """
    if off.start() < end:
        return False
    parted = [match.end() for match in words.hard.finditer(symbols, end, off.start())] if done else []
    if parted and _NAMED.search(symbols, parted[-1], off.start()) is not None:
        return True
    return words.said["others-off"].search(symbols, end, off.start()) is not None


def _is_coming(line: Line, end: int, words: Grammar, after: Light) -> bool:
    """ "The meeting of X and Y in Oslo will be the first": the next verb behind a noun tells when it is."""
    verb = words.verb.search(line.symbols, end, end + _AHEAD)
    found = after.search(line.symbols, end, end + _AHEAD)
    if found is None or (verb is not None and verb.start() < found.start()):
        return False
    return not any(pattern.search(line.symbols, end, found.start()) for pattern in (words.relative, words.hard))


_AHEAD = 120  # symbols in which the verb of a noun stands


def attribution(line: Line, lexicon: Language) -> str:
    """Who says what a sentence tells ("according to the newspaper El Sol"), in its words; empty if nobody."""
    forms = _sayings(lexicon)
    found = forms.search(line.symbols) if forms is not None else None
    return line.between(*found.span("who")).strip() if found else ""


@cache
def _sayings(lexicon: Language) -> regex.Pattern[str] | None:
    forms = lexicon.clause.get("attribution", ())
    who = "".join(
        SYMBOL[kind] for kind in ("person", "name", "post", "office", "org", "state", "place", "names", "people")
    )
    sources = "|".join(lexicon.clause.get("source", ())) or "(?!)"
    return (
        compiled(
            rf"(?:^|(?<=[,;(] )|(?<= y )|(?<= and ))(?:{'|'.join(forms)}) "
            rf"(?P<who>[^,;.()]{{0,40}}?(?:[{who}]|\b(?:{sources})\b)[^,;.()]{{0,40}})(?=[,;.()]|$)"
        )
        if forms
        else None
    )


def _governed(symbols: str, start: int, words: Grammar) -> int:
    """Where to look from for an auxiliary: before the "and" of "will arrive in Lima and meet", else at the trigger."""
    joint = _joint(symbols, 0, start)
    shares = 0 <= start - joint < _JOINT and words.said["bare"].match(symbols, joint)
    return joint if shares else start


def _edge(symbols: str, start: int, words: Grammar) -> tuple[int, str]:
    """Left edge of the clause, and the word that opens it ("if", "when")."""
    edge, opener = 0, ""
    for match in words.hard.finditer(symbols, 0, start):
        if match.group() not in ("that", "que"):  # "announced that it would": the words before govern what follows
            edge, opener = match.end(), match.group()
    edge = max(edge, max((match.end() for match in words.said["which"].finditer(symbols, edge, start)), default=0))
    comma = symbols.rfind(", ", edge, start)
    fronted = words.said["before-main"].match(symbols, 0, start) is not None
    while comma > 0 and not fronted:
        # "did not, however, break": both its commas open no clause
        aside = words.said["denial-aside"].search(symbols, edge, comma)
        if aside is None and symbols[comma - 1] not in _PEOPLE:  # "planned that the minister, X, would visit"
            break
        comma = symbols.rfind(", ", edge, aside.start() - 1 if aside else comma)
    return max(edge, comma, _joint(symbols, edge, start), _inserted(symbols, edge, start)), opener


def _inserted(symbols: str, edge: int, start: int) -> int:
    """Where the brackets or the dash open behind which a trigger stands, -1 if there are none."""
    opened, dash = symbols.rfind("(", edge, start), symbols.rfind(" - ", edge, start)
    inside = opened >= 0 and ")" not in symbols[opened:start]
    return max(opened if inside else -1, dash if symbols.count(" - ", edge, start) == 1 else -1)


def _joint(symbols: str, edge: int, start: int) -> int:
    """Where the last "and" before a trigger stands, -1 if there is none."""
    return max(symbols.rfind(" and ", edge, start), symbols.rfind(" y ", edge, start))
