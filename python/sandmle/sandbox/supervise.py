"""Watches one running program and judges how it ended. The only place where a status is decided."""
from __future__ import annotations

import os
import select
import signal
import time
from typing import Any, Callable

from sandmle.sandbox.account import Account

TICK_S = 0.05
# After its last process was killed, a cell is empty within this time or never.
EMPTYING_S = 2.0
# Between two looks at the clock, however fast a program makes orphans.
REAPED_AT_ONCE = 256


# Plain classes: importing dataclasses would add a tenth to the start of a cold cell.


class Ended:
    """How the main process ended: a wait status, its CPU time and its largest resident set."""

    def __init__(self, wait_status: int, cpu_s: float, max_rss_kb: int) -> None:
        self.wait_status = wait_status
        self.cpu_s = cpu_s
        self.max_rss_kb = max_rss_kb


class Reaper:
    """Waits for every process that this pid 1 inherits, and adds up their processor time."""

    def __init__(self, main: int = 0) -> None:
        self.main = main
        self.cpu_s = 0.0
        self.ended: Ended | None = None

    def collect(self) -> bool:
        """Take what has ended, some of it where there is much; False when there is no child left."""
        for _ in range(REAPED_AT_ONCE):
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            self.cpu_s += usage.ru_utime + usage.ru_stime
            if pid == self.main:
                self.ended = Ended(status, 0.0, usage.ru_maxrss)
        return True

    def main_end(self) -> Ended:
        self.collect()
        if self.ended is None:
            raise ValueError("the program ended and cannot be waited for")
        return self.ended


class Running:
    """The file descriptors around a started program.

    `client` readable means that the caller is gone: it has nothing more to send. `started` holds b"1" once the
    program was about to run; anything else is our own failure. Streams are read without blocking: a program may open
    them again and take away what was announced.
    """

    def __init__(
        self, stdout: int, stderr: int, client: int, end: int, read_end: Callable[[], Ended], started: int,
        account: Account, reaper: Reaper,
    ) -> None:
        self.stdout = stdout
        self.stderr = stderr
        self.client = client
        self.end = end
        self.read_end = read_end
        self.started = started
        self.account = account
        self.reaper = reaper
        for fd in (stdout, stderr, started):
            os.set_blocking(fd, False)


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
        self.cpu_s = 0.0
        self.started = False


def kill_all() -> None:
    """SIGKILL to every process of the cell but this one, which is its pid 1."""
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _read(fd: int, size: int) -> bytes | None:
    """Bytes, b"" at the end of the stream, None when there is nothing now."""
    try:
        return os.read(fd, size)
    except BlockingIOError:
        return None


class Watch:
    """One program under watch."""

    def __init__(self, running: Running, limits: dict[str, Any]) -> None:
        self.running = running
        self.limits = limits
        self.keep = int(limits["outputKB"]) << 10
        self.outcome = Outcome(self.keep)
        self.tails = {running.stdout: self.outcome.stdout, running.stderr: self.outcome.stderr}
        self.open_fds = {*self.tails, running.client, running.end}
        self.begin = time.monotonic()

    def take(self, fd: int) -> None:
        if fd == self.running.end:
            self.outcome.ended = self.running.read_end()
            self.outcome.wall_s = time.monotonic() - self.begin
            self.open_fds.discard(fd)
            kill_all()
        elif fd == self.running.client:
            self.open_fds.discard(fd)
            self.outcome.why = self.outcome.why or "abandoned"
        else:
            part = _read(fd, 1 << 16)
            if part is not None:
                self.tails[fd].add(part)
            if part == b"":
                self.open_fds.discard(fd)

    def cpu_s(self) -> float:
        ended = self.outcome.ended
        return self.running.account.cpu_s(self.running.reaper.cpu_s + (ended.cpu_s if ended else 0.0))

    def breach(self) -> str | None:
        """The budget that is over now, if one is."""
        if self.outcome.stdout.total + self.outcome.stderr.total > 4 * self.keep:
            return "output"
        if self.outcome.ended is not None:
            return None
        if time.monotonic() - self.begin > int(self.limits["wallMs"]) / 1000:
            return "wall"
        if self.running.account.over_memory():
            return "memory"
        return "cpu" if self.cpu_s() > int(self.limits["cpuS"]) + 1 else None

    def empty(self) -> bool:
        return self.outcome.ended is not None and not self.tails.keys() & self.open_fds

    def run(self) -> Outcome:
        outcome, over_since = self.outcome, None
        while not self.empty():
            for fd in select.select(list(self.open_fds), [], [], TICK_S)[0]:
                self.take(fd)
            self.running.reaper.collect()
            outcome.why = outcome.why or self.breach()
            if outcome.why or outcome.ended is not None:
                kill_all()
                over_since = over_since or time.monotonic()
                if time.monotonic() - over_since > EMPTYING_S:
                    break
        kill_all()
        self.settle()
        return outcome

    def settle(self) -> None:
        """Wait for what was killed, then close the account."""
        until = time.monotonic() + EMPTYING_S
        while self.running.reaper.collect() and time.monotonic() < until:
            time.sleep(0.002)
        if self.outcome.why is None and self.running.account.over_memory():
            self.outcome.why = "memory"
        self.outcome.cpu_s = self.cpu_s()
        self.running.account.end()
        self.outcome.started = _read(self.running.started, 2) == b"1"
        self.outcome.wall_s = self.outcome.wall_s or time.monotonic() - self.begin


def watch(running: Running, limits: dict[str, Any]) -> Outcome:
    """Read the streams until the program and all its children are dead; kill them when a budget is over."""
    return Watch(running, limits).run()


def judge(outcome: Outcome, limits: dict[str, Any]) -> tuple[str, int | None]:
    """Status and code. Nothing that the program wrote takes part in it, and nothing that it did is `infra`."""
    if not outcome.started:
        return "infra", None
    if outcome.why or outcome.ended is None:
        return outcome.why or "wall", None
    code = os.waitstatus_to_exitcode(outcome.ended.wait_status)
    if code < 0:
        # A program may raise SIGXCPU itself: the clock decides, not the signal. The limit counts whole timer ticks,
        # which on a shared machine run ahead of the time that is accounted.
        out_of_time = outcome.cpu_s >= int(limits["cpuS"]) * 0.7
        if -code in (signal.SIGXCPU, signal.SIGKILL) and out_of_time:
            return "cpu", code
        return "signal", code
    return ("ok" if code == 0 else "nonzero"), code


def before_start(outcome: Outcome) -> str:
    """How a cell ended whose program never began; without it nobody would know what to look for."""
    if outcome.why:
        how = f"over its budget: {outcome.why}"
    elif outcome.ended is None:
        how = "no end in time"
    else:
        code = os.waitstatus_to_exitcode(outcome.ended.wait_status)
        how = f"exit code {code}" if code >= 0 else f"signal {-code}"
    return f"the cell ended before its program began ({how})"


def result_header(outcome: Outcome, limits: dict[str, Any]) -> dict[str, Any]:
    """The result's header without the collected files."""
    status, code = judge(outcome, limits)
    keep = int(limits["outputKB"]) << 10
    said = outcome.stderr.text()
    if status == "infra":
        said = f"{said.rstrip()}\n{before_start(outcome)}".lstrip()
    ended = outcome.ended or Ended(0, 0.0, 0)
    return {
        "status": status,
        "code": code,
        "stdout": outcome.stdout.text(),
        "stderr": said,
        "truncated": outcome.stdout.total > keep or outcome.stderr.total > keep,
        "usage": {
            "wallMs": round(outcome.wall_s * 1000, 2),
            "cpuMs": round(outcome.cpu_s * 1000, 2),
            "maxRssMB": round(ended.max_rss_kb / 1024, 1),
        },
    }
