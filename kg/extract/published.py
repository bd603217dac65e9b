"""Whose page a document is: the state whose ministry or mission published it, as its head and its foot tell."""

from __future__ import annotations

from collections.abc import Iterator

from kg.compiled import compiled
from kg.extract.names import Names
from kg.extract.said import said
from kg.model import Document


def published_by(document: Document, names: Names) -> str:
    """Key of the state whose ministry published a page, as its title, its first or its last words tell, or "our embassy
    in Lima" anywhere; "" if none."""
    around = f"{document.title}\n{document.text[:_OPENING]}\n{document.text[-_OPENING:]}"
    found = next((state for name, state in names.language.publishers.items() if name in around), "")
    if found or len(document.parties) != _TWO:
        return found
    return _by_head(document, names) or _we(document, names)


_TWO = 2
_OPENING = 1500  # characters in which a page names its publisher


def _by_head(document: Document, names: Names) -> str:
    """Key of the one of two states whose page it is, as its first lines tell: the path to the page ends with the other
    ("Home » Countries » Peru"), or a ministry is that of a state ("Ministry of Foreign Affairs of Norway"; "Kingdom of
    Norway", below it "Ministry of Foreign Affairs"), or a mission is in the other ("Embassy in Peru")."""
    lines = [line.strip(" \t#=*•") for line in document.text[:_HEAD].splitlines() if line.strip()][:_LINES]
    for line in lines:
        path = [part.strip() for part in _PATH.split(line)]
        if len(path) > _TWO and (about := _party(path[-1], document, names)):
            return _other(about, document)
    feet = [line.strip() for line in document.text[-_HEAD:].splitlines() if line.strip()][-_FEET:]
    ministry = said(names.language)["foreign-ministry"]
    for line in (*lines, *feet):
        if (found := ministry.search(line)) is not None and (own := _party(line[found.end() :], document, names)):
            return own
    mission, abroad = said(names.language)["mission-of"], said(names.language)["post-abroad"]
    for line in lines[:_TOP]:
        if (found := mission.search(line)) is not None and (own := _party(line[found.end() :], document, names)):
            return own
        if (found := abroad.match(line)) is not None and (host := _party(line[found.end() :], document, names)):
            return _other(host, document)
    alone = [(at, key) for at, line in enumerate(lines) if (key := _party(line, document, names, places=False))]
    beside = [key for at, key in alone if any(map(ministry.search, lines[max(0, at - 1) : at + 2]))]
    if len({key for _, key in alone}) == _TWO:
        return beside[0] if beside else ""
    return beside[0] if beside and alone[0][0] else ""  # the first line may be the page's title


_HEAD = 800  # characters
_LINES = 10
_TOP = 4  # lines that may be a letterhead: "Embassy of Norway"
_FEET = 4
_PATH = compiled(r" ?[»>›→/|] ?")


def _party(words: str, document: Document, names: Names, places: bool = True) -> str:
    """Key of the one of the document's states that some words name, or one of its places, and nothing else; else ""."""
    name = _ARTICLE.sub("", words.strip(" .,;:–-|)©"))
    forms = (name, name.title(), _SMALL.sub(lambda small: small[0].lower(), name.title()))
    kind, keys = next((names.known[form] for form in forms if form in names.known), ("", ()))
    if kind != "state" and not places:
        return ""
    states = {(names.gazetteer.state_of_place(key) or "") if kind == "place" else key for key in keys}
    named = [party for party in document.parties if party in states]
    return named[0] if len(named) == 1 else ""


_ARTICLE = compiled(r"^(?:the|el|la|los|las) ")
_SMALL = compiled(r"\b(?:Of|The|And|De|Del|La|El|Los|Las)\b")


def _other(party: str, document: Document) -> str:
    return next(other for other in document.parties if other != party)


def _we(document: Document, names: Names) -> str:
    """Key of the state of a pair that tells of "our ambassador in Lima", or whose page bears the other's name."""
    title = document.title or document.text.lstrip().partition("\n")[0]
    about = _party(title.partition("|")[0].strip("# \r"), document, names, places=False)  # "Norway | Our embassies"
    if about:
        return _other(about, document)
    return next((_other(theirs, document) for theirs in _ours(document, names)), "")


def _ours(document: Document, names: Names) -> Iterator[str]:
    """The states in which "our embassy" is."""
    for match in said(names.language)["our-post"].finditer(document.text):
        words = document.text[match.end() : match.end() + _NAME].split(" ")[:_WORDS]
        heads = (" ".join(words[:count]).rstrip(".,;:)\n") for count in range(len(words), 0, -1))
        yield from filter(None, (_party(head, document, names) for head in heads))


_WORDS = 4  # of the name of a city or a state
_NAME = 160  # characters
