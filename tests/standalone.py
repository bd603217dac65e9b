"""Spark's standalone cluster on this machine: a master and two workers on loopback, from the pip package."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

# What a session needs to speak to nobody but this machine.
LOOPBACK: Final = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
# For a few pages the compilers of Java cost more than they save.
QUICK: Final = "-XX:TieredStopAtLevel=1"


@contextmanager
def standalone(
    folder: Path, memory_mb: int = 700, java: str = QUICK
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a master with two workers of one core, and the workers, each a process group of its own.

    `java` are options of the daemons, not of what works for them.
    """
    address = f"spark://127.0.0.1:{_free_port()}"
    master = _daemon(folder / "master", java, "master.Master", "--host", "127.0.0.1", "--port", address.split(":")[2])
    started = [master]
    try:
        wait_for(lambda: b"I have been elected leader" in (folder / "master.log").read_bytes())
        for number in (1, 2):
            own = ("--cores", "1", "--memory", f"{memory_mb}m", "-d", str(folder / f"worker{number}"))
            place = folder / f"worker{number}"
            started.append(_daemon(place, java, "worker.Worker", "--host", "127.0.0.1", *own, address))
        for number in (1, 2):
            wait_for(lambda n=number: b"registered with master" in (folder / f"worker{n}.log").read_bytes())
        yield address, started[1:]
    finally:
        for process in started:
            killed(process)


def killed(process: subprocess.Popen[bytes]) -> None:
    """End a daemon and all that it started, as kill -9 does."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(there: Callable[[], bool], limit_s: float = 120) -> None:
    """Wait until something is so; it is an error if that takes too long."""
    end = time.monotonic() + limit_s
    while not there():
        assert time.monotonic() < end, "the cluster did not start in time"
        time.sleep(0.2)


def _daemon(place: Path, java: str, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    import pyspark  # an extra; this module is collected also where it is missing

    home = Path(pyspark.__file__).parent
    # The workers know nothing of this checkout: what they run comes with the job.
    own = {"SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": "127.0.0.1"}
    own["SPARK_DAEMON_JAVA_OPTS"] = java
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "KG_HOME")} | own
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", "--webui-port", "0", *arguments]
    with place.with_suffix(".log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, env=env, cwd=place.parent, start_new_session=True)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
