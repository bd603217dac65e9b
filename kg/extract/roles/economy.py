"""Claims on memberships, trade and aid: amounts and those between whom they flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from kg.extract.amounts import currency_of, number_of
from kg.extract.grants import agency_state, issuer
from kg.extract.roles.filled import Filled, Roles, plain, states_of, unique
from kg.extract.symbols import Chunk
from kg.extract.values import Reader
from kg.model import Value


def membership(filled: Filled, reader: Reader) -> Iterator[Roles]:
    if filled.pop("one", ()) and filled.get("member") == ["@pair"]:  # "It joined", without a pronoun: who was told of
        filled["member"] = []
    roles = plain(filled, reader)
    members = states_of(roles.get("member", ()), reader) or _member(reader)
    if len(members) == 1:
        reader.memory.member = reader.paragraph, members[0]
    for member in members:
        for body in roles.get("organisation", ()):
            if body.label != member.label:
                yield {"member": (member,), "organisation": (_organisation(body),)}


def _member(reader: Reader) -> tuple[Value, ...]:
    """The state of whose memberships the paragraph has told, or the only one of the page."""
    paragraph, told = reader.memory.member
    if told is not None and paragraph == reader.paragraph:
        return (replace(told, span=None),)
    return reader.memory.pair[:1] if len(reader.document.parties) == 1 else ()


def _organisation(body: Value) -> Value:
    """What one is a member of is an organisation, though nobody lists it and its name could be a person's."""
    return body if body.key or body.kind == "state" else replace(body, kind="organisation")


def trade(filled: Filled, reader: Reader) -> Iterator[Roles]:
    of_page = bool(filled.pop("field", ()))
    roles = _with_amount(filled, plain(filled, reader), reader.memory.trade, reader)
    if not roles.get("amount") or _share(filled):
        return
    if of_page and (about := reader.about()) is not None:  # "Exports (2008)--$1.5 billion", among the data of a country
        side = "exporter" if roles.pop("flow")[0].text == "out" else "importer"
        yield {**roles, side: (about,)}
        return
    near = bool(roles.pop("near", ()))
    if near and reader.memory.trade_paragraph != reader.paragraph:
        return  # "we aim at 50 million": of trade, if the paragraph has told of it
    for side in ("exporter", "importer"):  # a capital stands for its state
        if side in roles:
            roles[side] = states_of(roles[side], reader)
    if (bought := roles.get("importer")) and "exporter" not in roles and "again" not in roles:
        if not (rest := reader.other(bought)):
            return
        roles["exporter"] = (rest,)
    if "again" in roles:  # ", increasing to $300 million in 2007": the flow just told
        told = reader.memory.trade_head[1] if near else reader.memory.trade
        if not told:
            return
        roles = {**{n: v for n, v in told.items() if n in ("parties", "exporter", "importer")}, **roles}
        roles.pop("again")
    roles = _between(roles, reader)
    roles.pop("side", ())
    reader.memory.trade = roles
    if reader.memory.trade_head[0] != reader.paragraph:
        reader.memory.trade_head = reader.paragraph, roles
    paragraph, before = reader.memory.trade_side
    kept = before if paragraph == reader.paragraph else None  # a total is told from no side
    reader.memory.trade_side = reader.paragraph, _spoken_from(filled, roles, reader) or kept
    yield {name: values for name, values in roles.items() if values}


def _between(roles: Roles, reader: Reader) -> Roles:
    """The roles with those between whom goods flow: exporter and importer, or the parties to the trade."""
    roles = dict(roles)
    if flow := roles.pop("flow", ()):
        roles |= _of_one_side(flow[0].text, roles, reader)
    if roles.get("exporter"):
        roles.pop("parties", None)
        if not roles.get("importer") and (rest := reader.other(roles["exporter"])):
            roles["importer"] = (rest,)
        return roles
    parties = states_of(roles.get("parties", ()), reader)
    if len(parties) == 1 and (rest := reader.other(parties)):
        parties = (*parties, rest)
    roles["parties"] = parties if len(parties) > 1 else reader.memory.pair
    return roles


def note_flow(filled: Filled, reader: Reader) -> None:
    """Keep in mind of which flow a sentence without a sum speaks: "Trade is modest. In 2011 it was 7 million." """
    roles = plain(filled, reader)
    for side in ("exporter", "importer"):
        if side in roles:
            roles[side] = states_of(roles[side], reader)
    if (bought := roles.get("importer")) and "exporter" not in roles and (rest := reader.other(bought)):
        roles["exporter"] = (rest,)
    memory, told = reader.memory, _between(roles, reader)
    memory.trade = {name: values for name, values in told.items() if name in ("parties", "exporter", "importer")}
    memory.trade_head, memory.trade_dates, memory.trade_paragraph = (
        (reader.paragraph, memory.trade),
        (),
        reader.paragraph,
    )


def _of_one_side(flow: str, roles: Roles, reader: Reader) -> Roles:
    """ "Exports were 24 million": of the state of which the sum before told, if of one, or whose page it is."""
    if roles.keys() & {"exporter", "importer"}:
        return {}
    paragraph, side = reader.memory.trade_side
    before = side if paragraph == reader.paragraph else None
    own = (
        before or reader.own() or reader.memory.house or (reader.state(reader.publisher) if reader.publisher else None)
    )
    if own is None or (rest := reader.other((own,))) is None:
        return {}
    return {"exporter": (own,), "importer": (rest,)} if flow == "out" else {"exporter": (rest,), "importer": (own,)}


def _spoken_from(filled: Filled, roles: Roles, reader: Reader) -> Value | None:
    """From whose side a flow is told: "Norway's imports from Peru" from Norway's, "exports to Peru" from the other."""
    if side := next((value for chunk in filled.get("side", ()) for value in reader.values(chunk)), None):
        return side
    named = {n: c for n in ("exporter", "importer") for c in filled.get(n, ())[:1] if isinstance(c, Chunk)}
    if not named or not roles.get("exporter") or not roles.get("importer"):
        return None
    first = min(named, key=lambda name: named[name].start)
    if len(named) == 1 and named[first].kind != "demonym":
        first = "importer" if first == "exporter" else "exporter"
    return roles[first][0]


def _share(filled: Filled) -> bool:
    """Whether what stands for the amount is a share or a growth: "trade grew by 30 %"."""
    return any(isinstance(c, Chunk) and c.detail is not None and c.detail.unit == "%" for c in filled.get("amount", ()))


def _with_amount(filled: Filled, roles: Roles, before: Roles, reader: Reader) -> Roles:
    """The roles with the amount's value and currency; a figure alone ("5 million") is in the currency told before."""
    if figure := roles.pop("figure", ()):
        value = number_of(figure[0].text, reader.document.language)
        if not before.get("currency"):
            return {}
        return {**roles, "amount": (Value(figure[0].text, value, "amount"),), "currency": before["currency"]}
    chunk = next((c for c in filled.get("amount", ()) if isinstance(c, Chunk)), None)
    if chunk is not None and chunk.detail is not None:
        value = chunk.detail.value
        roles["amount"] = (Value(chunk.text, value, "amount"),)
        if code := chunk.detail.currency or _of_a_side(chunk.detail.unit or "", roles, reader):
            roles["currency"] = (Value(code, code, "text"),)
    return roles


def _of_a_side(unit: str, roles: Roles, reader: Reader) -> str:
    """The code of money told without its state ("140 million kroner"): of who gives or sells, else of the pair."""
    sides = (value for name in ("donor", "exporter", "importer", "recipient") for value in roles.get(name, ()))
    return currency_of(unit, [value.key for value in (*states_of(tuple(sides), reader), *reader.memory.pair)])


def aid(filled: Filled, reader: Reader) -> Iterator[Roles]:
    before = reader.memory.aid
    roles = _with_amount(filled, plain(filled, reader), before, reader)
    if roles.pop("again", ()) and roles:
        roles = {**{name: before[name] for name in ("donor", "recipient") if name in before}, **roles}
    donor = states_of(_acting(roles.get("donor", ()), reader), reader)
    recipient = states_of(_receiving(roles.get("recipient", ()), reader), reader)
    given = roles.pop("given", ())  # in kind, without a sum: "donated ten buses to Peru"
    abroad = bool(recipient) and all(value.kind == "organisation" for value in recipient)
    if not donor and (abroad or not recipient) and reader.memory.aid_paragraph == reader.paragraph:
        donor, recipient = before.get("donor", ()), recipient or before.get("recipient", ())  # one more grant of theirs
    if not donor and not recipient and (key := _issuer(roles, reader)):
        donor = (reader.state(key),)
    if donor and not recipient and (rest := reader.other(donor)):
        recipient = (rest,)
    if recipient and not donor and (rest := reader.other(recipient)):
        donor = (rest,)
    if _share(filled):
        return  # "wrote off 95 percent of the debt"
    if (given or roles.get("amount")) and donor and recipient and donor[0].label != recipient[0].label:
        reader.memory.aid_paragraph = reader.paragraph
        reader.memory.aid = {**roles, "donor": donor[:1], "recipient": recipient}  # one sum may be for several
        yield reader.memory.aid


def _issuer(roles: Roles, reader: Reader) -> str:
    """ "a loan of 900 million yen": given by the state of the page's whose money that is."""
    code = next((value.label for value in roles.get("currency", ())), "")
    return issuer(code, [value.key for value in reader.memory.pair])


def _acting(values: tuple[Value, ...], reader: Reader) -> tuple[Value, ...]:
    """Agencies stand for the state whose name theirs holds: what the Norwegian Agency for Aid gives, Norway gives."""
    return tuple(_state_of_agency(value, reader) or _state_of_body(value, reader) or value for value in values)


def _state_of_agency(body: Value, reader: Reader) -> Value | None:
    key = agency_state(body.text) if body.kind == "organisation" else ""
    return replace(reader.state(key), text=body.text, span=body.span) if key else None


def _receiving(values: tuple[Value, ...], reader: Reader) -> tuple[Value, ...]:
    """A hospital or a ministry receives for its state; a body that is listed is international, and receives itself."""
    return tuple(
        each for v in values if (each := v if v.kind != "organisation" or v.key else _state_of_body(v, reader))
    )


def _state_of_body(body: Value, reader: Reader) -> Value | None:
    """The one state that the name of an unlisted organisation holds."""
    if body.kind != "organisation" or body.key:
        return None
    words = [form for word in regex.findall(r"[\p{L}'-]+", body.label) for form in (word, word.lower())]
    told = (reader.names.known.get(word, ("", ())) for word in words)
    keys = unique(tuple(reader.state(ks[0]) for kind, ks in told if kind in ("state", "demonym")))
    return keys[0] if len(keys) == 1 else None


def spoken_of(found: list[Chunk | str], reader: Reader, sentences: int = 2) -> tuple[Value, ...]:
    """The one state of the document's pair that the sentence of a mention and the one before name; none if both."""
    at = found[0].start if found and isinstance(found[0], Chunk) else 0
    text = reader.document.text[max(0, at - 600) : at]
    return reader.only_one(". ".join(regex.split(r"(?<=\p{Ll}{2}|\d)[.!?]\s+|\n", text)[-sentences:]))


def told_of_one(found: list[Chunk | str], reader: Reader) -> tuple[Value, ...]:
    """The one state of the document's pair that the line of a mention names ahead of it; none if both."""
    at = found[0].start if found and isinstance(found[0], Chunk) else 0
    return reader.only_one(reader.document.text[reader.document.text.rfind("\n", 0, at) + 1 : at])
