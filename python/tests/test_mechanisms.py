"""Every mechanism makes tasks worth solving: understanding pays, defaults do not suffice, noise does not drown the rule.

SANDMLE_STUDY_SECRETS=5 repeats the measurement under five secrets, as `python -m sandmle.study` does.
"""
from __future__ import annotations

import os
import re
import tempfile
import unittest
import warnings
from pathlib import Path

import support

from sandmle.catalogue import catalogue
from sandmle.kernels import METRICS
from sandmle.mechanisms import load_mechanism, mechanism_ids
from sandmle.study import measure, with_secret

SECRETS = int(os.environ.get("SANDMLE_STUDY_SECRETS", "1"))
SOLUTIONS = (
    "constant__prior", "simple-baseline__linear", "default__boosting", "default__forest", "engineered__features",
    "reference__rule",
)
# What a default may close of the distance between a constant and a solver who knows the rule.
EASY = 0.85
# Processor seconds of one program and of the one that fits the rule. The speed gate allows 8; a neighbour on the same
# core doubles what a program of pictures takes alone.
MOST_SECONDS, MOST_REFERENCE_SECONDS = 6.0, 8.0


class StudyTest(unittest.TestCase):
    """One example spec a mechanism."""

    def test_every_mechanism_has_an_example(self) -> None:
        used = {entry["id"] for name in support.spec_names() for entry in support.load_spec(name)["mechanisms"]}
        self.assertEqual(used, set(mechanism_ids()))

    def test_understanding_pays(self) -> None:
        warnings.filterwarnings("ignore")
        for name in support.spec_names():
            for number in range(SECRETS):
                with self.subTest(spec=name, secret=number), tempfile.TemporaryDirectory() as folder:
                    self.judge(measure(with_secret(support.load_spec(name), number), Path(folder), SOLUTIONS))

    def judge(self, report: dict) -> None:
        """The claims of the catalogue about one task."""
        share, distance, seconds = report["share"], report["standardErrorsAboveDefault"], report["seconds"]
        self.assertGreaterEqual(max(distance.values()), 3.0, report)
        self.assertLess(share["default"], EASY, report)
        self.assertGreater(share["reference"], share["default"], report)
        # The oracle decides for the expected row, so a solver may pass it by luck, but not by more than that.
        self.assertLess(share["reference"], 1.03, report)
        self.assertLess(seconds["compose"] + seconds["generate"], MOST_SECONDS, seconds)
        self.assertLess(max(value for program, value in seconds.items() if program != "reference__rule"), MOST_SECONDS, seconds)
        self.assertLess(seconds["reference__rule"], MOST_REFERENCE_SECONDS, seconds)


# Columns that a rule does not read by themselves, which a hint may leave out.
UNREAD = {"join-recency": {"amount"}, "join-trend": {"channel"}}


class CatalogueTest(unittest.TestCase):
    """Metadata of the engine."""

    def test_metadata_is_complete_and_plain(self) -> None:
        printed = catalogue()
        self.assertRegex(printed["engineVersion"], "^[0-9a-f]{64}$")
        self.assertEqual(printed["metrics"], list(METRICS))
        keys = {"id", "title", "modality", "tasks", "roles", "knobs", "hint", "hints", "skills", "combinable", "keywords"}
        for meta in printed["mechanisms"]:
            with self.subTest(mechanism=meta["id"]):
                self.assertEqual(set(meta) - {"target", "caused"}, keys)
                self.assertTrue(meta["tasks"] and meta["skills"] and meta["knobs"] and meta["roles"])
                for knob in meta["knobs"]:
                    self.assertEqual(set(knob), {"name", "levels", "default", "raiseOn", "lowerOn"})
                    self.assertLess(knob["default"], knob["levels"])
                for role in meta["roles"]:
                    self.assertEqual(set(role) - {"meanings", "divides", "norms"}, {"name", "kind", "table", "positive", "levels"})
                self.assert_hints(meta)

    def assert_hints(self, meta: dict) -> None:
        """Phrasings enough, each without end mark or number, with places, all of which a statement can fill; none denies
        that a column says something by itself, as with ordinary signal it may."""
        known = {role["name"] for role in meta["roles"]} | {"entity", "entities", "childRows"}
        if meta["modality"] == "image":
            known |= {"coarse", "fine", "below", "things", "thing", "otherThing", "patches"}
        self.assertGreaterEqual(len(set(meta["hints"])), 9)
        for clause in meta["hints"]:
            with self.subTest(clause=clause):
                self.assertNotRegex(clause, r"[.!?]$|\d")
                self.assertNotRegex(clause, r"next to nothing|\bneither the \{|does? nothing|says? little|\balone\b")
                self.assertRegex(clause, r"^[a-z{].*\{|^\{")
                self.assertLessEqual(set(re.findall(r"\{(?:an )?(\w+)\}", clause)), known)
                # What a rule reads is named in whichever phrasing a task has; dates and files go without saying.
                read = {role["name"] for role in meta["roles"] if role["kind"] in ("numeric", "categorical")}
                self.assertEqual({f"{{{name}}}" for name in read - UNREAD.get(meta["id"], set())} - set(re.findall(r"\{\w+\}", clause)), set())

    def test_files_carry_the_interface(self) -> None:
        for name in mechanism_ids():
            module = load_mechanism(name)
            with self.subTest(mechanism=name):
                self.assertEqual(module.META["id"], name)
                for function in ("parameters", "latent", "describe", "public_features", "rule_features"):
                    self.assertTrue(callable(getattr(module, function)) and getattr(module, function).__doc__)
                self.assertLessEqual(set(getattr(module, "OWNS", ())), {role["name"] for role in module.META["roles"]})


if __name__ == "__main__":
    unittest.main()
