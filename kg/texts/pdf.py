"""PDF to plain text: the pages one after the other, parted by form feeds. Offsets count in that text."""

from __future__ import annotations

import logging
from io import BytesIO

from pypdf import PasswordType, PdfReader
from pypdf.errors import PyPdfError

from kg.compiled import compiled
from kg.errors import KGError

# A word broken at the end of a line.
_BROKEN = compiled(r"(?<=\p{Ll})[-\u00ad\u2010]\n\s{0,10}(?=\p{Ll})")
# What pypdf raises on damaged files besides its own errors.
_DAMAGE = (
    PyPdfError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    RecursionError,
    OverflowError,
    OSError,
)


def read_pdf(content: bytes) -> str:
    """The text of a PDF file; words broken at line ends are joined. KGError if it is locked or damaged."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise KGError("is locked by a password; unlock it and try again")
        pages = [page.extract_text() for page in reader.pages]
    except _DAMAGE as error:
        raise KGError(f"is a damaged PDF file ({error}); open it and save it anew") from error
    text = "\n\f".join(page.replace("\r\n", "\n").replace("\r", "\n").strip("\n") for page in pages)
    return _BROKEN.sub("", text).encode("utf-8", "replace").decode("utf-8")
