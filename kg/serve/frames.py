"""What server and query worker say to each other: frames of a kind, a length, and bytes."""

from __future__ import annotations

import struct
from typing import Final

HEADER: Final = struct.Struct("!cI")

READY: Final = b"R"
ASK: Final = b"A"
END: Final = b"E"  # the answer's body stands in the shared memory; format and length are told
FAULT: Final = b"F"


def frame(kind: bytes, content: bytes) -> bytes:
    """A frame as it goes through the socket."""
    return HEADER.pack(kind, len(content)) + content
