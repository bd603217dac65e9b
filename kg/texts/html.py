"""HTML to plain text with its structure kept: headings, lists and tables as Markdown. Offsets count in that text."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.compiled import compiled
from kg.errors import KGError
from kg.texts.page import Page

INDENT_MAX = 20  # blanks before an item of a nested list
DEPTH_MAX = 3000  # elements open at once; pages have less than a hundred, careless ones forget to close a few hundred

# Elements, roles and class names of what is no text of the page itself: as in Wikipedia, WordPress, Drupal, ministries.
_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "svg", "iframe", "select"}
)
_DROPPED_ROLES = frozenset({"navigation", "banner", "contentinfo", "search"})
_DROPPED_NAMES = compiled(
    r"(?i)(?:^|[\s_-])(?:nav(?:bar|box|igation)?|menu|breadcrumbs?|sidebar|cookies?|share|sharing|social|newsletter"
    r"|banner|mw-editsection|mw-jump-link|toc|catlinks|printfooter|noprint|related|pagination|skip-link"
    r"|screen-reader-text)(?:$|[\s_-])"
)
_MAIN = ("main", "[role=main]", "#mw-content-text", "article", "#content", "body")
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption"}
    | {"figure", "header", "hgroup", "hr", "legend", "main", "ol", "p", "pre", "section", "summary", "ul", "caption"}
)
_PARTS = "p, ul, ol, dl, table, div, blockquote"  # what makes a definition more than a line
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_BLANKS = compiled(r"[ \t\r\n\f]+")
# Elements that a parser nests as they come; those it closes itself (p, li, td ...) do not count.
_NESTING = compiled(r"(?i)<(/?)(?:div|span|table|ul|ol|dl|section|article|blockquote|font|b|i|em|strong|a|u|center)\b")
_CHARSET = regex.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", regex.IGNORECASE)


def read_page(content: bytes) -> Page:
    """The text of an HTML page, without menus and the like.

    Headings become lines with #, items lines with -, rows lines with |. Errors: LookupError and UnicodeError if the
    page names an encoding that is unknown or wrong, KGError if it is nested without end.
    """
    page = _decoded(content)
    if _is_too_deep(page):
        raise KGError("has elements inside each other without end; save its text as a plain file")
    tree = LexborHTMLParser(page)
    main = next((node for query in _MAIN if (node := _only(tree, query))), None)
    text = _tidied("".join(_written(main, flat=False))) if main else ""
    title = tree.css_first("title")
    return Page(
        text,
        _BLANKS.sub(" ", title.text()).strip() if title else "",
        _attribute(tree, "link[rel=canonical]", "href"),
        _attribute(tree, "meta[property='article:published_time']", "content")[:10],
    )


def _decoded(content: bytes) -> str:
    """The characters of a page: by its byte order mark, as UTF-8, or as its head says; as browsers do."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    match = _CHARSET.search(content[:4096])
    declared = match[1].decode("ascii") if match else "utf-8"
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if declared.lower() in ("utf-8", "utf8"):
            raise
        return content.decode("cp1252" if declared.lower() in ("iso-8859-1", "latin-1", "us-ascii") else declared)


def _is_dropped(node: LexborNode) -> bool:
    if node.tag in _DROPPED:
        return True
    found = node.attributes
    if not found:
        return False
    if "hidden" in found or found.get("aria-hidden") == "true" or found.get("role") in _DROPPED_ROLES:
        return True
    return _DROPPED_NAMES.search(f"{found.get('class') or ''} {found.get('id') or ''}") is not None


def _only(tree: LexborHTMLParser, query: str) -> LexborNode | None:
    """The element a query finds, if it is the only one: a page with many articles is a list of them."""
    nodes = tree.css(query)
    return nodes[0] if len(nodes) == 1 else None


def _attribute(tree: LexborHTMLParser, query: str, name: str) -> str:
    node = tree.css_first(query)
    return (node.attributes.get(name) or "").strip() if node else ""


def _written(root: LexborNode, flat: bool) -> Iterator[str]:
    """The text of a node and all below it, in order; `flat`: without tables and headings, for what stands in a cell.

    Without recursion, as pages can be nested without end.
    """
    stack: list[tuple[LexborNode | str, str]] = [(child, "") for child in _children(root)]
    while stack:
        node, indent = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        tag = node.tag or ""
        if tag == "-text":
            yield _BLANKS.sub(" ", node.text(deep=False))
        elif _is_dropped(node):
            continue
        elif tag == "br":
            yield "\n"
        elif tag == "table" and not flat:
            yield from _table(node)
        elif tag in _HEADINGS and not flat:
            yield f"\n\n{_HEADINGS[tag]} {_inline(node)}\n\n"
        else:
            before, after, deeper = _frame(tag, indent) if tag != "dd" else _definition(node, indent)
            yield before
            stack.append((after, ""))
            stack += [(child, deeper) for child in _children(node)]


def _children(node: LexborNode) -> list[LexborNode]:
    """The nodes below a node, the last first."""
    return list(node.iter(include_text=True))[::-1]


def _frame(tag: str, indent: str) -> tuple[str, str, str]:
    """What is written before and after an element's content, and the indentation of lists inside it."""
    if tag == "li":
        return f"\n{indent}- ", "", (indent + "  ")[:INDENT_MAX]
    if tag == "dt":
        return f"\n{indent}- ", "", indent
    if tag in ("ul", "ol") and indent:
        return "", "", indent
    return ("\n\n", "\n\n", indent) if tag in _BLOCKS else ("", "", indent)


def _definition(node: LexborNode, indent: str) -> tuple[str, str, str]:
    """A definition goes on with the line of its term, if it has no paragraphs of its own."""
    if node.css_first(_PARTS) is not None:
        return _frame("dd", indent)
    before = node.prev
    while before is not None and before.tag == "-text" and not before.text(deep=False).strip():
        before = before.prev
    mark = {"dt": ": ", "dd": "; "}.get(before.tag or "") if before is not None else None
    return (mark, "", indent) if mark else _frame("dd", indent)


def _inline(node: LexborNode) -> str:
    return _BLANKS.sub(" ", "".join(_written(node, flat=True))).strip()


def _table(table: LexborNode) -> Iterator[str]:
    """A Markdown table; a table inside a cell is part of its words."""
    cells = [[cell for cell in row.iter() if cell.tag in ("th", "td")] for row in _rows(table)]
    rows = [[_inline(cell).replace("|", "/") for cell in row] for row in cells]
    width = max((len(row) for row in rows), default=0)
    if width < 2:  # a frame for the layout, not a table
        yield "\n\n" + "\n\n".join(cell for row in rows for cell in row) + "\n\n"
        return
    head: list[str] = []
    body: list[list[str]] = []
    for at, row in enumerate(rows):
        over_all = len(row) == 1 < width and (cells[at][0].attributes.get("colspan") or "1") != "1"
        if over_all and row[0] and len(row[0]) <= TITLE_MAX:
            yield from _marked(head, body, width)
            yield f"\n\n###### {row[0]}\n\n"
            body = []
        elif all(cell.tag == "th" for cell in cells[at]) and not body:
            head = row
        else:
            body.append(row)
    yield from _marked(head, body, width)


TITLE_MAX = 120  # characters of a row that is a title of those below it


def _marked(head: list[str], rows: list[list[str]], width: int) -> Iterator[str]:
    """A Markdown table; nothing if it has no rows."""
    filled = [row for row in rows if any(row)]
    for row in (head, ["---"] * width, *filled) if filled else ():
        yield ("" if row is not head else "\n\n") + "| " + " | ".join([*row, *[""] * (width - len(row))]) + " |\n"
    yield "\n"


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """The rows of a table, not those of tables inside its cells."""
    for part in table.iter():
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part.iter() if row.tag == "tr")


def _is_too_deep(page: str) -> bool:
    """Whether more elements are open at one place than any true page has: the parser would take hours."""
    depth = 0
    for match in _NESTING.finditer(page):
        depth += -1 if match[1] else 1
        if depth > DEPTH_MAX:
            return True
    return False


def _tidied(text: str) -> str:
    """At most one empty line between blocks, no blanks at line ends nor before a paragraph."""
    lines = (line.rstrip(" \t") for line in text.split("\n"))
    kept = [line[1:] if line[:1] == " " != line[1:2] else line for line in lines]
    return regex.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n") + "\n"
