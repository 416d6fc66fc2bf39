"""What a rule reads of child rows, texts, pictures and sounds goes with columns that are seen, moderately."""
from __future__ import annotations

import unittest

import support
import numpy as np
import pandas as pd

from sandmle.compose import compose
from sandmle.parts.drives import driven
from sandmle.parts.links import softmax
from sandmle.rule import draw_rows, draw_rule
from sandmle.spec import plan_of
from sandmle.study import with_secret

# What a spec may tie: mechanism -> its hidden amount that moves the target.
TIED = {
    "join-recency": "_late",
    "join-bursts": "_close",
    "join-trend": "_drift",
    "text-negation-scope": "_praise",
    "image-count-texture": "_first",
    "image-largest-patch": "_area",
    "image-grating": "_crossing",
    "audio-beat-rate": "_pace",
    "audio-pitch-step": "_step",
}
WEAR = {
    "kind": "numeric", "name": "wear_hours", "table": "main", "unit": "h", "shape": "gamma", "low": 10, "high": 220,
    "missingRate": 0,
}
NUMBER = {
    "task": "regression", "metric": "mae", "imbalance": None, "target": {"name": "strain", "unit": "h", "classes": None}
}
SITE = {"kind": "categorical", "name": "site", "table": "main", "categories": ["east", "west", "harbour"], "missingRate": 0}
GAPS = {**WEAR, "name": "often_missing", "missingRate": 0.4}


def tied(name: str, push: int = 2, **more: object) -> dict:
    """An example spec of one number whose columns hang together and of which one, `wear_hours`, moves the target."""
    spec = support.load_spec(name)
    style = {**spec["style"], "relations": "graph", "links": [{"from": "elsewhere", "to": "wear_hours", "slope": 0.1}]}
    told = {"share": 0.4, "effects": "steady", "senses": {"wear_hours": push}}
    return {**spec, **NUMBER, "columns": [*spec["columns"], WEAR], "style": style, "ordinary": told, **more}


def hidden(spec: dict) -> tuple[pd.DataFrame, np.ndarray, dict]:
    """Rows with what the mechanism hides, its score (rows,) or (rows, classes), and its constants."""
    plan = plan_of(spec)
    rule = draw_rule(plan)
    binding, p, rng = rule.mechanisms[0].binding, rule.mechanisms[0].constants, np.random.default_rng(0)
    d = draw_rows(plan, rng, 3000, rule.columns)
    d = d.assign(**binding.module.rows(rng, len(d), binding.col, p, "train", d))
    return d, binding.module.latent(d, p, binding.col)[0], p


class TiedTest(unittest.TestCase):
    """Each mechanism whose rule is not in the columns."""

    def test_the_rule_goes_with_a_column_as_the_column_moves_the_target(self) -> None:
        for name, amount in TIED.items():
            for push in (2, -2):
                d, score, p = hidden(tied(name, push))
                with self.subTest(mechanism=name, push=push):
                    self.assertEqual(p["drives"][amount]["column"], "wear_hours")
                    found = np.corrcoef(d["wear_hours"], score)[0, 1] * np.sign(push)
                    self.assertTrue(0.15 < found < 0.52, found)

    def test_the_number_of_child_rows_goes_with_a_column(self) -> None:
        for name in ("join-recency", "join-bursts", "join-trend"):
            d, _, p = hidden(tied(name))
            with self.subTest(mechanism=name):
                drive = p["drives"]["_count"]
                self.assertNotEqual(drive["column"], p["drives"][TIED[name]]["column"])
                found = abs(d[drive["column"]].astype(float).corr(d["_count"].astype(float)))
                self.assertTrue(0.22 < found < 0.48, found)

    def test_classes_go_with_what_moves_them(self) -> None:
        spec = support.load_spec("image-grating")
        count = len(spec["target"]["classes"])
        changes = {key: spec[key] for key in NUMBER} | {"columns": [*spec["columns"], WEAR]}
        senses = {"wear_hours": [3, *[-1] * (count - 1)]}
        spec = {**tied("image-grating"), **changes, "ordinary": {"share": 0.4, "senses": senses}}
        d, score, _ = hidden(spec)
        self.assertGreater(np.corrcoef(d["wear_hours"], score[:, 0])[0, 1], 0.25)

    def test_columns_with_many_gaps_drive_nothing(self) -> None:
        for secret in range(6):
            spec = with_secret(tied("join-recency"), secret)
            spec = {**spec, "columns": [*spec["columns"], GAPS]}
            drives = draw_rule(plan_of(spec)).mechanisms[0].constants["drives"].values()
            self.assertNotIn("often_missing", [drive["column"] for drive in drives])

    def test_columns_that_do_not_hang_together_drive_nothing(self) -> None:
        for name in TIED:
            self.assertEqual(draw_rule(plan_of(support.load_spec(name))).mechanisms[0].constants["drives"], {}, name)

    def test_the_rule_in_prose_tells_of_it(self) -> None:
        told, free = compose(plan_of(tied("join-recency")))["rule.md"].split("## Columns without influence")
        self.assertIn("`_late` partly goes with `wear_hours`", told)
        self.assertNotIn("wear_hours", free)


class DrivenTest(unittest.TestCase):
    """How amounts are dealt to rows."""

    def test_amounts_stay_and_their_order_changes(self) -> None:
        rng = np.random.default_rng(0)
        d, drawn = pd.DataFrame({"wear": rng.normal(5, 2, 4000)}), rng.poisson(6, 4000)
        for share in (0.45, -0.45):
            dealt = driven(rng, drawn, d, {"column": "wear", "centre": 5.0, "spread": 2.0, "share": share})
            self.assertEqual(sorted(dealt), sorted(drawn))
            self.assertAlmostEqual(np.corrcoef(dealt, d["wear"])[0, 1], share, delta=0.06)

    def test_without_a_drive_nothing_is_drawn(self) -> None:
        rng, drawn = np.random.default_rng(0), np.arange(5)
        before = rng.bit_generator.state
        self.assertIs(driven(rng, drawn, pd.DataFrame(index=range(5)), None), drawn)
        self.assertEqual(rng.bit_generator.state, before)


class AuthorTest(unittest.TestCase):
    """Who writes where."""

    def spec(self, secret: int = 0) -> dict:
        spec = support.load_spec("text-author-morphology")
        style = {**spec["style"], "relations": "graph"}
        told = {"share": 0.3, "effects": "steady"}
        return with_secret({**spec, "columns": [*spec["columns"], SITE], "style": style, "ordinary": told}, secret)

    def test_authors_favour_a_site(self) -> None:
        for secret in range(3):
            d, score, p = hidden(self.spec(secret))
            self.assertEqual(p["favours"]["column"], "site")
            found = softmax(score)
            shares = np.array([found[(d["site"] == site).to_numpy()].mean(axis=0) for site in SITE["categories"]])
            stated = np.array([p["favours"]["shares"][site] for site in SITE["categories"]])
            self.assertGreater(np.corrcoef((shares - shares.mean(axis=0)).ravel(), (stated - stated.mean(axis=0)).ravel())[0, 1], 0.9)
            self.assertGreater(np.ptp(shares, axis=0).max(), 0.12)
            self.assertLess(np.ptp(shares, axis=0).max(), 0.5)

    def test_plain_effects_agree(self) -> None:
        for secret in range(4):
            rule = draw_rule(plan_of(self.spec(secret)))
            term = next(term for term in rule.ordinary.terms if term.get("column") == "site")
            stated = np.log([rule.mechanisms[0].constants["favours"]["shares"][site] for site in SITE["categories"]])
            stated = stated - stated.mean(axis=0)
            acting = term["weight"] * np.array([term["effects"][site] for site in SITE["categories"]])
            self.assertGreater(np.corrcoef(stated.ravel(), acting.ravel())[0, 1], 0.6)

    def test_favour_no_category_that_is_said_to_move_nothing(self) -> None:
        desk = {**SITE, "name": "desk", "categories": ["front", "back"]}
        for secret in range(6):
            spec = self.spec(secret)
            nothing = [0] * len(spec["target"]["classes"])
            silent = {**spec["ordinary"], "senses": {"site": {site: nothing for site in SITE["categories"]}}}
            rule = draw_rule(plan_of({**spec, "columns": [*spec["columns"], desk], "ordinary": silent}))
            self.assertEqual(rule.mechanisms[0].constants["favours"]["column"], "desk")
            self.assertNotIn("site", rule.ordinary.columns)

    def test_without_a_category_all_write_alike(self) -> None:
        spec = self.spec()
        spec = {**spec, "columns": [*spec["columns"][:-1], WEAR]}
        self.assertIsNone(draw_rule(plan_of(spec)).mechanisms[0].constants["favours"])


if __name__ == "__main__":
    unittest.main()
