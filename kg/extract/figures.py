"""Sums of trade and aid as tables and the fields of data sheets tell them: the year, the sides and the unit stand in
the heads, in the labels or in the lines above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

import regex

from kg.compiled import compiled
from kg.extract.amounts import captioned, find_amounts
from kg.extract.cells import THINGS_TABLE, YEARS, headers, meaning, table_of
from kg.extract.claims import Draft
from kg.extract.finish import finish
from kg.extract.lines import first_date, heading_year, words_line
from kg.extract.records import fitting
from kg.extract.roles.filled import Filled, Roles, states_of
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line, captured, unsaid_state
from kg.extract.values import Reader
from kg.lexicon.language import Frame
from kg.model import Cell, Span, Value

_NUMBER = compiled(r"\d[\d., ]*")
_POWER = r"\s(?:thousand|million|billion|bn|mn|m|mil millones|mil|mill(?:[óo]n|ones))\b\.?"
_TOLD_NUMBER = compiled(rf"\d[\d., ]*{_POWER}")  # "5.4 billion"
_FLOWS = ("import", "export", "turnover")
_AID = "aid"


def trade_rows(
    cells: Sequence[Cell],
    columns: list[tuple[str, Cell]],
    table: Frame,
    leads: list[Line],
    sides: Filled,
    reader: Reader,
) -> Iterator[Draft]:
    """The flows of a row of a table of trade, one for each cell below a flow or below a year, seen from the state whose
    page it is."""
    if len(reader.memory.pair) != 2:
        return
    own = _own(sides, reader)
    captions = [*(cell.header for _, cell in columns), *(lead.words for lead in leads), *_units(reader.memory.remark)]
    if {name for name, _ in columns} & {*_FLOWS}:
        first = next((cell for name, cell in columns if name == "year"), cells[0])  # a head may tell the unit alone
        if year := _year(_words(first, reader), reader):
            yield from _flows(columns, captions, own, year, reader)
            return
    flow = _words(cells[0], reader) if len(cells) > YEARS_LEAST else ""
    kinds = dict(headers(table.columns))
    name = next((name for name in _FLOWS if flow and name in kinds and kinds[name].search(flow.lower())), "")
    for cell in cells[1:] if name else ():
        if year := _year(cell.header, reader):
            yield from _flows([("", cells[0]), (name, replace(cell, header=flow))], captions, own, year, reader)


def _units(remark: Line | None) -> Iterator[str]:
    """The units that the sentence above a table tells: "Trade is shown below (in million US dollars)."."""
    yield from (match[0] for match in _UNIT_TOLD.finditer(remark.words if remark is not None else ""))


_UNIT_TOLD = compiled(
    r"(?i)\([^()]{3,40}\)|\[[^\[\]]{3,40}\]"
    r"|(?:figures|values|amounts|cifras|valores|montos)(?: \p{L}+){0,2} (?:in|en) [^,.;()]{3,30}"
    r"|(?:in|en) (?-i:[A-Z]{0,3}\p{Sc}|[A-Z]{3}|Rs\.?) ?"
    r"(?:thousands?|millions?|billions?|mn|bn|mln|miles|millones)(?!\w)"
    r"|(?:in|en) (?:thousands?|millions?|billions?|miles|millones) (?:of|de) [^,.;()]{3,25}"
)


def _own(sides: Filled, reader: Reader) -> Value:
    """The state whose page it is: that of its publisher, else of the post of which `sides` tell, else the first."""
    told = (value for chunk in (*_publisher(reader), *sides.get("sending", ())) for value in reader.values(chunk))
    known = {value.key: value for value in reader.memory.pair}
    return next((known[s.key] for s in states_of(tuple(told), reader) if s.key in known), reader.memory.pair[0])


YEARS_LEAST = 2  # columns of years that make such a table


def _words(cell: Cell, reader: Reader) -> str:
    return " ".join(reader.document.text[cell.span.start : cell.span.end].split())


def _year(words: str, reader: Reader) -> str:
    """The EDTF of a year or of a fiscal year; "" for other words."""
    match = YEARS.fullmatch(words.strip())
    return next(iter(first_date(match[1], reader.document.language)), "") if match else ""


def _flows(
    columns: Sequence[tuple[str, Cell]], captions: Sequence[str], own: Value, date: str, reader: Reader
) -> Iterator[Draft]:
    """One flow for each cell of one, in its own unit, in that of the header or in that of the caption."""
    other = reader.other((own,))
    for name, cell in columns:
        figure = _words(cell, reader)
        amount = _figure(figure, (cell.header, *captions), reader) if name in _FLOWS else None
        if amount is None or other is None:
            continue
        value, currency = amount
        roles: Roles = {"amount": (Value(figure, value, "amount"),), "currency": (Value(currency, currency, "text"),)}
        if name == "turnover":
            roles["parties"] = reader.memory.pair
        else:
            first, second = _direction(cell, name, own, other, reader)
            roles |= {"exporter": (first,), "importer": (second,)}
        start = min(each.span.start for _, each in columns)
        yield Draft("TradeVolume", roles, date or None, "asserted", Span(start, cell.span.end), "table", 0.7)


def _figure(figure: str, captions: Sequence[str], reader: Reader) -> tuple[str, str] | None:
    """Value and currency of a cell: its own ("$120 million"), or those of the first caption that tells a unit."""
    if not _NUMBER.fullmatch(figure) and not _TOLD_NUMBER.fullmatch(figure):
        own = find_amounts(figure, reader.document.language)
        return (own[0].value, own[0].currency) if len(own) == 1 and own[0].currency else None
    unit = next((words for words in captions if _unit("1", words, reader)), "")
    return _unit(figure, unit, reader) if unit else None


def _direction(cell: Cell, name: str, own: Value, other: Value, reader: Reader) -> tuple[Value, Value]:
    """Who exports to whom: "Exports to Kenya" are the other's, "Kenyan exports" Kenya's own, "Peru to Kenya" Peru's."""
    header = words_line(reader, cell.header)
    told = header.all(("state", "demonym"))
    named = [(index, chunk) for index, chunk in told if not header.symbols.startswith("$", index + 1)]  # "US$ million"
    if len(named) == 2 and _WAY.fullmatch(header.symbols, named[0][0] + 1, named[1][0]):
        first, second = (next(iter(reader.values(chunk)), own) for _, chunk in named)
        return first, second
    if len(named) == 2 and name == "import" and named[1][1].kind == "state" and named[0][1].kind == "state":
        first, second = (next(iter(reader.values(chunk)), own) for _, chunk in named)
        return second, first  # "Importaciones de Kenia desde Perú"
    from_it = said(reader.names.language)["own-flow"]
    for index, chunk in named[:1]:
        state = next(iter(reader.values(chunk)), own)
        its = header.symbols.startswith("'", index + 1) or from_it.search(header.symbols[:index])
        partner = chunk.kind == "state" and not its
        own = (reader.other((state,)) or own) if partner else state
        other = reader.other((own,)) or other
    return (own, other) if name == "export" else (other, own)


_WAY = compiled(r" (?:\w{1,2}|into|hacia|[-–—>→]{1,2}) ")  # "Peru to Kenya", "Perú a Kenia", "Peru → Kenya"
_UNIT = compiled(r"(?i)(?:\bin\b|\ben\b|[(\[]|: ?|, )(?:[^()\[\]:,;]{0,40}(?=[,;])|[^()\[\]:]{0,40})")
_LAST_WORDS = compiled(r"[^()\[\]:]{0,40}$")


def _unit(number: str, words: str, reader: Reader) -> tuple[str, str] | None:
    """Value and currency of a number in a unit ("in thousand US dollars"); None for words that name no currency."""
    for match in (*_UNIT.finditer(words, overlapped=True), *_LAST_WORDS.finditer(words)):
        unit = regex.sub(r"(?i)^(?:[(\[]|in |en |de )+|[)\]]$", "", match[0].strip()).strip(" ()[].,:")
        noughts = _NOUGHTS.match(unit)
        unit, times = (noughts["currency"], 10 ** noughts["noughts"].count("0")) if noughts else (unit, 1)
        unit = _LETTERS_FIRST.sub(lambda found: captioned(found[0]), unit)
        unit = _TERMS.sub("", _CUT_SHORT.sub("", unit))
        unit = _PLURALS.sub(lambda found: _PLURAL_OF[found[0].lower().split()[0]], unit)
        signed = (form.sub(made, unit) for form, made in _SIGNED if form.match(unit))
        forms = (f"1 {unit}", *signed) if unit else ()
        every = [(form, find_amounts(form, reader.document.language)) for form in forms]
        alone = (a for form, a in every if len(a) == 1 and a[0].currency and a[0].span == Span(0, len(form)))
        one = max(alone, key=lambda found: Decimal(found[0].value), default=[])
        if len(one) == 1 and one[0].currency:
            if _TOLD_NUMBER.fullmatch(number) and times * Decimal(one[0].value) != 1:
                return None  # "3 million" below "in million euros"
            plain = find_amounts(f"{number} USD", reader.document.language)
            if not plain:
                return None
            value = format(times * Decimal(plain[0].value) * Decimal(one[0].value), "f")
            return (value.rstrip("0").rstrip(".") if "." in value else value), one[0].currency
    return None


_CUT_SHORT = compiled(r"(?<=\p{L}{2})\.(?= )")  # "mln. USD"
_TERMS = compiled(r"(?i),? (?:FOB|CIF|FAS|F\.O\.B|C\.I\.F)$")  # "US$ millions FOB"
_PLURAL_OF = {"thousands": "thousand", "miles": "mil", "billions": "billion"}
_PLURALS = compiled(r"(?i)\b(?:thousands|miles|billions)\b(?: (?:of|de)\b)?")
_LETTERS_FIRST = compiled(r"^\p{Lu}(?= |$)")
# "R'000", "US$ 000", "NOK '000s"
_NOUGHTS = compiled(r"^(?P<currency>\p{Lu}[\p{L}.]*\p{Sc}?|\p{Sc}) ?['’‘´`]? ?(?P<noughts>000(?: ?000)?)['’]?s?$")
_SIGNED = (
    (compiled(r"^(\p{L}+)(?: (?:de|of))? ([A-Z]{0,3}\p{Sc})$"), r"\2 1 \1"),
    (compiled(r"^([A-Z]{0,3}\p{Sc}|[A-Z]{3}|Rs\.?) ?(\p{L}+\.?)$"), r"\1 1 \2"),
    (compiled(r"^(\p{Lu}\p{L}{0,3}\.?) (\p{Ll}+\.?)$"), r"\1 1 \2"),  # "R million", "Ksh million"
    (compiled(r"^(\p{Lu}[\p{L}.]{0,4})$"), r"\1 1"),  # "Ksh"
    (compiled(r"^([A-Z]{0,3}\p{Sc}|[A-Z]{3}|Rs\.?),? (?:in|en) (\p{L}+\.?)$"), r"\1 1 \2"),  # "USD in millions"
    (compiled(r"^(\p{L}{3,12}) (\p{Ll}+\.?)$"), r"1 \2 \1"),  # "Rand millions"
)


# -- data sheets ------------------------------------------------------------------------------------------------------


def labelled_sums(current: Line, leads: list[Line], sides: Filled, reader: Reader) -> Iterator[Draft]:
    """ "Exports: 5 billion yen" below "Trade with Peru (2020)", "Grants: 3 billion yen" below "Japan's aid"."""
    text, language = reader.document.text, reader.names.language
    field = _field(current, text)
    place = leads[0].starts[0] if leads else -1
    if (
        field is None
        and len(current.symbols) < FIELD_MAX
        and any(pattern.search(current.symbols) for _, pattern in fitting(current, language, "TradeVolume", "Aid"))
    ):
        reader.memory.sheet = place, current  # "(1) Trade with Peru (2020)", which heads the next lines of the list
    leads = _below_sheet(leads, reader)
    table = table_of(reader, THINGS_TABLE) if field is not None and len(reader.memory.pair) == 2 else None
    if field is None or table is None:
        return
    label = text[field.label.start : field.label.end].strip(" ()–-")
    kind = meaning(label, table)
    if kind in _FLOWS:
        yield from _traded(kind, label, field, leads, _own(sides, reader), reader)
    elif kind == _AID:
        yield from _given(field, leads, reader)


def _below_sheet(leads: list[Line], reader: Reader) -> list[Line]:
    """The lines above, with the one of the same list that heads the lines behind it."""
    sheet, place = reader.memory.sheet, leads[0].starts[0] if leads else -1
    return [sheet[1], *leads] if sheet is not None and sheet[0] == place else leads


def bare_sums(current: Line, leads: list[Line], sides: Filled, reader: Reader) -> Iterator[Draft]:
    """ "2018: exports 5.1; imports 7.3" below "Trade (in millions of euros)", and "2018 – 5.1" below "Exports to Peru
    (in millions of euros)": figures whose unit stands in a line above."""
    table = table_of(reader, THINGS_TABLE) if len(reader.memory.pair) == 2 else None
    if table is None or current.all(("amount", "person")) or len(current.symbols) > FIELD_MAX:
        return
    names = (chunk.text for _, chunk in current.all(("name",)))  # "Import" may look like one
    if any(meaning(name, table) not in _FLOWS for name in names):
        return
    leads = _below_sheet(leads, reader)
    captions = [lead.words for lead in leads]
    start, end = current.starts[0], current.ends[-1]
    line = _BARE.fullmatch(reader.document.text, start, end)
    if line is None or not any(_unit("1", words, reader) for words in captions[:UNIT_NEAR]):
        return
    told = _above("TradeVolume", leads, reader)
    year = _year(line["year"], reader) if line["year"] else _dated_above(leads, told, reader)
    numbers = [Span(*span) for span in line.spans("figure")]
    labels = [reader.document.text[a:b].strip(" ,;") for a, b in line.spans("flow")]
    if labels == [""] and (flow := meaning(captions[0], table)) in _FLOWS and _states_flow(leads[0], told):
        labels, kinds = captions[:1], [flow]
    elif told is not None:
        kinds = [meaning(label, table) for label in labels]
    else:
        return
    if not year or any(kind not in _FLOWS for kind in kinds):
        return
    partner = next((value for chunk in (told or {}).get("with", ()) for value in reader.values(chunk)), None)
    own = (reader.other((partner,)) if partner is not None else None) or _own(sides, reader)
    for kind, label, number in zip(kinds, labels, numbers, strict=True):
        for draft in _flows([(kind, Cell(number, label))], captions, own, year, reader):
            yield replace(draft, span=Span(start, number.end), rule="sheet")


UNIT_NEAR = 2  # lines above that may tell the unit


def sums_in_a_run(current: Line, leads: list[Line], sides: Filled, reader: Reader) -> Iterator[Draft]:
    """ "Bilateral trade (US$ million): 2016: 84.3; 2017: 135.9" and "Exports: 5.1 (2016), 7.3 (2017)": a sum for each
    year, whose unit and flow stand before them or in a line above."""
    table = table_of(reader, THINGS_TABLE) if len(reader.memory.pair) == 2 else None
    text, start, end = reader.document.text, current.starts[0], current.ends[-1]
    if table is None or end - start > RUN_LONGEST or len(_YEAR.findall(text, start, end)) < RUN_LEAST:
        return
    run = _RUN.search(text, start, end)
    if run is None:
        return
    leads = _below_sheet(leads, reader)
    head = " ".join(text[start : run.start()].split())
    about = [head] if len(head) > len("In") else [lead.words for lead in leads[:1]]
    captions = [*(each[0] for each in _UNIT_TOLD.finditer(head)), head, *(lead.words for lead in leads[:UNIT_NEAR])]
    captions = [words for words in captions if _unit("1", words, reader)]
    kind = _flow_told(about[0], table, reader) if about and captions else ""
    if not kind or _of_a_third(current, run.start(), reader):
        return
    if captions[0] not in head and _above("TradeVolume", leads, reader) is None:
        return  # "Exports: …", of which no line above tells that it is of trade
    own = _own(sides, reader)
    for one in _OF_A_YEAR.finditer(text, *run.span()):
        cell = Cell(Span(*one.span("figure")), about[0])
        for draft in _flows([(kind, cell)], captions, own, _year(one["year"], reader), reader):
            yield replace(draft, span=Span(start, one.end()), rule="sheet")


def _flow_told(words: str, table: Frame, reader: Reader) -> str:
    """The flow that the words before a run of sums name; "" for another thing."""
    if said(reader.names.language)["no-trade"].search(words.lower()):
        return ""
    kind = meaning(words, table)
    of_trade = said(reader.names.language)["on-trade"].search(words.lower())
    return kind if kind in _FLOWS else "turnover" if of_trade else ""


def _of_a_third(current: Line, stop: int, reader: Reader) -> bool:
    """Whether the words up to a place in the text name a state of which the page does not tell, but in a unit."""
    text, start = reader.document.text, current.starts[0]
    units = [each.span() for each in _UNIT_TOLD.finditer(text, start, stop)]
    named = (chunk for _, chunk in current.all(("state", "demonym")) if chunk.start < stop)
    apart = (chunk for chunk in named if not any(a <= chunk.start < b for a, b in units))
    known = {state.label for state in reader.memory.pair}
    return any(value.label not in known for chunk in apart for value in reader.values(chunk))


RUN_LONGEST, RUN_LEAST = 500, 2  # characters of a line with such sums, and years in it


def _states_flow(lead: Line, told: Filled | None) -> bool:
    """Whether a lead tells of the flow between two states: it names one, or stands below a line on trade."""
    return told is not None or bool(lead.all(("state", "demonym", "states")))


def _dated_above(leads: Sequence[Line], told: Filled | None, reader: Reader) -> str:
    """The year of figures that tell none: that which heads them, or of which the line on trade speaks."""
    if year := heading_year(leads):
        return year
    chunks = (chunk for chunk in (told or {}).get("date", ()) if isinstance(chunk, Chunk))
    return next((edtf for chunk in chunks for edtf in reader.edtf(chunk)), "")


# "2018: exports 5.1; imports 7.3", "Exports: 5.1", "2018 – 5.1"
_FIGURE = rf"(?P<figure>(?:\d[\d.,]*\d|\d)(?:{_POWER})?)"
_BARE = compiled(
    r"\W{0,4}(?:(?P<year>(?:FY ?)?[12]\d{3}(?:\s?[-–/]\s?\d{2}(?:\d\d)?(?![\d.,]))?)\W{1,3})?"
    rf"(?:(?P<flow>){_FIGURE}|(?:(?P<flow>\p{{L}}[\p{{L}} ]{{2,40}}?)\W{{1,3}}{_FIGURE}"
    r"(?:(?:[;,.]?| /) (?:(?:and|y) )?(?=\p{L})|(?=[;.]?$))){1,4})[;.]?"
    # "Exports 2018: 5.1"
    rf"|\W{{0,4}}(?P<flow>\p{{L}}[\p{{L}} ]{{2,40}}?) \(?(?P<year>[12]\d{{3}})\)?\W{{1,3}}{_FIGURE}[;.]?"
)


_YEAR = compiled(r"(?<!\d)[12]\d{3}(?!\d)")
_FISCAL = r"(?P<year>(?:FY ?)?(?<!\d)[12]\d{3}(?:\s?[-–/]\s?\d{2}(?:\d\d)?(?![\d.,]))?)(?!\d)"
# "2016: 84.3", "2016 (84.3)", "84.3 in 2016", "84.3 (2016)"
_ONE = rf"(?:{_FISCAL}(?:\s?[:=–—-]\s?| \(){_FIGURE}\)?|{_FIGURE}(?: \p{{Ll}}{{2}} | \(){_FISCAL}\)?)"
_OF_A_YEAR = compiled(_ONE)
_RUN = compiled(rf"(?<![\d.,]){_ONE}(?:(?:[;,/]|[;,]? \p{{Ll}}{{1,3}}) ?{_ONE}){{1,14}}(?=[.;]?$| \()")


@dataclass(frozen=True, slots=True)
class _Field:
    """The label of a sum, the sum, and the date that the field tells with it."""

    label: Span
    amount: Chunk
    date: Chunk | None


def _field(current: Line, text: str) -> _Field | None:
    """The field that a line is: a label, and behind a colon or in the next line one sum."""
    amounts = current.all(("amount",))
    if len(amounts) != 1 or current.ends[-1] - current.starts[0] > FIELD_MAX:
        return None
    _, amount = amounts[0]
    label = _LABEL.match(text, current.starts[0], amount.start)
    if label is None:
        return None
    dates = [chunk for _, chunk in current.all(("date",))]
    beside = [c for c in dates if c.start < label.end() or _OPENED.fullmatch(text, amount.end, c.start)]
    return _Field(Span(*label.span(1)), amount, beside[0] if len(beside) == len(dates) == 1 else None)


FIELD_MAX = 160  # characters
_OPENED = compiled(r" ?\([^():;]{0,30}")  # "(cumulative total up to 2016)", behind a sum
_LABEL = compiled(r"(\p{Lu}[^:.;\n]{2,60}?)(?: ?\(?\d{4}\)?)?(?:\s?:\s|\s?--|\n)\s*(?:\p{L}+\.?\s){0,2}$")


def _above(type_: str, leads: list[Line], reader: Reader) -> Filled | None:
    """What the nearest line above that speaks of such sums says of them; None if none does."""
    for lead in leads:
        for _, pattern in fitting(lead, reader.names.language, type_):
            if match := pattern.search(lead.symbols):
                found: Filled = {}
                for name, chunk in captured(lead, match):
                    found.setdefault(name, []).append(chunk)
                return found
    return None


def _dated(field: _Field, told: Filled, reader: Reader) -> str:
    """When: as the field says, else as the line above does."""
    chunks = [field.date, *(chunk for chunk in told.get("date", ()) if isinstance(chunk, Chunk))]
    until = (chunk for chunk in told.get("until", ()) if isinstance(chunk, Chunk))  # "accumulated up to 2019"
    dates = (edtf for chunk in chunks for edtf in reader.edtf(chunk))
    ends = (f"../{edtf.removeprefix('../')}" for chunk in until for edtf in reader.edtf(chunk))
    return next(chain(dates, ends), "")


def _traded(kind: str, label: str, field: _Field, leads: list[Line], own: Value, reader: Reader) -> Iterator[Draft]:
    told = _above("TradeVolume", leads, reader)
    if told is None:
        return
    partner = next((value for chunk in told.get("with", ()) for value in reader.values(chunk)), None)
    if partner is not None:
        own = reader.other((partner,)) or own
    cell = Cell(Span(field.amount.start, field.amount.end), label)
    for draft in _flows([(kind, cell)], (), own, _dated(field, told, reader), reader):
        yield replace(draft, span=Span(field.label.start, field.amount.end), rule="sheet")


def _given(field: _Field, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    told = _above("Aid", leads, reader)
    house = reader.memory.house  # the page of an embassy tells what its own state has given
    own: list[Chunk | str] = [unsaid_state(house.label, house.key)] if house is not None else []
    donor = (told or {}).get("donor") or _publisher(reader) or own
    if told is None or not donor:
        return
    date = _dated(field, told, reader)
    for roles in finish("Aid", {**told, "date": [], "until": [], "amount": [field.amount], "donor": donor}, reader):
        yield Draft("Aid", roles, date or None, "asserted", Span(field.label.start, field.amount.end), "sheet", 0.7)


def _publisher(reader: Reader) -> list[Chunk | str]:
    """The state whose ministry published the page, as a mention; empty if none says so."""
    return [unsaid_state(reader.names.label(key), key) for key in [reader.publisher] if key]
