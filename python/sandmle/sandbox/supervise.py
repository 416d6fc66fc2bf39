"""Watches one running program and judges how it ended. The only place where a status is decided."""
from __future__ import annotations

import os
import re
import select
import signal
import time
from typing import Any, Callable

TICK_S = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")
PSS = re.compile(rb"^Pss:\s+(\d+)", re.M)


# Plain classes: importing dataclasses would add a tenth to the start of a cold cell.


class Ended:
    """How the main process ended: a wait status, its CPU time and its largest resident set."""

    def __init__(self, wait_status: int, cpu_s: float, max_rss_kb: int) -> None:
        self.wait_status = wait_status
        self.cpu_s = cpu_s
        self.max_rss_kb = max_rss_kb


class Running:
    """The file descriptors around a started program.

    `client` readable means that the caller is gone: it has nothing more to send. `started` holds b"1" once the
    program was about to run; anything else is our own failure. `directories` are file systems whose inodes are
    counted here, because their mount could not be given a cap.
    """

    def __init__(
        self, stdout: int, stderr: int, client: int, end: int, read_end: Callable[[], Ended], started: int,
        directories: tuple[str, ...] = (),
    ) -> None:
        self.stdout = stdout
        self.stderr = stderr
        self.client = client
        self.end = end
        self.read_end = read_end
        self.started = started
        self.directories = directories


class Tail:
    """The last `keep` bytes of a stream."""

    def __init__(self, keep: int) -> None:
        self.keep = keep
        self.data = b""
        self.total = 0

    def add(self, part: bytes) -> None:
        self.total += len(part)
        self.data = (self.data + part)[-self.keep:]

    def text(self) -> str:
        return self.data.decode("utf-8", "replace")


class Outcome:
    """What was observed of one program; `why` names the budget that ended it."""

    def __init__(self, keep: int) -> None:
        self.stdout = Tail(keep)
        self.stderr = Tail(keep)
        self.why: str | None = None
        self.ended: Ended | None = None
        self.wall_s = 0.0
        self.started = False


def kill_all() -> None:
    """SIGKILL to every process of the cell but this one, which is its pid 1."""
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _others() -> list[str]:
    return [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def resident_bytes(exact: bool = False) -> int:
    """Memory of all processes of the cell.

    RSS is cheap but counts a page once for every fork that shares it; PSS is exact, so it confirms before a kill.
    """
    total = 0
    for pid in _others():
        try:
            if exact:
                with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
                    found = PSS.search(file.read())
                total += int(found[1]) * 1024 if found else 0
            else:
                with open(f"/proc/{pid}/statm", "rb") as file:
                    total += int(file.read().split()[1]) * PAGE
        except (OSError, IndexError):
            continue
    return total


def _inodes_used(directories: tuple[str, ...]) -> int:
    facts = [os.statvfs(path) for path in directories]
    return sum(fact.f_files - fact.f_ffree for fact in facts)


def _over_budget(running: Running, limits: dict[str, Any]) -> str | None:
    budget = int(limits["memoryMB"]) << 20
    if resident_bytes() > budget and resident_bytes(exact=True) > budget:
        return "memory"
    if running.directories and _inodes_used(running.directories) > int(limits["inodes"]):
        return "output"
    return None


def watch(running: Running, limits: dict[str, Any]) -> Outcome:
    """Read the streams until the program and all its children are dead; kill them when a budget is over."""
    keep = int(limits["outputKB"]) << 10
    outcome = Outcome(keep)
    tails = {running.stdout: outcome.stdout, running.stderr: outcome.stderr}
    open_fds = {*tails, running.client, running.end}
    begin = time.monotonic()
    deadline, next_look = begin + int(limits["wallMs"]) / 1000, begin + TICK_S
    while outcome.ended is None or tails.keys() & open_fds:
        for fd in select.select(list(open_fds), [], [], TICK_S)[0]:
            if fd == running.end:
                outcome.ended = running.read_end()
                outcome.wall_s = time.monotonic() - begin
                open_fds.discard(fd)
                kill_all()
            elif fd == running.client:
                open_fds.discard(fd)
                outcome.why = outcome.why or "abandoned"
            else:
                part = os.read(fd, 1 << 16)
                tails[fd].add(part)
                if not part:
                    open_fds.discard(fd)
        now = time.monotonic()
        if outcome.stdout.total + outcome.stderr.total > 4 * keep:
            outcome.why = outcome.why or "output"
        if outcome.ended is None and now > deadline:
            outcome.why = outcome.why or "wall"
        if outcome.ended is None and outcome.why is None and now > next_look:
            next_look = now + TICK_S
            outcome.why = _over_budget(running, limits)
        if outcome.why:
            kill_all()
    kill_all()
    outcome.started = os.read(running.started, 2) == b"1"
    return outcome


def judge(outcome: Outcome, limits: dict[str, Any]) -> tuple[str, int | None]:
    """Status and code. Nothing that the program wrote takes part in it."""
    if not outcome.started or outcome.ended is None:
        return "infra", None
    if outcome.why:
        return outcome.why, None
    code = os.waitstatus_to_exitcode(outcome.ended.wait_status)
    if code < 0:
        # A program may raise SIGXCPU itself: the clock decides, not the signal. The limit counts whole timer ticks,
        # which on a shared machine run ahead of the time that is accounted.
        out_of_time = outcome.ended.cpu_s >= int(limits["cpuS"]) * 0.7
        if -code in (signal.SIGXCPU, signal.SIGKILL) and out_of_time:
            return "cpu", code
        return "signal", code
    return ("ok" if code == 0 else "nonzero"), code


def result_header(outcome: Outcome, limits: dict[str, Any]) -> dict[str, Any]:
    """The result's header without the collected files."""
    status, code = judge(outcome, limits)
    keep = int(limits["outputKB"]) << 10
    ended = outcome.ended or Ended(0, 0.0, 0)
    return {
        "status": status,
        "code": code,
        "stdout": outcome.stdout.text(),
        "stderr": outcome.stderr.text(),
        "truncated": outcome.stdout.total > keep or outcome.stderr.total > keep,
        "usage": {
            "wallMs": round(outcome.wall_s * 1000, 2),
            "cpuMs": round(ended.cpu_s * 1000, 2),
            "maxRssMB": round(ended.max_rss_kb / 1024, 1),
        },
    }
