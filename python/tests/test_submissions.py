"""Golden table of submissions, shared with the reader of the studio (lib/tables/canonical-submission.test.ts)."""
from __future__ import annotations

import csv
import io
import json
import tempfile
import unittest
from pathlib import Path

from sandmle.submissions import InvalidSubmission, read_predictions

CASES = json.loads((Path(__file__).parent / "submissions.json").read_text(encoding="utf-8"))["cases"]
HEADER = ["id", "y"]


class SubmissionsTest(unittest.TestCase):
    """Each file is read as the plain file that it stands for, or refused."""

    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.path = Path(holder.name) / "submission.csv"

    def read(self, content: bytes, ids: list[str], classes: list[str] | None) -> list:
        """Predictions of a file."""
        self.path.write_bytes(content)
        return read_predictions(self.path, "label" if classes else "value", HEADER, ids, classes or [], False)

    def test_the_golden_table(self) -> None:
        for case in CASES:
            content = case["text"].encode(case.get("encoding", "utf-8"))
            classes = case.get("classes")
            with self.subTest(case["name"]):
                if case["read"] is None:
                    with self.assertRaises(InvalidSubmission):
                        self.read(content, ["7", "8"], classes)
                    continue
                plain = case["read"].encode()
                ids = [row[0] for row in csv.reader(io.StringIO(case["read"]))][1:]
                self.assertEqual(self.read(content, ids, classes), self.read(plain, ids, classes))
                expected = [row[1] for row in csv.reader(io.StringIO(case["read"]))][1:]
                found = self.read(content, ids, classes)
                self.assertEqual(found, expected if classes else [float(cell) for cell in expected])

    def test_a_refusal_names_the_line_of_the_file(self) -> None:
        told = {
            b"sep=;\nid;y\n\n7;0,5\n8;1.234,5\n": "line 5: '1.234,5'",
            b"id,y\n\n7,0.5\n8,high\n": "line 4: 'high'",
            b"id;y\n7;1\n8;1;2\n": "line 3: 3 cells, the header has 2",
        }
        for content, words in told.items():
            with self.subTest(words), self.assertRaisesRegex(InvalidSubmission, words.replace(".", r"\.")):
                self.read(content, ["7", "8"], None)


if __name__ == "__main__":
    unittest.main()
