"""The parts of the runner that need no namespaces: frames, collecting, judging."""
from __future__ import annotations

import os
import signal
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

from sandmle.sandbox import collect, frames, supervise

LIMITS = {"cpuS": 2, "outputKB": 1}


def job(**changes: Any) -> dict[str, Any]:
    plain = {"kind": "file", "entry": "a.py", "argv": [], "seed": 0, "files": [["a.py", 3]], "collect": []}
    return {**plain, **changes}


class Frames(unittest.TestCase):
    def test_good_jobs_pass(self) -> None:
        frames.check_job(job())
        frames.check_job(job(kind="module", entry="sandmle.catalogue", files=[]))
        frames.check_job(job(collect=[["out/", 10], ["x/y.csv", 1]]))

    def test_bad_jobs_do_not(self) -> None:
        bad = [
            {"entry": "../a", "files": [["../a", 1]]},
            {"entry": "/a", "files": [["/a", 1]]},
            {"files": [["a.py", 1], ["a.py", 1]]},
            {"files": [["a.py", -1]]},
            {"files": [["a.py", frames.MAX_BYTES + 1]]},
            {"files": []},
            {"kind": "module", "entry": "os", "files": []},
            {"kind": "module", "entry": "sandmle", "files": []},
            {"kind": "shell"},
            {"collect": [["..", 1]]},
            {"collect": [[7, 1]]},
        ]
        for changes in bad:
            with self.subTest(changes), self.assertRaises(frames.FrameError):
                frames.check_job(job(**changes))

    def test_header_round_trip(self) -> None:
        read, write = os.pipe()
        os.write(write, frames.pack({"a": "é"}))
        self.assertEqual(frames.read_header(read), {"a": "é"})
        os.close(write)
        with self.assertRaises(EOFError):
            frames.read_header(read)
        os.close(read)


class Collecting(unittest.TestCase):
    def setUp(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.root = self.place.name
        os.makedirs(f"{self.root}/out/sub")
        for name, text in {"plain": "abc", "out/one": "1", "out/sub/two": "22"}.items():
            with open(f"{self.root}/{name}", "w") as file:
                file.write(text)
        os.symlink("/etc/passwd", f"{self.root}/link")
        os.symlink("sub", f"{self.root}/out/bent")
        os.mkfifo(f"{self.root}/pipe")

    def test_files_and_reasons(self) -> None:
        wanted = [[name, 2 if name == "out/sub/two" else 3] for name in ("plain", "link", "pipe", "absent", "out")]
        files, refused = collect.collect(self.root, [*wanted, ["out/bent/two", 9]])
        self.assertEqual(files, {"plain": b"abc"})
        self.assertEqual(refused["link"], "symbolic link")
        self.assertEqual(refused["out/bent/two"], "symbolic link")
        self.assertEqual(refused["pipe"], "not a regular file")
        self.assertEqual(refused["out"], "not a regular file")
        self.assertIn("No such file", refused["absent"])

    def test_a_folder_with_a_budget(self) -> None:
        files, refused = collect.collect(self.root, [["out/", 2]])
        self.assertEqual(files, {"out/one": b"1"})
        self.assertIn("too large", refused["out/sub/two"])
        self.assertEqual(refused["out/bent"], "symbolic link")

    def test_depth_is_bounded(self) -> None:
        os.makedirs(f"{self.root}/deep/" + "/".join("d" * 30))
        _, refused = collect.collect(self.root, [["deep/", 10]])
        self.assertEqual(list(refused.values()), ["nested too deep"])

    def test_names_that_a_program_chose_cost_a_bounded_answer(self) -> None:
        deep = Path(self.root, *["d" * 200] * 4)
        deep.mkdir(parents=True)
        for number in range(400):
            Path(deep, f"odd name {number} {'x' * 200}").write_bytes(b"")
        files, refused = collect.collect(self.root, [[f"{'d' * 200}/", 10]])
        self.assertEqual(files, {})
        self.assertEqual(refused["..."], "and 300 more")
        self.assertLess(sum(len(name) + len(reason) for name, reason in refused.items()), 40_000)


def outcome(wait_status: int, cpu_s: float = 0.1, why: str | None = None, started: bool = True) -> supervise.Outcome:
    made = supervise.Outcome(1024)
    made.ended, made.why, made.started = supervise.Ended(wait_status, cpu_s, 1), why, started
    made.cpu_s = cpu_s
    return made


def unended() -> supervise.Outcome:
    made = outcome(0)
    made.ended = None
    return made


class Judging(unittest.TestCase):
    def test_statuses(self) -> None:
        exit_with = lambda code: code << 8
        table = [
            (outcome(exit_with(0)), ("ok", 0)),
            (outcome(exit_with(99)), ("nonzero", 99)),
            (outcome(signal.SIGSEGV), ("signal", -11)),
            (outcome(signal.SIGXCPU, cpu_s=2.0), ("cpu", -24)),
            (outcome(signal.SIGKILL, cpu_s=2.9), ("cpu", -9)),
            (outcome(signal.SIGXCPU, cpu_s=0.2), ("signal", -24)),
            (outcome(exit_with(0), why="wall"), ("wall", None)),
            (outcome(exit_with(0), started=False), ("infra", None)),
            # Whatever a program does to its end, the fault is its own.
            (unended(), ("wall", None)),
        ]
        for made, wanted in table:
            with self.subTest(wanted):
                self.assertEqual(supervise.judge(made, LIMITS), wanted)

    def test_tails_keep_the_end(self) -> None:
        tail = supervise.Tail(4)
        for part in (b"abc", b"def", "é".encode()):
            tail.add(part)
        self.assertEqual((tail.text(), tail.total), ("efé", 8))


class BeforeStart(unittest.TestCase):
    """A cell that is lost before its program begins is a fault of the machine, and says how it ended."""

    def test_every_end_has_words(self) -> None:
        ends: list[tuple[str | None, supervise.Ended | None, str]] = [
            ("memory", None, "over its budget: memory"),
            (None, None, "no end in time"),
            (None, supervise.Ended(256, 0.0, 0), "exit code 1"),
            (None, supervise.Ended(9, 0.0, 0), "signal 9"),
        ]
        for why, ended, words in ends:
            with self.subTest(words):
                outcome = supervise.Outcome(1 << 10)
                outcome.why, outcome.ended = why, ended
                header = supervise.result_header(outcome, LIMITS)
                self.assertEqual("infra", header["status"])
                self.assertEqual(f"the cell ended before its program began ({words})", header["stderr"])


if __name__ == "__main__":
    unittest.main()
