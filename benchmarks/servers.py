"""The servers that are measured: started the same way, asked for their CPU and memory, ended by their own id.

Each is a process of this interpreter with `-O` and compiled modules. A server that does not answer in time, or dies, is
reported with what it said. Linux only: CPU time comes from the process's own clock, memory from `/proc`.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from benchmarks.load import Load
from benchmarks.wire import HOST, Connection, WrongAnswer, request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.limits import Limit

ROOT = Path(__file__).resolve().parents[1]
UP_WITHIN = 60.0
"""Seconds that a server may take until it answers: a large scenario on a quarter of a CPU takes some."""
LOAD_WITHIN = 20.0
"""Seconds that one round of load may take."""
HEALTH = request("GET", "/healthz")


class NotUp(Exception):  # noqa: N818 - named by what happened
    """A server that did not come up; the message has the end of what it said."""


class Memory(NamedTuple):
    """Resident memory now, and the most there ever was, in bytes."""

    resident: int
    peak: int


class Cost(NamedTuple):
    """What a round of load cost: the server's CPU seconds, and the load as the client saw it."""

    cpu: float
    load: Load

    @property
    def per_cpu_second(self) -> float:
        """Answers per second of the server's CPU time: what does not depend on who else uses the machine."""
        return self.load.answered / self.cpu


class Server:
    """A running server. `seconds` and `cpu_at_start` are what it took from exec to the first 200 on `/healthz`."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, seconds: float) -> None:
        self._process = process
        self.port = port
        self.seconds = seconds
        self.cpu_at_start = self.cpu

    @property
    def cpu(self) -> float:
        """Seconds of CPU that the process has used so far, user and system."""
        return time.clock_gettime((~self._process.pid << 3) | 2)  # as clock_getcpuclockid(3) makes it

    @property
    def memory(self) -> Memory:
        lines = Path(f"/proc/{self._process.pid}/status").read_text("ascii", "replace").splitlines()
        facts = dict(line.split(":", 1) for line in lines if line.startswith("Vm"))
        return Memory(*(int(facts[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM")))

    def loaded(self, requests: Sequence[bytes], count: int) -> Cost:
        """Have a process of its own send `count` of the requests in turn. Raises `WrongAnswer`."""
        order = json.dumps([self.port, [raw.decode("latin-1") for raw in requests], count, LOAD_WITHIN])
        before = self.cpu
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.load"],
            input=order,
            capture_output=True,
            text=True,
            timeout=2 * LOAD_WITHIN + 20,
            check=False,
            cwd=ROOT,
        )
        if done.returncode:
            raise WrongAnswer(done.stderr.strip().rpartition("\n")[2])
        return Cost(self.cpu - before, Load(*json.loads(done.stdout)))

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        connection = Connection(self.port)
        try:
            yield connection
        finally:
            connection.close()


class Servers:
    """Starts servers, under a limit where one is given; their files are in a folder that goes with it."""

    def __init__(self, limit: Limit | None = None) -> None:
        self._limit = limit
        self._folder = tempfile.TemporaryDirectory(prefix="mockserver-benchmarks-")
        self.folder = Path(self._folder.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @contextmanager
    def mock(self, *flags: str) -> Iterator[Server]:
        """The server that this is about."""
        port = free_port()
        with self.running(["mockserver", "serve", "--port", str(port), *flags], port) as server:
            yield server

    @contextmanager
    def bare(self, prepared: bytes = b"{}") -> Iterator[Server]:
        """Bare aiohttp, which answers with these bytes."""
        port = free_port()
        file = self.folder / f"prepared-{port}"
        file.write_bytes(prepared)
        with self.running(["benchmarks.bare", str(port), str(file)], port) as server:
            yield server

    @contextmanager
    def running(self, module: Sequence[str], port: int) -> Iterator[Server]:
        """A module run as a server, from its first answer on until the block ends. Raises `NotUp`."""
        command = [sys.executable, "-O", "-m", *module]
        with (self.folder / f"log-{port}").open("wb+") as log, _limited(self._limit) as join:
            begun = time.perf_counter()
            process = subprocess.Popen(
                [*join, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=ROOT, env=_environment()
            )
            try:
                _wait_until_well(process, port, begun + UP_WITHIN)
                yield Server(process, port, time.perf_counter() - begun)
            except NotUp as error:
                log.seek(0)
                said = log.read().decode("utf-8", "replace")[-2000:]
                raise NotUp(f"{' '.join(command)}: {error}; it said:\n{said}") from None
            finally:
                _end(process)


@contextmanager
def _limited(limit: Limit | None) -> Iterator[Sequence[str]]:
    if limit is None:
        yield ()
    else:
        with limit.group() as join:
            yield join


def _wait_until_well(process: subprocess.Popen[bytes], port: int, until: float) -> None:
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise NotUp(f"it ended with status {process.returncode}")
        with suppress(ConnectionRefusedError):
            connection = Connection(port)
            try:
                connection.ask(HEALTH)
            finally:
                connection.close()
            return
        time.sleep(0.001)
    raise NotUp(f"it did not answer within {UP_WITHIN:.0f} seconds")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def _environment() -> Mapping[str, str]:
    """This process's environment without what would make a server another one than a user starts."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MOCKSERVER_"))}


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port
