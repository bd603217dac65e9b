"""What server and query worker say to each other: frames of a kind, a length, and bytes."""

from __future__ import annotations

import struct
from typing import Final

HEADER: Final = struct.Struct("!cI")

READY: Final = b"R"
ASK: Final = b"A"
PART: Final = b"P"  # of an answer's body
END: Final = b"E"
FAULT: Final = b"F"


def frame(kind: bytes, content: bytes) -> bytes:
    """A frame as it goes through the pipe."""
    return HEADER.pack(kind, len(content)) + content
