"""Programs that do not parse are told by line."""
from __future__ import annotations

import unittest

from sandmle.syntax import problem_of


class Syntax(unittest.TestCase):
    """What `compile` says, as data."""

    def test_a_program_that_parses(self) -> None:
        self.assertIsNone(problem_of(b"import sys\n\nprint(sys.argv)\n"))
        self.assertIsNone(problem_of(b""))

    def test_the_line_is_named(self) -> None:
        for source, line in ((b"x = 1\ny = (\n", 2), (b"def f():\nreturn 1\n", 2), (b"a b\n", 1)):
            problem = problem_of(source)
            assert problem is not None
            self.assertEqual(problem["line"], line)
            self.assertTrue(problem["message"])

    def test_odd_bytes(self) -> None:
        self.assertIsNotNone(problem_of(b"x = 1\x00\n"))
        self.assertIsNotNone(problem_of(b"\xff\xfe\n"))
        self.assertIsNotNone(problem_of(b"(" * 5000))
