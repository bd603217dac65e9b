"""Names that no list holds: runs of capitalised words that may be a person nobody has heard of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import regex

from kg.compiled import Match, compiled, light
from kg.extract.names import Names
from kg.extract.said import said
from kg.lexicon.language import Language

_CAP = r"\p{Lu}[\p{L}\p{M}'’]*+(?:-(?=\p{L})[\p{L}\p{M}'’]*+)*+\.?"
_PARTICLE = (
    r"(?:de la|de las|de los|de|del|da|das|do|dos|di|du|des|van der|van den|van de|van|von der|von und zu|von|zu"
    r"|ter|ten|der|den|vel|zur|bin|binti|ibn|bint|arap|ould|wa|ole|al|el|ul|ud|y|e|ben|abu|af|av|la|le|les|lo|st\.?|al-|el-|ad-|as-|ash-|ar-|at-"
    r"|an-|ol-|ul-|d['’]|o['’])"
)
_ORDINAL = r"(?:la|el|le) [IVXLC]+\b"  # "in Lima the III Meeting": no part of the name before it
_NEXT = r"[ye] (?:la|el|las|los) "  # "la de Kenia, Ana Soto y la de Malí": the article speaks of another
_WORD = rf"(?:{_CAP}|(?:al|el|ad|as|ash|ar|at|an)-{_CAP}|(?<=\bÓ )h{_CAP})"  # "Seán Ó hÁdhaigh"
# "Samuela 'Ofa Tupou": a letter of Polynesian names, no quotation mark ("Jack 'Big' Berg")
_GLOTTAL = r"(?:['‘’ʻʼ](?=\p{Lu}[\p{L}\p{M}'’]*\p{L}(?![\p{L}'’])))?"
_RUN = light(
    rf"{_WORD}(?:(?:[ \u00a0]|(?<=\.))(?!{_ORDINAL}|{_NEXT})(?:(?=\p{{Ll}})(?:{_PARTICLE}[ \u00a0]?){{1,3}})?"
    rf"{_GLOTTAL}{_WORD}"
    rf"|(?:,? (?:Jr|Sr)\.)|[ \u00a0](?:[IVX]{{1,5}})\b){{0,13}}"
)
_TOKEN = light(rf"{_GLOTTAL}{_WORD}|[IVX]{{1,5}}\b")
_ABBREVIATIONS = (
    "Mr. Mrs. Ms. Smt. Dr. Sr. Sra. Gen. Col. Lt. St. No. H.E. H.E Prof. Hon. Rev. Capt. Maj. Sen. Rep. Gov. U.S. D. "
    "Dn. Excmo. Excma. Ing. Lic. Srta. Dña. Da. Sres. Nº Art. Inc. Ltd. Co. Corp. S.A. Ph.D. M.D. Esq. "
    "Dott. Dott.ssa Dipl. Mag. Ir. Drs. Avv. Mme. Mlle. Amb. Engr. Gral. Cnel. Tte. Brig. Adm. Mons. Msgr. "
    "CMG KCMG GCMG DCMG CBE OBE MBE KBE DBE GBE CVO KCVO GCVO MVO LVO DSO KCB GCB GCFR GCON CFR CON OFR OON MFR EGH "
    "CGH EBS CBS MBS OAM GNZM DNZM KNZM CNZM ONZM OCC SPM PhD Ph. Ph Ph.D"
)
_ABBREVIATION = frozenset(_ABBREVIATIONS.split())


class Candidate(NamedTuple):  # many are made, and a named tuple is made three times as fast
    start: int
    end: int
    kind: str
    what: Any


@dataclass(frozen=True, slots=True)
class Casing:
    """Words that a document writes in lower case, words it writes with a capital inside a sentence, the names of
    bygone states that it gives to cities, and abbreviations of its own: surface -> (kind, entity keys); names of
    places that are somebody's surname in it; the key of the state that says "we" in it."""

    lower: frozenset[str]
    capital: frozenset[str]
    cities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    short: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    surnames: frozenset[str] = frozenset()
    described: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # "Nordic country" -> the one of the page
    speaker: str = ""


NO_CASING = Casing(frozenset(), frozenset())


def casing(text: str) -> Casing:
    """How a document writes its words."""
    words = " ".join(dict.fromkeys(text.split()))  # each once
    return Casing(frozenset(_LOWER.findall(words)), frozenset(_INNER_CAPITAL.findall(text)))


# What stands before is looked at behind the first letter, by which `re` finds its way.
_LOWER = light(r"\p{Ll}(?<![\p{L}'’-].)\p{Ll}{2,}(?!\p{L})")
_INNER_CAPITAL = light(r"\p{Lu}(?<=(?:[\p{Ll},;)]|\b\p{Lu}\.) .)[\p{L}\p{M}'’-]+")


def with_runs(text: str, start: int, end: int, hits: list[Candidate], names: Names, casing: Casing) -> list[Candidate]:
    """Add names: runs of capitalised words. A known place inside a longer run of unknown words is part of a name."""
    over: list[Candidate | None] = [None] * (end - start + 1)
    for hit in hits:
        over[hit.start - start : hit.end - start] = [hit] * (hit.end - hit.start)
    runs: list[Candidate] = []
    for match in _RUN.finditer(text, start, end):
        first, last = match.span()
        known = over[first - start]
        if match[0] in names.common or (known and known.end >= last):
            continue
        group: list[tuple[int, int]] = []
        for token in _tokens(match):
            a, b = token
            known = over[a - start]
            good = known is None or known.kind in _OPEN or text[a:b] == "D." or known.kind == "demonym"
            good = good and (
                _opens_surname(text, token, over[min(b + 1, end) - start])
                or _in_name(text, token, (first, last), group, known, names, casing)
                # "Ann Lund Dane", and nothing else in the passage: a surname
                or (_is_demonym(known) and bool(group) and (group[0][0], b) == (start, end))
            )
            good = good and not any(text.startswith(_STYLES, max(at, first)) for at in (a, a - 2, a - 3))
            good = good and (not _opens(text, token, start) or text[a:b] in casing.capital or _goes_on(text, b))
            if group and (not good or _parted(text, group, token, known, names)):
                runs.extend(_names(text, group, over, start, names))
                group = []
            if good:
                group.append(token)
        if group:
            runs.extend(_names(text, group, over, start, names))
    if not runs:
        return hits
    after = said(names.language)["named-after"]
    before = said(names.language)["named-before"]
    runs = [
        r._replace(kind="decoy")
        if after.search(text, max(0, r.start - 40), r.start) or before.match(text, r.end)
        else r
        for r in runs
    ]
    covered = [(run.start, run.end) for run in runs]
    kept = [hit for hit in hits if not any(a < hit.end and hit.start < b for a, b in covered)]
    return sorted(kept + runs, key=lambda hit: hit.start)


def _opens(text: str, token: tuple[int, int], start: int) -> bool:
    """Whether a word owes its capital to the sentence or quotation it opens: "I invite …", no "Lula"."""
    a, b = token
    if b - a > 24:
        return False
    return a == start or (text[a - 1] in _MARKS and text[b : b + 1] == " ")


_MARKS = frozenset('"“«‘¿¡')


def _tokens(run: Match) -> Iterable[tuple[int, int]]:
    """The places of the words of a run; most runs are one."""
    words = run[0]
    if " " in words or "\u00a0" in words or "." in words[:-1]:
        return (token.span() for token in _TOKEN.finditer(run.string, *run.span()))
    return (run.span(),)


def _in_name(
    text: str,
    token: tuple[int, int],
    run: tuple[int, int],
    group: list[tuple[int, int]],
    known: Candidate | None,
    names: Names,
    casing: Casing,
) -> bool:
    """Whether a word of a run is one of a name, behind the words of the name in `group`."""
    a, b = token
    inside = bool(group) and text[group[-1][1] : a] == " "
    # "Víctor Paz Estenssoro": inside a name, a word that is also a common noun belongs to it
    lower = frozenset[str]() if inside else casing.lower
    absorbed = known is None or known.kind in _ABSORBED
    return (
        (absorbed and _is_name_word(text[a:b], names, lower))
        or (known is None and not group and _LONE.match(text, a, run[1]) is not None)
        or (known is None and not group and _is_particle(text, token))
        or (text[a:b] == "D." and _is_initial(text, a, group[-1][1] if group else 0, names.language))
        or ((known is None or known.kind in _OPEN) and _is_surname(text, a, b, group, names))
        or (
            inside
            and (known is None or _is_surname_too(text, group, token, known, names))
            and _between(text, group, token, run[1], names)
        )
        or (bool(group) and _is_compound(text, a, names))
        or (bool(group) and known is None and _SAINT.match(text, a) is not None)
        or (known is None and inside and len(group) > 1 and _BRIEF_LAST.match(text, a) is not None)
        or (not group and _is_given(text, token, known, names))
        or (not group and known is None and _is_addressed(text, token, names))
        # "Denis Toscano": where demonyms are written small, a capital one inside a name is a surname
        or (inside and _is_demonym(known) and text[a:b].istitle() and _is_borne(text, group, b, names.language))
    )


def _is_borne(text: str, group: list[tuple[int, int]], end: int, lexicon: Language) -> bool:
    """Whether a demonym behind a name is a surname: where demonyms are written small; else behind a first name alone
    and before a verb or the end of a clause ("Ola French visited Lima", "Ana German, who …")."""
    if lexicon.small_demonyms:
        return True
    a, b = group[0]
    alone = (
        len(group) == 1 and text[a:b].isalpha() and not text[max(0, a - 2) : a].strip().isdigit()
    )  # "16 May French,"
    return alone and said(lexicon)["after-name"].match(text, end) is not None


def _opens_surname(text: str, token: tuple[int, int], following: Candidate | None) -> bool:
    """ "De Soto visited …", of whom the text has said "Ana de Soto": the particle belongs to the name."""
    a, b = token
    surname = _SURNAME.match(text, b) if text[a:b] in _PARTICLES and following is None else None
    return (
        surname is not None
        and re.search(rf"[^\W\d_]{{3,}} {text[a:b].lower()}{re.escape(surname[0])}\b", text[:a]) is not None
    )


_SAINT = compiled(r"(?:Saint|Sainte) \p{Lu}")  # "Rosa de Saint Clair": behind a particle, a part of the surname
_PARTICLES = frozenset({"De", "Del", "Da", "Dos", "Di", "Van", "Von"})
_SURNAME = compiled(r" \p{Lu}[\p{L}\p{M}'’-]+")


def _is_particle(text: str, token: tuple[int, int]) -> bool:
    """ "the envoy, Von Berg", "General De Berg": a particle with a capital, within a sentence, begins a surname."""
    inner = text[token[0] - 2 : token[0]].rstrip()[-1:]
    return _PARTICLE_FIRST.match(text, token[0]) is not None and (inner.isalpha() or inner == ",")


_PARTICLE_FIRST = compiled(r"(?:Von|Van|De|Du|Ter) (?:(?:der|den|la) )?\p{Lu}\p{Ll}")


def _is_given(text: str, token: tuple[int, int], known: Candidate | None, names: Names) -> bool:
    """ "Reyes Berg": a title in the plural without an article, and one name behind it, is a given name; so is the noun
    in "Marco Berg"."""
    if text[slice(*token)] not in names.language.given or not _goes_on(text, token[1]):
        return False
    if known is None:
        behind = _TOKEN.match(text, token[1] + 1)
        return behind is not None and _is_name_word(behind[0], names, frozenset())
    return known.kind == "office" and not text[: token[0]].lower().endswith(("los ", "majestades "))


def _is_surname_too(
    text: str, group: list[tuple[int, int]], token: tuple[int, int], known: Candidate, names: Names
) -> bool:
    """Whether a title behind a name is a surname as well: "Ana Rey Soto", but "Ana's Prince Soto"."""
    owned = text[slice(*group[-1])].endswith(("'s", "’s"))
    return known.kind == "office" and not owned and text[slice(*token)] in names.language.surnames


def _is_addressed(text: str, token: tuple[int, int], names: Names) -> bool:
    """ "Mr. An Berg": behind a title of courtesy the first of two words is a name, whatever else it means."""
    a, b = token
    if text[b - 1] == "." or not _goes_on(text, b) or _COURTESY.search(text, max(0, a - 8), a) is None:
        return False
    return _titles(names.language).fullmatch(text[a:b].lower()) is None


def _is_compound(text: str, start: int, names: Names) -> bool:
    """ "María del Mar Soto": the common noun belongs to a given name."""
    return said(names.language)["compound"].search(text, max(0, start - 16), start) is not None


def _is_demonym(hit: Candidate | None) -> bool:
    return hit is not None and hit.kind == "demonym"


def _is_initial(text: str, start: int, end: int, lexicon: Language) -> bool:
    """Whether a "D." behind a name is an initial ("John D. Berg"), not a title as in Spanish ("D. Juan Soto").

    Beside another initial ("S. D. Sharma", "D.K. Sharma") it is one in every language.
    """
    beside = (end > 0 and text[end - 1] == ".") or _TWO_INITIALS.match(text, start) is not None
    return beside or _titles(lexicon).fullmatch("d.") is None


_TWO_INITIALS = compiled(r"D\. ?\p{Lu}\.[ \p{Lu}]")


@cache
def _titles(lexicon: Language) -> regex.Pattern[str]:
    return compiled(lexicon.classes["hon"])


# "H.E. Ann Berg": what looks like initials is a style of address
_STYLED = compiled(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Shri|Smt|Sheikha?|Hon|Gen|Sr|Sra|Srta|Dra|Lic|Ing|Amb|Emb)\.?")
_STYLES = ("H.E.", "S.E.", "H.M.", "S.M.", "H.E ", "S.E ", "H. E.", "S. E.")


# "Nguyen Van An (May 2003)": a short word that ends a name of three, where brackets tell something of its bearer
_BRIEF_LAST = compiled(r"\p{Lu}\p{Ll}{1,2} \([^()]{0,20}\d{4}")
_LONE = compiled(r"(?![AIVXO])\p{Lu} \p{Lu}\p{Ll}{3,}")  # "S Jaishankar": an initial without its stop


def _between(text: str, group: list[tuple[int, int]], token: tuple[int, int], end: int, names: Names) -> bool:
    """ "Edgardo Mercado Jarrín": a common noun between two words of a name is part of it."""
    after = _TOKEN.match(text, token[1] + 1, end) if text[token[1] : token[1] + 1] == " " else None
    return (
        after is not None
        and text[slice(*token)] not in names.language.acts
        and _STYLED.fullmatch(text, *token) is None  # "of Peru Mr. Juan Soto"
        and len(text[slice(*group[-1])]) > 2
        and text[slice(*token)][1:].islower()
        and after[0] not in names.common
        and after[0][1:].islower()
    )


_ABSORBED = frozenset({"place", "name", "state"})
_OPEN = _ABSORBED | {"office"}  # kinds of mentions whose words may stand in a name
_COURTESY = compiled(r"\b(?:Mr|Mrs|Ms|Dr|Sr|Sra|Srta|Dra|Amb|Emb)\.? $")
_NUMERAL = compiled(r"[IVX]+")


def _parted(
    text: str, group: list[tuple[int, int]], token: tuple[int, int], hit: Candidate | None, names: Names
) -> bool:
    """Whether a token of a run begins another name: "Juan Soto y Ana Li"; not "José Ortega y Gasset"."""
    between = text[group[-1][1] : token[0]]
    if between.strip() in ("y", "e"):
        state = hit is not None and hit.kind == "state"  # "expelled Ola Berg y Perú …": who acts next
        if state or len(group) < 2 or _goes_on(text, token[1]) or bool(_NUMERAL.fullmatch(text, *group[-1])):
            return True
        several = said(names.language)["several-before"]
        return bool(several.search(text, max(0, group[0][0] - TITLED), group[0][0]))
    if _FULL_STOP.fullmatch(text, *group[-1]):  # "met President Soto. Visited a school", a cell of two sentences
        return True
    if text[group[-1][1] - 1] == "." and hit is not None and hit.kind == "place" and _DATED.match(text, token[1]):
        return True  # "Treaty of PAZ. Lima, 3 May 1990"
    return "\n\n" in between or (hit is not None and hit.kind == "state" and between.strip() in ("de", "del", "al"))


TITLED = 60  # characters before a name in which a title stands with its state: "los Reyes del Reino Unido, "
_DATED = compiled(r", \d{1,2} ")

# A word too long to be shortened, and a full stop; but for those that are.
_FULL_STOP = compiled(r"(?!(?:Alex|Benj|Chas|Edwd|Fred|Mohd|Robt|Saml|Theo|Thos)\.)\p{Lu}?[\p{L}\p{M}'’-]{4,}\.")


def _goes_on(text: str, end: int) -> bool:
    """Whether another capitalised word follows: a first word alone is seldom a name."""
    return bool(_NEXT_CAPITAL.match(text, end))


_NEXT_CAPITAL = light(
    r"(?:[ \u00a0]|(?<=\b\p{Lu}\.))"  # "D.M. Berg"
    r"(?:(?:de|del|la|bin|al|el|van|von|der|den|ter|ten|zu|da|dos|ibn|ben|arap|ould) ){0,2}(?:al-|el-)?\p{Lu}"
)


def _names(
    text: str, group: list[tuple[int, int]], over: list[Candidate | None], offset: int, names: Names
) -> Iterator[Candidate]:
    """Names in a run of tokens: all of it, or what is left beside the words that the gazetteer knows."""
    if not group:
        return
    inside = list(dict.fromkeys(hit for a, _ in group if (hit := over[a - offset]) is not None))
    unknown = [(a, b) for a, b in group if over[a - offset] is None]
    if not unknown:
        return
    if inside and inside[0].kind == "place" and inside[0].start == group[0][0]:
        behind = [token for token in group if token[0] >= inside[0].end]
        # "at London Charles G. Berg", "the consul in Lima Ola Berg"
        if behind and (
            _WITH_INITIAL.fullmatch(text, behind[0][0], behind[-1][1])
            or (len(behind) > 1 and _in_post(text, group[0][0], over, offset, names))
            or (len(behind) > 1 and _travels(text, group[0][0], names))
        ):
            yield from _names(text, behind, over, offset, names)
            return
    given = text[group[0][0] - 2 : group[0][0]] == ", " and len(group) == 2  # ", Francia Márquez"
    if text[slice(*group[0])] in names.language.given:  # "Jordan Ellis", but "Ambassador to Jordan Ola Ellis"
        given = given or len(group) == 2 or _GOVERNED.search(text, max(0, group[0][0] - 12), group[0][0]) is None
    if inside and not _absorbs(inside, group, unknown, given):
        if inside[0].kind == "state" and inside[0].start == group[0][0]:  # "Fiji Carl B. Paris": the name comes after
            yield from _names(text, [token for token in group if token[0] >= inside[0].end], over, offset, names)
            return
        for piece in _pieces(unknown, group):
            yield from _names(text, piece, over, offset, names)
        return
    start, end = group[0][0], group[-1][1]
    for suffix in ("'s", "’s", "'", "’"):
        if text[start:end].endswith(suffix):
            end -= len(suffix)
            break
    words = text[start:end]
    if words.endswith(".") and not _INITIAL.search(words):
        words, end = words[:-1], end - 1
    noble = _NOBLE.search(text, max(0, start - 10), start)
    start = noble.start() if noble is not None else start
    if len(words) < 3 or (len(group) == 1 and words.isupper() and len(words) < 6) or _INITIALS.fullmatch(words):
        return
    yield Candidate(start, end, "name", ())


_NOBLE = compiled(r"\b(?:von|van)(?: de[rn]?| und zu)? $")  # "the envoy, von Berg"


def _travels(text: str, at: int, names: Names) -> bool:
    """Whether a place is where somebody comes who is named behind it: "llegó a Lima Ola Berg"."""
    return said(names.language)["comes-to"].search(text, max(0, at - 24), at) is not None


def _in_post(text: str, at: int, over: list[Candidate | None], offset: int, names: Names) -> bool:
    """Whether a place is where somebody holds a post: "the consul in Lima"."""
    office = text.rfind(" ", 0, max(at - 1, 0)) - 1  # the last letter before the preposition
    known = over[office - offset] if office >= offset else None
    return known is not None and known.kind in ("office", "rank") and names.located(text, at)


_GOVERNED = compiled(r"\b\p{Ll}{1,5} $")  # up to a name: a preposition before it
_WITH_INITIAL = compiled(r"\p{Lu}\p{Ll}+(?: \p{Lu}\.)+ \p{Lu}[\p{L}'’-]+\.?")
_INITIALS = compiled(r"(?:\p{Lu}{1,2}\.){2,5}(?:\p{Lu}{1,2})?")  # "H.R.H.", a form of address
_INITIAL = compiled(r"(?:^|[ .])(?![IVX]\.)\p{Lu}\.$|Jr\.$|Sr\.$")


def _absorbs(
    inside: list[Candidate], group: list[tuple[int, int]], unknown: list[tuple[int, int]], given: bool
) -> bool:
    """ "Ricardo Lagos", "Santiago Peña": a known word beside unknown ones is part of a name; a leading state is not.
    Nor is "Sheikh Ali Al-Berg" the Sheikh Ali whom the world knows."""
    hit = inside[0]
    first = hit.start == group[0][0]
    behind = hit.kind == "name" and unknown[0][0] >= hit.end
    within = (group[0][0] <= hit.start or behind) and hit.end <= group[-1][1]
    return (
        len(inside) == 1
        and within
        and not (first and hit.kind == "state" and not given)
        and (hit.kind != "place" or not first or len(unknown) > 0)
    )


def _is_name_word(word: str, names: Names, lowercase: frozenset[str]) -> bool:
    if word in _ABBREVIATION:
        return False
    bare = word.rstrip(".")
    if len(bare) == 1 and word.endswith("."):  # an initial: "Paul A. Rojas"
        return True
    if bare.isupper() and len(bare) == 2 and bare.lower() in names.short:  # "AMBASSADOR IN TASHKENT"
        return False
    if bare.isupper() and len(bare) > 3 and bare.capitalize() in names.common:
        return False
    if names.language.adverbs and compiled(names.language.adverbs).fullmatch(bare):
        return False
    return bare not in names.common and (len(bare) < 3 or bare.lower() not in lowercase or bare.endswith(("'s", "’s")))


def _is_surname(text: str, start: int, end: int, group: list[tuple[int, int]], names: Names) -> bool:
    """ "Julia Bishop": a common word right behind a name, with no name behind it; some need a title before the name."""
    if not 0 < len(group) < 3 or text[group[-1][1] : start] != " " or _goes_on(text, end):
        return False
    word = text[start:end].rstrip(".")
    if word in names.language.surnames:
        return True
    titled = len(group) == 1 and word in names.language.titled_surnames
    before = said(names.language)["title-before"]
    return titled and bool(before.search(text, max(0, group[0][0] - 24), group[0][0]))


def _pieces(spare: list[tuple[int, int]], group: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Runs of neighbouring tokens among those left over."""
    piece: list[tuple[int, int]] = []
    for token in group:
        if token in spare:
            piece.append(token)
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece
