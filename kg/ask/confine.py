"""A process that gives up what a query does not need: new files, new connections, and memory without bound."""

from __future__ import annotations

import os


def confine(memory: int) -> None:
    """No new file or connection from now on, and no more than so many bytes of memory beyond what is in use.

    This is the second wall behind the guard: pyoxigraph follows SERVICE and has no switch against it.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limits; the guard and the time limit remain
        return
    used = _address_space()
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the engine prints when it runs out of memory
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _address_space() -> int:
    """Bytes of this process's address space; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
