"""A process that gives up what a query does not need: connections, other files, and memory without bound.

This is the second wall behind the guard: pyoxigraph follows SERVICE and has no switch against it.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from typing import Final

# RocksDB opens this many files of a store with the store, and the others when a query comes upon them.
_OPENED_AT_ONCE: Final = 16

# Of <linux/prctl.h>, <linux/seccomp.h>, <linux/audit.h> and the tables of system calls.
_NO_NEW_PRIVILEGES: Final = 38
_FILTER, _ALL_THREADS = 1, 1
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
# Machine -> its number, that of seccomp(2), and those of socket, io_uring_setup, execve and execveat.
_CALLS: Final = {
    "x86_64": (0xC000003E, 317, (41, 425, 59, 322)),
    "aarch64": (0xC00000B7, 277, (198, 425, 221, 281)),
}


def confine(memory: int, store: str = "") -> None:
    """No new connection from now on, no new file but those of the store at a path, and a bound on memory.

    `memory` is the number of bytes beyond those in use. Where the system does not refuse connections as such (other
    than Linux), no new file is what refuses them, unless the store has so many files that it must go on opening some.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limits; the guard and the time limit remain
        return
    used = _address_space()
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    files = len(os.listdir(store)) if store else 0
    _refuse_connections()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the engine prints when it runs out of memory
    limit = _highest() + files if files > _OPENED_AT_ONCE else 0
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def _highest() -> int:
    """A number that no open file exceeds."""
    try:
        return max(map(int, os.listdir("/proc/self/fd"))) + 1
    except OSError:
        return 256


def _refuse_connections() -> bool:
    """Have the kernel refuse this process new sockets and programs; whether it can."""
    known = _CALLS.get(platform.machine()) if platform.system() == "Linux" else None
    if known is None:
        return False
    machine, seccomp, calls = known
    program = _instructions(machine, calls)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    room = ctypes.create_string_buffer(program, len(program))
    given = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(room))
    return bool(libc.syscall(seccomp, _FILTER, _ALL_THREADS, given) == 0)


def _instructions(machine: int, calls: tuple[int, ...]) -> bytes:
    """A BPF program over (number of the call, machine): refuse these calls, and all calls as another machine."""
    steps = [(_LOAD, 0, 0, 4), (_IF_EQUAL, 0, len(calls) + 2, machine), (_LOAD, 0, 0, 0)]
    for n, call in enumerate(calls):
        steps.append((_IF_EQUAL, len(calls) - n, 0, call))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _address_space() -> int:
    """Bytes of this process's address space; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
