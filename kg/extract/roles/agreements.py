"""Claims on agreements and negotiations: one a title, its parties from the title, the sentence, the signatories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.compiled import compiled
from kg.extract.homes import home_of
from kg.extract.roles.filled import Filled, Roles, plain, states_of, unique
from kg.extract.said import said
from kg.extract.symbols import Chunk
from kg.extract.values import Reader
from kg.model import Value


def agreement(filled: Filled, reader: Reader) -> Iterator[Roles]:
    """One claim for each instrument named; parties from the title, the sentence, the signatories' states, the pair."""
    titles = [each for chunk in filled.get("title", ()) if isinstance(chunk, Chunk) for each in chunk.each()]
    titles = [_on(title, filled.get("on", ())) for title in titles]
    drafts = reader.names.language.instruments.get("drafts")
    titles = [title for title in titles if not _taken_up(title, reader) and not _manner(title, reader)]
    titles = [title for title in titles if not (drafts and compiled(drafts).match(title.label.lower()))]
    told = [title for title in filled.get("title", ()) if isinstance(title, str)]  # "notes were exchanged"
    later = bool(filled.get("later")) and bool(reader.memory.agreements)
    titles = [title for title in titles if not (later and _anaphor(title, reader))]  # "The treaty came into force"
    roles = plain({name: chunks for name, chunks in filled.items() if name not in _NO_VALUES}, reader)
    sentence = states_of(roles.get("parties", ()), reader)
    sides = tuple(v for v in roles.get("parties", ()) if v.kind == "text")  # "between the Kenyan parties"
    sides = sides or states_of(roles.get("alone", ()), reader)  # "the treaty, which Norway signed in 2017"
    signers = tuple(v for v in roles.get("signatory", ()) if v.kind == "person")
    generic = reader.names.language.instruments.get("generic")
    for chunk in titles:
        if not chunk.all_parts("parties") and said(reader.names.language)["general-law"].search(chunk.text):
            continue
        if _anaphor(chunk, reader) and reader.when and reader.memory.undated:
            yield reader.memory.undated  # "This treaty was signed on 3 May": the one named before without a date
            continue
        if generic and compiled(generic).fullmatch(chunk.text.lower()):
            undated = not reader.when or _heads(chunk, reader.document.text)
            if (undated and not sentence) or _LISTING.match(reader.document.text, chunk.end):
                continue  # the heading of a list: "Bilateral agreements", "In 1990 these agreements were signed:"
            if _names_some(chunk, reader):
                continue
        own = unique(tuple(v for part in chunk.all_parts("parties") for v in reader.values(part)))
        own = () if _is_about(own, chunk, sentence, reader) or _ungoverned(own, reader) else own
        parties = own if len(own) > 1 else _parties(unique((*own, *sentence)), signers, reader)
        parties = sides or parties
        if len(parties) < 2 and not sides:
            continue
        reader.memory.agreements.add(reader.when)
        title = reader.values(chunk)
        reader.memory.undated = {} if reader.when else {"title": title, "parties": parties}
        made: Roles = {"title": title, "parties": parties}
        if "place" in roles:
            made["place"] = roles["place"]
        if signers:
            made["signatory"] = signers
        yield made
    for words in told:
        if len(parties := _parties(sentence, signers, reader)) > 1:
            yield {"title": reader.values(words), "parties": parties, **{n: roles[n] for n in ("place",) if n in roles}}


_NO_VALUES = ("title", "year", "on", "later")


def _is_about(named: tuple[Value, ...], title: Chunk, sentence: tuple[Value, ...], reader: Reader) -> bool:
    """ "Agreement on the transit of troops to Kenya", concluded by two others: the one state of the title is its
    matter."""
    others = sentence if len(sentence) > 1 else reader.memory.pair
    if len(named) != 1 or len(others) < _TWO or named[0].label in {state.label for state in others}:
        return False
    at = next(part.start for part in title.all_parts("parties"))
    return said(reader.names.language)["title-matter"].search(reader.document.text, title.start, at) is not None


_TWO = 2


def _ungoverned(named: tuple[Value, ...], reader: Reader) -> bool:
    """ "Memorandum on Antarctic Cooperation": a country without a capital concludes nothing."""
    others = {state.label for state in reader.memory.pair}
    return len(named) == 1 and named[0].label not in others and bool(others) and _no_capital(named[0], reader)


def _no_capital(state: Value, reader: Reader) -> bool:
    known = reader.names.gazetteer
    return state.kind == "state" and bool(state.key) and not known.capital(state.key) and not known.end(state.key)


def _parties(named: tuple[Value, ...], signers: tuple[Value, ...], reader: Reader) -> tuple[Value, ...]:
    """The states of an instrument: those named, those whom the signatories serve, or those spoken of."""
    if len(named) < 2 and signers:
        named = unique((*named, *[home for signer in signers if (home := home_of(signer, reader))]))
    if len(named) == 1 and (rest := reader.other(named)):
        return (*named, rest)
    if len(named) == 1 and signers and (home := _spoken_of(reader)) is not None:
        return unique((home, *named))
    last = reader.memory.visit  # "during the visit of X to Y, three agreements were signed"
    visiting = unique((*last.get("visitor_state", ()), *last.get("host", ())))
    pair = reader.memory.pair if len(reader.memory.pair) == 2 else reader.memory.states
    return named or pair or visiting


def _spoken_of(reader: Reader) -> Value | None:
    """The state of whoever the text spoke of last: "He met X, and signed with Y of Kenya an agreement on trade"."""
    known = reader.memory.people.get(reader.memory.subject)
    return replace(known.state, span=None) if known is not None and known.state is not None else None


def _heads(chunk: Chunk, text: str) -> bool:
    """Whether a word for instruments is all of its line: "Agreements", above a list of them."""
    begin = text.rfind("\n", 0, chunk.start) + 1
    end = text.find("\n", chunk.end)
    behind = text[chunk.end : end if end >= 0 else len(text)]
    return not any(map(str.isalnum, text[begin : chunk.start])) and not behind.strip(" .:")


def _names_some(chunk: Chunk, reader: Reader) -> bool:
    """ "Agreements were concluded, including a treaty (1990)": those that are named have their own dates."""
    return said(reader.names.language)["listing"].match(reader.document.text, chunk.end) is not None


_LISTING = compiled(r"[^.;\n]{0,120}:[ \t]*\r?\n")


def _on(title: Chunk, topic: Sequence[Chunk | str]) -> Chunk:
    """ "An agreement was reached on the sharing of herring": the topic behind the verb is part of the title."""
    words = next((" ".join(part.split()) for part in topic if isinstance(part, str)), "")
    return replace(title, label=f"{title.label} {words}") if words and " " not in title.text.strip() else title


def _taken_up(title: Chunk, reader: Reader) -> bool:
    """ "The treaty was signed in London": the instrument named before, not another one, unless its date is new."""
    known = reader.memory.agreements
    same = reader.when in known or any(date.startswith(f"{reader.when}-") for date in known)
    return bool(known) and (not reader.when or same) and _anaphor(title, reader)


def _manner(title: Chunk, reader: Reader) -> bool:
    """ "Relations were established by agreement": a noun without article or title names no instrument."""
    before = reader.document.text[max(0, title.start - 8) : title.start].lower()
    return " " not in title.text.strip() and said(reader.names.language)["without-article"].search(before) is not None


def _anaphor(title: Chunk, reader: Reader) -> bool:
    before = reader.document.text[max(0, title.start - 6) : title.start].lower()
    return " " not in title.text.strip() and before.endswith(("the ", "this ", "el ", "la ", "este ", "dicho "))


def negotiation(filled: Filled, reader: Reader) -> Iterator[Roles]:
    named = filled.get("parties", ())
    joint: list[Chunk | str] = [
        c for c in named if isinstance(c, Chunk) and {m.kind for m in c.members} >= {"state", "org"}
    ]
    roles = plain({**filled, "parties": joint[:1] or [*named]}, reader)  # "an agreement between Kenya and the EFTA"
    parties = states_of(roles.get("parties", ()), reader)
    if len(parties) == 1 and (rest := reader.other(parties)):
        parties = (*parties, rest)
    generic = compiled(reader.names.language.instruments.get("generic", "(?!)"))
    for topic in (each for each in roles.get("topic", ()) if generic.fullmatch(each.text.lower()) is None):
        yield {"topic": (replace(topic, kind="text"),), "parties": parties or reader.memory.pair}
