"""Marks of Markdown inside lines (https://spec.commonmark.org): bold and slanted words, links, pictures, escapes."""

from __future__ import annotations

from collections.abc import Iterator

from kg.compiled import compiled, light

Edit = tuple[int, int, str]  # from where to where a text is to be replaced, and by what

_ADDRESS = r"[^()\s]{1,500}+(?:\([^()\s]{0,200}+\)[^()\s]{0,200}+){0,3}+"
# "[Peru](https://example.org/Peru_(state) \"Peru\")", "[[3]](#note-3)"
_LINK = compiled(
    r"(?<!\\)(?P<open>!?\[)(?P<said>(?:[^\[\]\n]|\\?\[[^\[\]\n]{0,100}+\]){0,300}+)"
    rf"(?P<close>\]\(<?(?=[^()\s]{{0,200}}?[./#:?]){_ADDRESS}>?(?:[ ]+(?:\"[^\"\n]{{0,300}}+\"|'[^'\n]{{0,300}}+'))?\))"
)
# "**Peru**", "***Peru***", "__Peru__"; "*Peru*" and "_Peru_", but no mark of a note ("5.3* and 6.1*") and no bullet
_BOLD = light(r"(?<![\\*])(\*{2,3})(?=[^\s*])(?:[^*\n]|\*(?!\*)){1,400}(?<=[^\s*])(\1)(?!\*)")
_BARS = light(r"(?<![\\\w])(_{1,3})(?=[^\s_])[^_\n]{1,400}(?<=[^\s_])(\1)(?!\w)")
_SLANTED = light(r"(?<![\\\w*])(\*)(?=[^\s*])[^*\n]{1,400}(?<=[^\s*])(\*)(?![\w*])")
_ESCAPE = light(r"\\(?=[\\`*_{}\[\]()#+.!|>~-])")
_NOTE = light(r"(?<=\S)\[\^[\w-]{1,30}\](?!:)")  # the mark of a note, "[^3]"
_BREAK = light(r"[ ]?<br ?/?>[ ]?")


def marks(text: str) -> Iterator[Edit]:
    """The edits that leave the words alone: of a link what it shows, of a picture nothing.

    >>> text = "On 3 May **Peru** opened [an office](https://example.org)."
    >>> [text[start:end] for start, end, _ in sorted(marks(text))]
    ['**', '**', '[', '](https://example.org)']
    """
    if "](" in text:
        for link in _LINK.finditer(text):
            if link["open"].startswith("!"):
                yield *link.span(), ""
            elif link["said"].isdecimal():  # "[3](#note)", the mark of a note
                yield link.start("close") + 1, link.end(), ""
            else:
                yield *link.span("open"), ""
                yield *link.span("close"), ""
    for match in _NOTE.finditer(text) if "[^" in text else ():
        yield *match.span(), ""
    for sign, form in (("**", _BOLD), ("*", _SLANTED), ("_", _BARS)):
        for match in form.finditer(text) if sign in text else ():
            yield *match.span(1), ""
            yield *match.span(2), ""
    for match in _ESCAPE.finditer(text) if "\\" in text else ():
        yield *match.span(), ""
    for match in _BREAK.finditer(text) if "<br" in text else ():
        yield *match.span(), "; "
