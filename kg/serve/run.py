"""Listening: the port, the signals, the end."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from kg.errors import KGError
from kg.serve.app import application
from kg.serve.limits import DEFAULT, Limits
from kg.serve.site import open_site

_DRAIN_S = 10  # what runs when the server is told to end may go on for so long
_KEEP_ALIVE_S = 10


def serve(
    path: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits = DEFAULT,
    base: str = "",
    say: Callable[[str], None] = print,
) -> None:
    """Serve the graph at a path until a signal ends it; KGError if it or the port cannot be opened."""
    site = open_site(path, base)
    with _listening(host, port) as listener:
        _more_files()
        shown = f"[{host}]" if ":" in host else host
        say(f"Serving {path} at http://{shown}:{listener.getsockname()[1]}/ (Ctrl-C ends it)")
        config = uvicorn.Config(
            application(site, limits),
            log_level="warning",
            access_log=False,
            lifespan="on",
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=_DRAIN_S,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        # With its protocol named, asyncio switches off the delay that small packets else wait for (40 ms an answer).
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, proto=socket.IPPROTO_TCP)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left may be taken again
        listener.bind((host, port))
        listener.listen(512)
        return listener
    except (OSError, OverflowError) as error:
        reason = str(getattr(error, "strerror", "") or error).lower()
        raise KGError(f"{host}:{port}: cannot be listened on ({reason}); give another --port or --host") from None


def _more_files() -> None:
    """As many open connections as the system allows without asking an administrator."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
