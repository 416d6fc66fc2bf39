"""Runs several programs of one task in one cell, one after the other, each in a process and a folder of its own.

usage: python -m sandmle.smoke --limits '{"cpuS": 1, "wallS": 20}' --out out
with agent/ and programs/<name>.py below the working directory. Writes out/report.json, {name: {status, cpuMs, wallMs,
output}}, and out/<name>.csv for every submission. Statuses: ok, failed, timeout; `touched` for a program that changed
anything outside its folder: the batch ends with it, and the programs after it are not in the report.

This process never reads what a program wrote before all of them have ended, so a later program, which is its fork,
inherits nothing of an earlier one.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import stat
import sys
import time
import traceback
import types
from pathlib import Path

from sandmle.sandbox import program

TAIL = 2000
MOST_BYTES = 8 << 20
SUBMISSION = "submission.csv"


def footprint(folders: tuple[Path, ...]) -> list[tuple[str, int, int]]:
    """Name, size and time of change of everything in some folders; a program cannot set the time of change."""
    found = []
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for path in (parent, *(f"{parent}/{name}" for name in names)):
                facts = os.lstat(path)
                found.append((path, facts.st_size, facts.st_ctime_ns))
    return sorted(found)


def become(source: Path, folder: Path, log: int, cpu_s: int) -> None:
    """Run a program in this process, which is a fork made for it. Does not return."""
    code = 1
    try:
        os.setpgid(0, 0)
        null = os.open(os.devnull, os.O_RDONLY)
        for mine, target in ((null, 0), (log, 1), (log, 2)):
            os.dup2(mine, target)
        os.closerange(3, 256)
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
        text = source.read_bytes()
        os.chdir(folder)
        sys.argv = ["program.py"]
        program.fresh_streams()
        program.forget_runner(program.runner_modules())
        program.seed_generators(0)
        main = types.ModuleType("__main__")
        main.__file__ = "program.py"
        sys.modules["__main__"] = main
        exec(compile(text, "program.py", "exec", dont_inherit=True), main.__dict__)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException as error:
        # The outermost frame is this function.
        own = error.__traceback__.tb_next if error.__traceback__ else None
        traceback.print_exception(type(error), error, own)
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code & 255)


def ends_within(pid: int, seconds: float) -> bool:
    """Wait for a child's end without reaping it; False when the time is over. SIGCHLD must be blocked."""
    until = time.monotonic() + seconds
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        left = until - time.monotonic()
        if left <= 0:
            return False
        # An orphan of an earlier program may wake us too: then look again.
        signal.sigtimedwait({signal.SIGCHLD}, left)
    return True


def run_program(source: Path, folder: Path, limits: dict) -> dict:
    """Run one program to its end; {status, cpuMs, wallMs}. Nothing of it is alive afterwards."""
    folder.mkdir(parents=True)
    (folder / "agent").symlink_to(Path.cwd() / "agent")
    log = os.open(folder.parent / f"{folder.name}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    begun = time.monotonic()
    # Blocked before the fork, so that an end between fork and wait is not missed.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    pid = os.fork()
    if pid == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        become(source, folder, log, int(limits["cpuS"]))
    os.close(log)
    late = not ends_within(pid, float(limits["wallS"]))
    if late:
        os.kill(pid, signal.SIGKILL)
    _, ended, used = os.wait4(pid, 0)
    end_the_rest()
    spent = used.ru_utime + used.ru_stime
    out_of_time = late or (os.WIFSIGNALED(ended) and os.WTERMSIG(ended) in (signal.SIGXCPU, signal.SIGKILL))
    wrote = is_file(folder / SUBMISSION)
    status = "timeout" if out_of_time else "ok" if ended == 0 and wrote else "failed"
    return {"status": status, "cpuMs": round(spent * 1000), "wallMs": round((time.monotonic() - begun) * 1000)}


def end_the_rest() -> None:
    """SIGKILL to whatever a program left behind. In a cell there is nobody else but its pid 1, which is spared."""
    if os.getppid() != 1:
        return
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass


def is_file(path: Path) -> bool:
    """True for a regular file of its own, not for a link."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def run_all(names: list[str], limits: dict, work: Path) -> dict[str, dict]:
    """Run the programs in their order until one of them touches what is not its own."""
    report: dict[str, dict] = {}
    for name in names:
        mine = work / name
        others = tuple(work / done for done in report)
        before = footprint((Path("agent"), Path("programs"), *others))
        report[name] = run_program(Path("programs") / f"{name}.py", mine, limits)
        if footprint((Path("agent"), Path("programs"), *others)) != before:
            report[name]["status"] = "touched"
            break
    return report


def tail_of(path: Path) -> str:
    """The last TAIL bytes of a log."""
    return path.read_bytes()[-TAIL:].decode("utf-8", "replace")


def main() -> None:
    """Command line; see the module text."""
    parser = argparse.ArgumentParser(prog="sandmle.smoke", description=__doc__)
    parser.add_argument("--limits", type=json.loads, required=True)
    parser.add_argument("--out", type=Path, default=Path("out"))
    options = parser.parse_args()
    work = Path.cwd() / "work"
    work.mkdir()
    report = run_all(sorted(path.stem for path in Path("programs").glob("*.py")), options.limits, work)
    options.out.mkdir()
    for name, entry in report.items():
        entry["output"] = tail_of(work / f"{name}.log")
        if entry["status"] == "ok":
            os.rename(work / name / SUBMISSION, options.out / f"{name}.csv")
    (options.out / "report.json").write_text(json.dumps(report) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
