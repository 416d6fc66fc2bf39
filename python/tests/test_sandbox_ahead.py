"""Owning pages ahead: what is learned in one fork is paid for in the next, and only while nothing comes."""
from __future__ import annotations

import mmap
import os
import resource
import struct
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

from sandmle.sandbox import ahead

PAGES = 400


def faults() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


class Joined(unittest.TestCase):
    def test_near_pages_are_one_range(self) -> None:
        self.assertEqual([], ahead.joined([]))
        self.assertEqual([(3, 1)], ahead.joined([3]))
        near = 7 + ahead.GAP_PAGES
        self.assertEqual([(5, near - 4)], ahead.joined([5, 6, near]))
        self.assertEqual([(5, 2), (near + 1, 1)], ahead.joined([5, 6, near + 1]))

    def test_no_range_is_long(self) -> None:
        ranges = ahead.joined(list(range(1000)))
        self.assertEqual(1000, sum(number for _, number in ranges))
        self.assertLessEqual(max(number for _, number in ranges), ahead.PAGES_AT_ONCE)


class Ahead(unittest.TestCase):
    def setUp(self) -> None:
        self.block = mmap.mmap(-1, PAGES * ahead.PAGE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        self.block[:] = b"\1" * len(self.block)

    def work(self) -> None:
        self.block[::ahead.PAGE] = b"\2" * PAGES

    def in_fork(self, ranges: list[ahead.Range], comes: bool = False, late_s: float = 60) -> int:
        """The page faults of `work` in a fork that had time for these ranges."""
        coming, send = os.pipe()
        if comes:
            os.write(send, b"x")
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            ahead.use_idle_time(coming, ranges, late_s)
            before = faults()
            self.work()
            os.write(write, struct.pack("<q", faults() - before))
            os._exit(0)
        os.waitpid(pid, 0)
        (count,) = struct.unpack("<q", os.read(read, 8))
        for fd in (coming, send, read, write):
            os.close(fd)
        return count

    def test_learned_pages_are_paid_before(self) -> None:
        ranges = ahead.learn(self.work)
        self.assertGreaterEqual(sum(number for _, number in ranges), PAGES)
        self.assertEqual(b"\1", self.block[:1], "learning wrote to the parent")
        self.assertGreaterEqual(self.in_fork([]), PAGES)
        self.assertLess(self.in_fork(ranges), PAGES // 4)

    def test_what_comes_is_not_kept_waiting(self) -> None:
        self.assertGreaterEqual(self.in_fork(ahead.learn(self.work), comes=True), PAGES)

    def test_a_busy_processor_is_left_to_others(self) -> None:
        self.assertGreaterEqual(self.in_fork(ahead.learn(self.work), late_s=-1), PAGES)

    def test_work_that_fails_teaches_nothing(self) -> None:
        self.assertEqual([], ahead.learn(lambda: os._exit(1)))


if __name__ == "__main__":
    unittest.main()
