"""Zeros, limits between columns, and categories that have to do with each other, in tables as an agent sees them."""
from __future__ import annotations

import unittest

import numpy as np
import pandas as pd
from test_fields import made, numeric, related

from sandmle.compose import compose
from sandmle.rule import draw_rule
from sandmle.spec import CannotCompose, plan_of
from sandmle.study import with_secret

RAIN = numeric({"name": "rain", "unit": "mm", "shape": "lognormal", "low": 0, "high": 40, "zeros": 0.6})
CLAIMS = numeric({"name": "claims", "unit": "n", "shape": "integer", "low": 0, "high": 9, "zeros": 0.4})
SURCHARGE = numeric({"name": "surcharge", "unit": "pct", "shape": "gamma", "low": 0, "high": 38, "step": 0.5, "zeros": 0.3})
COLD = numeric({"name": "coil", "unit": "C", "shape": "normal", "low": -20, "high": 10, "atMost": "air"})
AIR = numeric({"name": "air", "unit": "C", "shape": "normal", "low": -15, "high": 15})
ROWS = {"train": 3000, "test": 200}


def kind(name: str, *levels: str) -> dict:
    """A category of the main table."""
    return {"kind": "categorical", "name": name, "table": "main", "categories": list(levels), "missingRate": 0}


def association(a: pd.Series, b: pd.Series) -> float:
    """Cramer's V of two categories."""
    counts = pd.crosstab(a, b).to_numpy(float)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return float(np.sqrt(((counts - expected) ** 2 / expected).sum() / counts.sum() / (min(counts.shape) - 1)))


class ZeroTest(unittest.TestCase):
    """Numbers of which many rows have none."""

    def test_about_as_many_rows_as_stated_have_none_and_the_rest_fills_the_range(self) -> None:
        d = made(related("sign-interaction", RAIN, CLAIMS, SURCHARGE, rows=ROWS))
        for column in (RAIN, CLAIMS, SURCHARGE):
            values, name = d[column["name"]], column["name"]
            self.assertAlmostEqual((values == 0).mean(), column["zeros"], delta=0.05, msg=name)
            self.assertGreater(values.max(), 0.6 * column["high"], name)
            self.assertLessEqual(values.max(), column["high"], name)
            self.assertGreaterEqual(values.min(), 0, name)
        self.assertEqual(set(d["claims"]), set(range(10)))
        self.assertEqual(d["surcharge"].mul(2).mod(1).max(), 0)

    def test_they_are_refused_where_no_value_is_zero(self) -> None:
        with self.assertRaisesRegex(CannotCompose, "rain: zeros need a low end of 0"):
            plan_of(related("sign-interaction", {**RAIN, "low": 1}))

    def test_a_hidden_cause_with_the_name_of_a_reading_has_none(self) -> None:
        spec = related("series-hidden-state", numeric({**AIR, "name": "ambient"}))
        signal = spec["mechanisms"][0]["columns"]["signal"]
        columns = [{**one, "low": 0, "zeros": 0.3} if one["name"] == signal else one for one in spec["columns"]]
        style = {**spec["style"], "links": [{"from": signal, "to": "ambient", "slope": 0.5}]}
        rule = draw_rule(plan_of({**spec, "columns": columns, "style": style}))
        self.assertEqual([c["kind"] for c in rule.columns if c["name"] == signal], ["hidden"])


class LimitTest(unittest.TestCase):
    """Numbers that are never above another one."""

    def test_no_row_breaks_a_limit_and_few_lie_at_it(self) -> None:
        spec = related("sign-interaction", COLD, AIR, rows=ROWS)
        free = made({**spec, "columns": [{k: v for k, v in one.items() if k != "atMost"} for one in spec["columns"]]})
        self.assertGreater((free["coil"] > free["air"]).mean(), 0.1)
        for part in ("train", "test"):
            d = made(spec, part)
            self.assertTrue((d["coil"] <= d["air"]).all(), part)
            self.assertLess((d["coil"] == d["air"]).mean(), 0.02, part)

    def test_a_limit_that_cannot_be_kept_is_refused(self) -> None:
        for other in ({**AIR, "low": -30}, {**AIR, "name": "wind"}, {**AIR, "atMost": "coil"}):
            with self.assertRaisesRegex(CannotCompose, "coil: air is no limit"):
                plan_of(related("sign-interaction", COLD, other))

    def test_without_either_a_program_says_nothing_of_them(self) -> None:
        text = compose(plan_of(related("sign-interaction", AIR)))["generate.py"]
        self.assertNotRegex(text, "with_zeros|within_limits|atMost")


class NeedTest(unittest.TestCase):
    """Numbers that are measured on what another one counts."""

    LARGEST = numeric({"name": "largest", "unit": "px", "shape": "lognormal", "low": 3, "high": 160, "needs": "claims"})

    def test_where_there_is_nothing_it_is_zero_and_elsewhere_it_is_in_its_range(self) -> None:
        for part in ("train", "test"):
            d = made(related("sign-interaction", CLAIMS, self.LARGEST, rows=ROWS), part)
            self.assertGreater((d["claims"] == 0).sum(), 20)
            self.assertTrue((d["largest"][d["claims"] == 0] == 0).all(), part)
            self.assertGreaterEqual(d["largest"][d["claims"] > 0].min(), 3, part)

    def test_a_rule_sees_it_as_the_table_shows_it(self) -> None:
        spec = related("sign-interaction", CLAIMS, rows=ROWS)
        read = spec["mechanisms"][0]["columns"]["first"]
        needy = [{**one, "needs": "claims"} if one["name"] == read else one for one in spec["columns"]]
        rule = draw_rule(plan_of({**spec, "columns": needy}))
        self.assertEqual([one["needs"]["column"] for one in rule.columns if one["name"] == read], ["claims"])
        text = compose(plan_of({**spec, "columns": needy}))["generate.py"]
        self.assertLess(text.index("d = where_measurable(d, COLUMNS)"), text.index("score, features = rule(d)"))

    def test_what_cannot_be_zero_is_needed_by_nothing_and_no_positive_role_reads_what_can(self) -> None:
        for other in ({**CLAIMS, "low": 1, "zeros": 0.0}, {**CLAIMS, "name": "rain"}):
            other = {key: value for key, value in other.items() if key != "zeros"}
            with self.assertRaisesRegex(CannotCompose, "largest: claims is not a number that it can need"):
                plan_of(related("sign-interaction", other, self.LARGEST))
        spec = related("hierarchy-power-law", CLAIMS)
        size = spec["mechanisms"][0]["columns"]["size"]
        columns = [{**one, "needs": "claims"} if one["name"] == size else one for one in spec["columns"]]
        with self.assertRaisesRegex(CannotCompose, "must be positive, and is zero where claims is"):
            plan_of({**spec, "columns": columns})

    def test_without_it_a_program_says_nothing_of_it(self) -> None:
        text = compose(plan_of(related("sign-interaction", CLAIMS)))["generate.py"]
        self.assertNotIn("measurable", text)


class TieTest(unittest.TestCase):
    """Categories beside a rule."""

    def spec(self, **style: str) -> dict:
        spec = related("sign-interaction", AIR, rows=ROWS)
        more = [kind("crew", "amber", "basalt", "cirque"), kind("hut", "upper", "lower", "none yet")]
        return {**spec, "columns": [*spec["columns"], *more], "style": {**spec["style"], **style}}

    def test_one_goes_with_another_mildly_and_levels_stay_as_frequent(self) -> None:
        found = []
        for number in range(6):
            d, free = (made(with_secret(self.spec(**style), number)) for style in ({"categories": "tied"}, {}))
            found += [max(association(d[name], d[other]) for other in ("feed", "crew") if other != name) for name in ("crew", "hut")]
            self.assertLess(max(association(free["crew"], free["hut"]), association(free["feed"], free["hut"])), 0.08)
            for name in ("feed", "crew", "hut"):
                self.assertEqual(d[name].value_counts().to_dict(), free[name].value_counts().to_dict(), name)
        self.assertGreater(np.median(found), 0.15)
        self.assertLess(np.median(found), 0.35)
        self.assertLess(max(found), 0.5)


class LeaningTest(unittest.TestCase):
    """Categories of which levels go with those of another one, as the plan says."""

    LEANS = {"from": "crew", "to": "hut", "leans": {"amber": ["upper"], "basalt": ["lower"]}}

    def spec(self, *links: dict) -> dict:
        spec = related("sign-interaction", AIR, rows=ROWS)
        more = [kind("hut", "upper", "lower", "none yet"), kind("crew", "amber", "basalt", "cirque")]
        style = {**spec["style"], "links": [*spec["style"]["links"], *links], "categories": "tied"}
        return {**spec, "columns": [*spec["columns"], *more], "style": style}

    def test_what_usually_goes_together_does(self) -> None:
        for number in range(3):
            d = made(with_secret(self.spec(self.LEANS), number))
            shares = pd.crosstab(d["crew"], d["hut"], normalize="index")
            for level, hut in (("amber", "upper"), ("basalt", "lower")):
                self.assertGreater(shares.loc[level, hut], 0.6)
                self.assertGreater(shares.loc[level].min(), 0.02)
            self.assertLess(shares.loc["cirque"].max(), 0.6)

    def test_what_groups_fix_goes_together_by_group(self) -> None:
        crews = [f"team {number}" for number in range(1, 13)]
        agree = []
        for number in range(4):
            spec = self.spec(self.LEANS)
            fixed = [{**c, "per": "team"} if c["name"] in ("hut", "crew") else c for c in spec["columns"]]
            d = made(with_secret({**spec, "columns": [*fixed, kind("team", *crews)]}, number))
            self.assertEqual(d.groupby("team")[["hut", "crew"]].nunique().max().max(), 1)
            teams = d.drop_duplicates("team").query("crew != 'cirque'")
            agree.append((teams["hut"] == teams["crew"].map({"amber": "upper", "basalt": "lower"})).mean())
        self.assertGreater(np.mean(agree), 0.6)

    def test_a_rule_reads_a_category_of_its_own(self) -> None:
        spec = self.spec({"from": "crew", "to": "feed", "leans": {"amber": ["hay"], "basalt": ["hay"]}}, self.LEANS)
        columns = {column["name"]: column for column in draw_rule(plan_of(spec)).columns}
        self.assertEqual(["leans" in columns[name] for name in ("feed", "hut")], [False, True])

    def test_levels_go_with_levels_of_categories_alone_and_in_no_circle(self) -> None:
        with self.assertRaisesRegex(CannotCompose, "air_temp is no category"):
            plan_of(self.spec({**self.LEANS, "to": "air_temp"}))
        with self.assertRaisesRegex(CannotCompose, "circle"):
            compose(plan_of(self.spec(self.LEANS, {"from": "hut", "to": "crew", "leans": {"upper": ["amber"]}})))


if __name__ == "__main__":
    unittest.main()
