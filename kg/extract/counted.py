"""Dates that a clause counts from the one before it: "in May 1964, a year after Kenya became independent"."""

from __future__ import annotations

from kg.compiled import compiled
from kg.extract.dategrammar import grammar
from kg.extract.relative import Relative, resolve_relative
from kg.extract.said import said
from kg.extract.symbols import Chunk, Line
from kg.extract.values import Reader


def counted_from(line: Line, start: int, reader: Reader) -> tuple[Chunk, str] | None:
    """The date before what begins at line.symbols[start], and the EDTF that the words between them make of it.

    None where nothing is counted. "A year after" it, so the happening itself came a year earlier.
    """
    words = said(reader.names.language)
    for form, shift in _SHIFTS.items():
        found = words[form].search(line.symbols, max(0, start - _REACH), start)
        date = line.chunk_at(found.start("date")) if found else None
        if found is None or date is None or not (told := reader.edtf(date)):
            continue
        if not shift:
            return date, told[0]
        relative = _shifted(found["n"], found["unit"], shift, reader)
        edtf = resolve_relative(relative, told[0]) if relative is not None else None
        return (date, edtf) if edtf else None
    return None


def soon_after(line: Line, start: int, end: int, reader: Reader) -> str | None:
    """ "Peru was recognised soon after it had broken away on 28 July 1921": in that year or about then."""
    words, symbols = said(reader.names.language)["soon-after"], line.symbols
    behind = words.search(symbols, end, end + 2 * _REACH)
    fronted = words.match(symbols, 0, start)
    if behind is not None and _PARTED.search(symbols, end, behind.start()) is None:
        found = behind
    elif fronted is not None and _MAIN.match(symbols, fronted.end(), start) is not None:
        found = fronted
    else:
        return None
    date = line.chunk_at(found.start("date"))
    told = reader.edtf(date) if date is not None else []
    return f"{told[0][:4]}~" if told and told[0][:4].isdigit() else None


_PARTED = compiled(r"[.;]|, .*, ")  # another clause begins
_MAIN = compiled(r"[^.;]{0,40}, ")  # the end of the clause in front
_REACH = 70  # symbols before a happening in which such words and their date stand
_SHIFTS = {"counted-same": 0, "counted-after": -1, "counted-before": 1}


def _shifted(number: str | None, unit: str, sign: int, reader: Reader) -> Relative | None:
    words = grammar(reader.names.language.code)
    scale, field = _UNITS.get(words.units.get(unit, ""), (0, ""))
    told = words.values["numbers"].get(number, 0) if number else 1  # "the day after"
    count = sign * scale * (int(number) if number and number.isdigit() else told)
    return Relative(**{field: count}) if count else None  # type: ignore[arg-type]


_UNITS = {
    "years": (1, "years"), "decades": (10, "years"), "months": (1, "months"), "weeks": (7, "days"), "days": (1, "days"),
}  # fmt: skip
