"""Tables and entries of people who held a post: what each column or line says of the one named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.compiled import compiled
from kg.extract.cells import INFERRED, PEOPLE_TABLE, TOLD, meaning, table_of
from kg.extract.cells import columns as columns_of
from kg.extract.claims import Draft
from kg.extract.finish import finish
from kg.extract.held import ANY_RANK, rank_of, tenure
from kg.extract.homes import home_of
from kg.extract.items import nobody, ongoing, whole_name, with_first
from kg.extract.leads import forget_elsewhere, frame_told, list_frames, of_people, own_sides, roles_of, sided
from kg.extract.lines import cell_line, words_line
from kg.extract.roles.filled import Filled, Roles
from kg.extract.said import said
from kg.extract.symbols import SYMBOL, Chunk, Line, compile_pattern
from kg.extract.values import Reader
from kg.lexicon.language import Frame
from kg.model import Cell, Passage, Span, Value


def row(passage: Passage, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """A row of a table of people: the person's cell, then what each other column says of them."""
    table = table_of(reader, PEOPLE_TABLE)
    columns = columns_of(passage.cells, table) if table is not None else []
    person_cell = next((cell for role, cell in columns if role == "person"), None)
    if person_cell is None:
        return
    named = cell_line(reader, person_cell.span)
    people = [chunk for _, chunk in named.all(("person", "name"))]
    if not people:
        yield from _of_nobody(columns, person_cell, leads, reader)
        return
    person = with_first(
        whole_name(people[0], reader.document.text), reader.document.text, person_cell.span.start, reader
    )
    value = reader.person(person)
    found = _frame_of(person_cell, leads, reader)
    given = sided(found[1] if found else {}, leads)
    told = not person_cell.header.startswith(INFERRED) and {role for role, _ in columns} & _HELD_FROM
    bare = person_cell.header.startswith(INFERRED)
    if found is None and (bare or "sending" not in given) and not told:
        return  # a table of people, but not of those who held a post
    forget_elsewhere(reader)
    base = _with_country(columns, roles_of(given), leads, reader)
    text = reader.document.text[person_cell.span.start : person_cell.span.end]
    drafts = _cells(passage, columns, base, person, value, person_cell, reader)
    yield from map(_honorary, drafts) if said(reader.names.language)["honorary"].search(text) else drafts


def is_vacant(passage: Passage, reader: Reader) -> bool:
    """Whether a row of a table says that nobody held the post: "Vacant | 1990 | 1994"."""
    text, vacant = reader.document.text, said(reader.names.language)["vacant"]
    return any(vacant.fullmatch(text[cell.span.start : cell.span.end]) for cell in passage.cells[:NUMBERED])


NUMBERED = 2  # cells of a row among which is that of its person: a number stands before it


def _of_nobody(columns: list[tuple[str, Cell]], own: Cell, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """A row in which a post was vacant still tells who governed: "Vacant | 1990 | 1994 | Ana Li"."""
    found = _frame_of(own, leads, reader)
    base = roles_of(sided(found[1] if found else {}, leads))
    for cell in (cell for role, cell in columns if role.startswith("head")):
        for _, chunk in cell_line(reader, cell.span).all(("name", "names", "person", "people")):
            yield from (draft for each in chunk.each() for draft in _head(cell, each, own, base, reader))


def _frame_of(own: Cell, leads: list[Line], reader: Reader) -> tuple[Frame, Filled] | None:
    """What the head of the column of names tells of those in it, or the lines above the table; these first, if the
    head names no rank: "Head of mission", below "Ministers plenipotentiary"."""
    head = _header(own, reader)
    ranks = [chunk for _, chunk in head.all(("rank", "post")) if chunk.label not in ANY_RANK]
    order = [head, *leads] if ranks else [*leads, head]
    return frame_told(
        [f for f in list_frames(reader.names.language) if f[0].type == "Tenure"], order, reader.names.language
    )


def _honorary(draft: Draft) -> Draft:
    """ "Ola Berg (honorary)", in a list of consuls."""
    made = tuple(
        replace(office, label=f"{HONORARY} {office.label}") if office.label.startswith("consul") else office
        for office in draft.roles.get("office", ())
    )
    return replace(draft, roles={**draft.roles, "office": made}) if made else draft


HONORARY = "honorary"  # what the label of such a post begins with


def _with_country(columns: list[tuple[str, Cell]], base: Filled, leads: list[Line], reader: Reader) -> Filled:
    """The states of a row's post, of which a column names one: those of "Ambassadors of Peru", country by country."""
    states = [c for role, cell in columns if role == "country" for _, c in cell_line(reader, cell.span).all(("state",))]
    if len(states) != 1 or (base.get("sending") and base.get("receiving")):
        return base
    told = (own_sides(post) for lead in leads for _, post in lead.all(("post", "mission")))
    sending, receiving = next((sides for sides in told if any(sides)), ((), ()))
    if sending and not receiving:
        return {**base, "sending": [*sending], "receiving": [*states]}
    return {**base, "sending": [*states], "receiving": [*receiving]} if receiving and not sending else base


CELL_MAX = 100  # characters of a cell that holds a date; in a longer one it is that of something else
_HELD_FROM = frozenset({"agrement", "credentials", "accredited"})  # terms alone may be those of a board


def entry(passage: Passage, current: Line, leads: list[Line], reader: Reader) -> Iterator[Draft]:
    """What a line "Appointed: 3 May 1990" tells of the head of mission whose name stood alone above it."""
    if passage.kind == "row" or passage.span.end - passage.span.start > ENTRY_MAX:
        return
    if nobody(current, reader):
        return
    text, known = reader.document.text, reader.memory.entry
    label = _LABEL.match(text, passage.span.start, passage.span.end)
    if label is None and known is not None and passage.kind == "item":
        label = TOLD.match(text, passage.span.start, passage.span.end)
    role = meaning(label["label"], table_of(reader, PEOPLE_TABLE)) if label else ""
    if role in ("", "person"):
        named = _NAME_ALONE.core.fullmatch(current.symbols)
        who = current.chunk_at(named.start("who")) if named is not None else None
        if who is not None and not _ACRONYM.search(who.text):  # "Career FSO" below a name
            reader.memory.entry = (passage.paragraph, {"person": who})
        return
    if known is None or label is None or passage.paragraph - known[0] > LINES_MAX:
        return
    value = cell_line(reader, Span(label.end(), passage.span.end))
    yield from _of_entry(role, value, known[1], leads, reader, label.re is TOLD)


LINES_MAX = 8  # of an entry


ENTRY_MAX = 150  # characters of a line of it


_YEARS = compiled(r"\d{4}|.*/.*")
_ACRONYM = compiled(r"\b\p{Lu}{3,4}$")


_LABEL = compiled(r"(?:[•*–-]\s*)*(?P<label>\p{Lu}[\p{L}' ]{1,40}):\s*(?=\S)")


_NAME_ALONE = compile_pattern(
    r"[#*•–\d. -]*(?:\w+: ?)?(?P<who>{person|name})(?: \([^()]{4,40}\))?"
    r"(?:,? -? ?[^:;.\d]{0,60}|(?:,| -|;|\|) ?[^:;,.\d]{3,40}: ?[^:;\d]{2,40})?\.?",  # "Ola Berg - Residence: Lima"
    {},
)


def _of_entry(
    role: str, value: Line, entry: dict[str, Chunk], leads: list[Line], reader: Reader, in_words: bool
) -> Iterator[Draft]:
    """One line of an entry: the title is kept, a date makes a claim; a begin waits for its end."""
    titles = [chunk for _, chunk in value.all(("rank", "office", "post"))]
    dates = [chunk for _, chunk in value.all(("date",))]
    if role == "rank" and titles:
        entry["title"] = titles[0].part("office") or titles[0]
    if not dates:
        return
    reader.read_date(dates[0])
    if role == "term" and not all(_YEARS.fullmatch(edtf) for edtf in reader.edtf(dates[0], True)):
        return  # "Date: 23 October 2020": of the page, no term
    entry[role] = dates[0]
    heads = [lead for lead in leads if lead.starts and _LABEL.match(lead.text, lead.starts[0], lead.ends[-1]) is None]
    found = frame_told([f for f in of_people(reader) if f[0].type == "Tenure"], heads, reader.names.language)
    given = sided(found[1] if found else {}, heads)
    if role == "start" or (found is None and "sending" not in given):
        return
    told = {role: dates[0]}
    order = ("start", "appointed", *_BEGINS) if in_words else _BEGINS
    if role == "end" and (begin := next((entry[name] for name in order if name in entry), None)):
        told["start"] = begin
    dated = {
        name: (edtf[0], Cell(Span(chunk.start, chunk.end), ""))
        for name, chunk in told.items()
        if (edtf := reader.edtf(chunk, True))
    }
    base = roles_of(given)
    person = entry["person"]
    own = Cell(Span(person.start, person.end), "")
    if dated.keys() - {"end"}:
        yield from _dated(dated, base, person, entry.get("title"), own, reader)


_EITHER = compiled(r"(?<=\w)(?:/| ?\()[ao]s?\b\)?")  # "Presidente/a", "Presidente (a)"


def _header(cell: Cell, reader: Reader) -> Line:
    return words_line(reader, _EITHER.sub("", cell.header))


def _cells(
    passage: Passage,
    columns: list[tuple[str, Cell]],
    base: Filled,
    person: Chunk,
    value: Value,
    own: Cell,
    reader: Reader,
) -> Iterator[Draft]:
    dated: dict[str, tuple[str, Cell]] = {}
    offices: list[tuple[Chunk, Cell]] = []
    rest: list[Draft] = []
    for role, cell in columns:
        if cell is own or cell.span.start >= cell.span.end:
            continue
        line = cell_line(reader, cell.span)
        for _, chunk in line.all(("date", "dates")):
            reader.read_date(chunk)
            if role and cell.span.end - cell.span.start <= CELL_MAX and (edtf := reader.edtf(chunk, True)):
                lasts = role == "term" and "/" not in edtf[0] and ongoing(chunk, reader)
                told = edtf[0].removesuffix("/..") if role == "end" else edtf[0]  # "vacant since 2003"
                dated.setdefault(role, (f"{told}/.." if lasts else told, cell))
        if role == "end" and role not in dated and said(reader.names.language)["open-end"].match(line.symbols):
            dated[role] = ("..", cell)
        titles = [chunk for _, chunk in line.all(("office", "rank", "post"))]
        holder = [each for _, chunk in line.all(("name", "names", "person", "people")) for each in chunk.each()]
        if role.startswith("head") and holder:
            rest.extend(draft for each in holder for draft in _head(cell, each, own, base, reader))
        elif role == "remarks":  # what a note tells of posts is not the row's, unless it opens with a bare rank
            first = line.chunk_at(0) if not said(reader.names.language)["career"].match(line.symbols, 1) else None
            offices.extend((title, cell) for title in titles if title is first or title.detail != "diplomat")
        elif role in ("rank", "") and titles:
            offices.extend((title, cell) for title in titles)
    diplomat = next((title for title, _ in offices if title.kind == "rank" and title.detail == "diplomat"), None)
    diplomat = diplomat or next((rank for title, cell in offices if (rank := _bare_rank(title, cell, columns))), None)
    diplomat = _told_once(columns, diplomat, reader)
    if "end" in dated:
        reader.memory.ended = reader.paragraph
    elif reader.memory.ended == reader.paragraph and not {"start", "term"} & dated.keys() and _is_last(passage, reader):
        dated["end"] = ("..", own)  # the others of the table have left their posts
    if "appointed" in dated and dated.keys() & {*_AT_COURT}:
        reader.memory.presented = reader.paragraph
    yield from _dated(dated, base, person, diplomat, own, reader)
    for cell in (cell for role, cell in columns if role == "remarks"):
        yield from _remarked(cell, base, person, diplomat, own, reader)
        yield from _concurrent(cell, base, person, diplomat, own, reader)
    yield from _recalls(columns, person, value, reader)
    for title, cell in offices:
        if title is not diplomat and _bare_rank(title, cell, columns) is None:
            state = reader.office_state(title) or (None if title.part("org") else home_of(value, reader))
            roles: Roles = {
                "person": (value,),
                "office": (Value(title.text, title.label, "office"),),
                **({"of": (state,)} if state else {}),
            }
            rest.append(Draft("OfficeHeld", roles, None, "asserted", _around(person, cell.span), "table", 0.7))
    yield from rest


def _is_last(passage: Passage, reader: Reader) -> bool:
    """Whether no further row stands below a row."""
    return _BELOW.match(reader.document.text, passage.span.end) is None


# rows may be parted by empty lines
_BELOW = compiled(r"[^\w\n]*(?:\[[^\]\n]*\])?[^\w\n]*\n\s*(?![-=]{4})(?:\||[^\n|]{1,200}?(?:\S {2,}\S|\t|\|))")


def _bare_rank(title: Chunk, cell: Cell, columns: list[tuple[str, Cell]]) -> Chunk | None:
    """ "Minister", in the column of ranks: a head of mission, too."""
    return rank_of(title) if title.kind == "office" and ("rank", cell) in columns else None


def _told_once(columns: list[tuple[str, Cell]], diplomat: Chunk | None, reader: Reader) -> Chunk | None:
    """The rank of a row; one told for several rows stands in the first of them only."""
    known = reader.memory.rank
    if diplomat is not None and any(role == "rank" for role, _ in columns):
        reader.memory.rank = (reader.paragraph, diplomat)
    elif diplomat is None and known is not None and known[0] == reader.paragraph:
        return known[1] if all(role != "rank" for role, _ in columns) else None
    return diplomat


def _recalls(columns: list[tuple[str, Cell]], person: Chunk, value: Value, reader: Reader) -> Iterator[Draft]:
    """A remark that the person was recalled; by their own state, of course."""
    for _, cell in columns:
        if said(reader.names.language)["recalled"].search(reader.document.text, cell.span.start, cell.span.end):
            state = home_of(value, reader)
            roles: Roles = {"target": (value,), **({"agent": (state,)} if state else {})}
            yield Draft("Recall", roles, None, "asserted", _around(person, cell.span), "table", 0.7)


def _remarked(
    cell: Cell, base: Filled, person: Chunk, diplomat: Chunk | None, own: Cell, reader: Reader
) -> Iterator[Draft]:
    """What the remarks on an ambassador date: credentials, an appointment, an accreditation to a third state."""
    line = cell_line(reader, cell.span)
    for _, chunk in line.all(("date",)):
        reader.read_date(chunk)
    for kind in ("credentials", "appointed", "accredited"):
        found = said(reader.names.language)[f"remark-{kind}"].search(line.symbols)
        marks = line.mentions(found.end() - 1, found.end() + REMARK_MAX) if found is not None else []
        states = [chunk for _, chunk in marks if chunk.kind == "state"][:1]
        dates = [chunk for _, chunk in marks if chunk.kind == "date"][:1]
        if not dates or bool(states) != (kind == "accredited"):
            continue
        filled: Filled = {**base, "person": [person], **({"receiving": [*states]} if states else {})}
        if diplomat is not None:
            filled["office"] = [diplomat]
        span = _around(own.span, dates[0])
        for draft in tenure(_TABLE, filled, reader.edtf(dates[0])[:1], person, span, reader):
            roles = {**draft.roles, "kind": (Value(kind, kind, "text"),)}
            yield Draft("Appointment", roles, draft.date, "asserted", span, "table", 0.7)


def _concurrent(
    cell: Cell, base: Filled, person: Chunk, diplomat: Chunk | None, own: Cell, reader: Reader
) -> Iterator[Draft]:
    """The third states of a remark: where the embassy is represented, too ("Concurrent in Peru"), or to which the
    person was accredited ("Also accredited to Chile")."""
    line = cell_line(reader, cell.span)
    words = said(reader.names.language)
    found = words["remark-concurrent"].match(line.symbols)
    where = line.chunk_at(found.end()) if found is not None else None
    if found is None or where is None or where.kind not in ("state", "states"):
        return
    himself = words["remark-accredited"].search(f"{found[0]} ") is not None
    if himself and SYMBOL["date"] in line.symbols[found.end() : found.end() + REMARK_MAX]:
        return  # "Accredited to Chile on 9 July 2003", which is told with its day
    host = {v.label for part in base.get("receiving", ()) if isinstance(part, Chunk) for v in reader.values(part)}
    for state in where.each():
        span = _around(own.span, state)
        if himself and not host.isdisjoint(value.label for value in reader.values(state)):
            continue  # "Accredited to Chile", in the list of those in Chile
        if himself:
            yield from _accredited({**base, "receiving": [state]}, person, diplomat, span, reader)
            continue
        filled: Filled = {**base, "receiving": [state], "kind": ["non-resident embassy"]}
        for roles in finish("MissionPresent", filled, reader):
            yield Draft("MissionPresent", roles, None, "asserted", span, "table", 0.7)


def _accredited(base: Filled, person: Chunk, diplomat: Chunk | None, span: Span, reader: Reader) -> Iterator[Draft]:
    """ "Also accredited to Chile", without a day."""
    filled: Filled = {**base, "person": [person], **({"office": [diplomat]} if diplomat is not None else {})}
    for draft in tenure(_TABLE, filled, ["XXXX"], person, span, reader):
        roles = {**draft.roles, "kind": (Value("accredited", "accredited", "text"),)}
        yield Draft("Appointment", roles, None, "asserted", span, "table", 0.7)


REMARK_MAX = 12  # symbols behind such words in which the state and the date stand


def _head(cell: Cell, holder: Chunk, own: Cell, base: Filled, reader: Reader) -> Iterator[Draft]:
    """A column "President of the United States": its cell names the holder; "Head of state" is that of the sender."""
    header = _header(cell, reader)
    post = next((chunk for _, chunk in header.all(("post", "office"))), None)
    if post is None:
        return
    office, state = post.part("office") or post, reader.office_state(post)
    if state is None and (post.kind == "office" or not post.all_parts("state")):
        posts = [chunk for chunk in base.get("office", ()) if isinstance(chunk, Chunk)]
        sent = [chunk for chunk in base.get("sending", ()) if isinstance(chunk, Chunk)]
        sent += [part for chunk in posts for part in own_sides(chunk)[0]]
        state = next((value for chunk in sent for value in reader.values(chunk)), None)
    if office is None or state is None:
        return
    roles: Roles = {
        "person": (reader.values(holder)[0],),
        "office": (Value(office.text, office.label, "office"),),
        "of": (state,),
    }
    yield Draft("OfficeHeld", roles, None, "asserted", _around(own.span, holder), "table", 0.8)


_BEGINS = ("start", "credentials", "accredited", "appointed")  # from when a term counts that has an end
_AT_COURT = ("accredited", "credentials")  # an act of its own, whatever begins with it
_APPOINTMENT = {
    "agrement": "agrément",
    "accredited": "accredited",
    "credentials": "credentials",
    "appointed": "appointed",
}


def _dated(
    dated: Mapping[str, tuple[str, Cell]],
    base: Filled,
    person: Chunk,
    diplomat: Chunk | None,
    own: Cell,
    reader: Reader,
) -> Iterator[Draft]:
    filled: Filled = {**base, "person": [person]}
    if diplomat is not None:
        filled["office"] = [diplomat]
    if not dated:
        yield from tenure(_TABLE, filled, [], person, Span(person.start, person.end), reader)
    end, term = dated.get("end"), dated.get("term")
    begins: tuple[str, ...] = _BEGINS if end else ("start",)
    if end and "appointed" in dated and "credentials" in dated and _in_columns(dated):
        begins = ("start", "appointed")  # of a table: who was appointed is in office
    start = next((dated[name] for name in begins if name in dated), None)
    if end and not term and not start and end[0] != "..":
        span = _around(own.span, end[1].span)
        yield from tenure(_TABLE, dict(filled), [f"../{end[0].rpartition('/')[2]}"], person, span, reader)
    if first := term or start:
        edtf = first[0] if term or (first[0].count("/")) else f"{first[0]}/{end[0] if end else '..'}"
        span = _around(own.span, first[1].span, *([end[1].span] if end else []))
        yield from tenure(_TABLE, dict(filled), [edtf], person, span, reader)
    for role, kind in _APPOINTMENT.items():
        begun = end is not None and start is dated.get(role) and role not in _AT_COURT  # that is the term's begin
        begun = begun and "credentials" not in dated and reader.memory.presented != reader.paragraph
        if role not in dated or begun:
            continue
        edtf, cell = dated[role]
        for draft in tenure(_TABLE, dict(filled), [edtf], person, _around(own.span, cell.span), reader):
            roles = {**draft.roles, "kind": (Value(kind, kind, "text"),)}
            yield Draft("Appointment", roles, edtf, "asserted", draft.span, "table", 0.9)


def _in_columns(dated: Mapping[str, tuple[str, Cell]]) -> bool:
    """Whether these dates stand in the columns of a table, which have heads."""
    return all(cell.header for _, cell in dated.values())


def _around(*parts: Chunk | Span) -> Span:
    """From the first to the last of some cells or mentions, in whatever order they stand."""
    return Span(min(part.start for part in parts), max(part.end for part in parts))


_TABLE = Frame("table", "Tenure", "")
