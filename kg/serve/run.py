"""Listening: the port, the signals, the end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from kg.errors import KGError
from kg.serve.answers import EndedError, RefusalError
from kg.serve.app import application
from kg.serve.limits import DEFAULT, Limits
from kg.serve.pool import Pool
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
            application(site, limits, path, say),
            log_level="warning",
            access_log=False,
            lifespan="on",
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE_S,
            timeout_graceful_shutdown=_DRAIN_S,
        )
        server = uvicorn.Server(config)
        # uvicorn drains, then sends itself the signal again: by then there is nothing left to end.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
        site.close()
        if not server.started:
            raise KGError(f"{path}: no query worker could open it; give them more memory with --memory-limit")


def probe(path: Path, host: str, port: int, limits: Limits = DEFAULT, base: str = "") -> str:
    """What a server for the path answers to one question: a sentence with what it holds.

    Errors: KGError as `serve`, and if it does not answer.
    """
    site = open_site(path, base)
    _listening(host, port).close()
    try:
        count = asyncio.run(_counted(Pool(site.path, site.quads, site.base, limits)))
    finally:
        site.close()
    return f"{path} can be served: a query worker counts {count} statements in the best account"


async def _counted(pool: Pool) -> str:
    try:
        await pool.open()
        asking = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "allow": [], "rows": "csv", "triples": "nt"}
        answer = await pool.ask(asking)
        count = answer.body.read().split()[1].decode()
        pool.sent(answer)
        return count
    except (EndedError, RefusalError) as error:
        raise KGError(f"the query workers do not answer ({error or 'they ended'}); give them more memory") from None
    finally:
        await pool.close()


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
