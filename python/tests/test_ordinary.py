"""Ordinary signal and columns that hang together: how much, from which columns, within which limits."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import support
import numpy as np
import pandas as pd

from sandmle.compose import compose
from sandmle.drives import drivers_of
from sandmle.graph import TAIL, gaps_by, relate
from sandmle.ordinary import draw_ordinary, ordinary_score
from sandmle.parts.columns import draw_columns
from sandmle.parts.graph import draw_related, hide_cells_together, hide_related_cells
from sandmle.rule import (
    DRIVE_STREAM, calibration_rows, draw_constants, draw_rows, draw_rule, sampled_column, sampled_columns, stream
)
from sandmle.spec import CannotCompose, plan_of
from sandmle.study import run_program

NAME = "ordinary-signal"
NUMBERS = [
    {"name": f"x{number}", "kind": "numeric", "shape": shape, "low": -5, "high": 40, "decimals": 3}
    for number, shape in enumerate(("normal", "gamma", "lognormal", "uniform", "beta", "normal"))
]
KIND = {"name": "kind", "kind": "categorical", "categories": ["a", "b", "c"], "shares": [0.2, 0.5, 0.3]}


def with_share(name: str, share: float) -> dict:
    """An example spec with so much ordinary signal in a graph of columns."""
    spec = support.load_spec(name)
    return {**spec, "ordinary": {"share": share}, "style": {**spec["style"], "relations": "graph"}}


def correlations(d: pd.DataFrame) -> np.ndarray:
    """The size of the correlation of every two numbers."""
    found = np.abs(np.corrcoef(d[[column["name"] for column in NUMBERS]].to_numpy(float).T))
    return found[np.triu_indices(len(NUMBERS), 1)]


class SignalTest(unittest.TestCase):
    """What is added to the hidden rule."""

    def test_specs_without_it_make_the_programs_that_they_made(self) -> None:
        for name in ("ratio-threshold", "join-recency"):
            spec = support.load_spec(name)
            files = compose(plan_of(spec))
            self.assertNotRegex("".join(files.values()), "(?i)ordinary|draw_related|gap_drivers")
            self.assertEqual(files, compose(plan_of({**spec, "ordinary": {"share": 0}})))

    def test_its_share_of_the_score_is_that_of_the_spec(self) -> None:
        for name, share in (("ratio-threshold", 0.3), ("series-panel-calendar", 0.6), ("join-recency", 0.5), (NAME, 0.5)):
            plan = plan_of(with_share(name, share))
            rule, rng = draw_rule(plan), stream(plan, 101)
            columns = sampled_columns(plan, rng)
            sample = draw_rows(plan, stream(plan, 102), 4000, columns)
            drivers = drivers_of(plan, stream(plan, DRIVE_STREAM))
            constants = [draw_constants(plan, binding, sample, drivers, rng) for binding in plan.bindings]
            d = calibration_rows(plan, constants, rule.columns)
            plain = rule.ordinary.weight * ordinary_score(d, rule.ordinary.terms) / rule.ordinary.scale
            hidden = sum(one.weight**2 * np.mean(np.square(one.loadings or [1])) for one in rule.mechanisms)
            with self.subTest(spec=name):
                variance = float((plain - plain.mean(axis=0)).std() ** 2)
                self.assertAlmostEqual(variance / (variance + hidden), share, delta=0.01)

    def test_no_column_that_acts_is_called_one_without_influence(self) -> None:
        plan = plan_of(support.load_spec(NAME))
        told = compose(plan)["rule.md"].split("## Columns without influence")
        acting = draw_rule(plan).ordinary.columns
        self.assertTrue(acting)
        for column in acting:
            self.assertIn(f"`{column}`", told[0])
            self.assertNotIn(column, told[1])

    def test_solvers_who_know_the_form_know_no_constant(self) -> None:
        plan = plan_of(support.load_spec(NAME))
        text = compose(plan)["solutions/reference__rule.py"]
        self.assertIn("ordinary_features(train, test, [", text)
        for term in draw_rule(plan).ordinary.terms:
            self.assertNotIn(str(term["weight"]), text)

    def test_it_is_one_more_hidden_feature(self) -> None:
        with tempfile.TemporaryDirectory() as holder:
            widths = []
            for share in (0, 0.5):
                out = Path(holder, str(share))
                small = {**with_share("ratio-threshold", share), "rows": {"train": 60, "test": 90}}
                run_program(compose(plan_of(small))["generate.py"], "generate.py", ["--out", str(out)])
                widths.append(len(pd.read_csv(out / "judge" / "latent_train.csv").columns))
            self.assertEqual(widths[1], widths[0] + 1)

    def test_a_share_that_leaves_no_rule_is_refused(self) -> None:
        with self.assertRaisesRegex(CannotCompose, "between 0 and 0.8"):
            compose(plan_of(with_share("ratio-threshold", 0.9)))


def drawn(effects: str | None, seed: int) -> list[list]:
    """Form and columns of every effect of ordinary signal."""
    spec = with_share(NAME, 0.5)
    plan = plan_of({**spec, "ordinary": {"share": 0.5, **({"effects": effects} if effects else {})}})
    d = draw_rows(plan, np.random.default_rng(seed), 500, sampled_columns(plan, np.random.default_rng(seed)))
    return draw_ordinary(plan, d, np.random.default_rng(seed), [], {})[0].forms


class EffectsTest(unittest.TestCase):
    """How plain columns act."""

    def test_nearly_all_columns_act_steadily(self) -> None:
        found = {effects: [drawn(effects, seed) for seed in range(30)] for effects in ("steady", None)}
        columns = {
            effects: [len({name for _, *names in forms for name in names}) for forms in drawings]
            for effects, drawings in found.items()
        }
        self.assertGreater(np.mean(columns["steady"]), np.mean(columns[None]) + 0.5)
        said = {effects: [form for forms in drawings for form, *_ in forms] for effects, drawings in found.items()}
        self.assertNotIn("hump", said["steady"])
        self.assertIn("hump", said[None])
        self.assertLess(np.mean(np.array(said["steady"]) == "product"), np.mean(np.array(said[None]) == "product"))

    def test_varied_effects_are_those_of_specs_that_name_none(self) -> None:
        plain = with_share(NAME, 0.5)
        named = {**plain, "ordinary": {"share": 0.5, "effects": "varied"}}
        self.assertEqual(compose(plan_of(plain)), compose(plan_of(named)))


class GraphTest(unittest.TestCase):
    """How columns hang together."""

    def draw(self, related: float, seed: int) -> pd.DataFrame:
        rng = np.random.default_rng(seed)
        return draw_related(rng, 3000, relate([KIND, *NUMBERS], related, rng))

    def test_columns_share_causes(self) -> None:
        apart = draw_columns(np.random.default_rng(0), 3000, [KIND, *NUMBERS])
        self.assertLess(correlations(apart).max(), 0.1)
        tied = [(correlations(self.draw(0.9, seed)) > 0.2).mean() for seed in range(8)]
        loose = [(correlations(self.draw(0.2, seed)) > 0.2).mean() for seed in range(8)]
        self.assertGreater(np.mean(tied), 0.25)
        self.assertLess(np.mean(loose), np.mean(tied))

    def test_steps_are_kept_from_end_to_end_whatever_moves_them(self) -> None:
        specs = [("integer", 150, 300, 15), ("lognormal", 0.5, 400, 0.5), ("uniform", 2.25, 40.5, 2.25), ("normal", 34.5, 37.5, 0.1)]
        given = [
            {"name": shape, "kind": "numeric", "table": "main", "shape": shape, "low": low, "high": high, "step": step}
            for shape, low, high, step in specs
        ]
        columns = [sampled_column(column, 2, np.random.default_rng(1)) for column in given]
        drawn = draw_related(np.random.default_rng(2), 4000, relate(columns, 0.9, np.random.default_rng(1)))
        for shape, low, high, step in specs:
            places = (drawn[shape] - low) / step
            self.assertLess(abs(places - places.round()).max(), 1e-6)
            self.assertTrue(drawn[shape].between(low, high).all())
            self.assertGreater(drawn[shape].nunique(), 10)

    def test_a_heavy_tail_piles_no_values_up_in_the_middle(self) -> None:
        heavy = {**NUMBERS[0], "shape": "lognormal", "low": 1.5, "high": 38.0, "decimals": 2, "tail": TAIL[1]}
        rng = np.random.default_rng(3)
        values = draw_related(rng, 3000, [heavy])[heavy["name"]]
        self.assertLess(values.value_counts().max(), 30)
        plain = draw_related(np.random.default_rng(3), 3000, [{**heavy, "tail": 0.0}])[heavy["name"]]
        self.assertGreater(values.quantile(0.99) - values.median(), plain.quantile(0.99) - plain.median())

    def test_values_keep_the_limits_and_categories_their_shares(self) -> None:
        for seed in range(8):
            d = self.draw(0.9, seed)
            for column in NUMBERS:
                self.assertGreaterEqual(d[column["name"]].min(), -5)
                self.assertLessEqual(d[column["name"]].max(), 40)
            for level, share in zip(KIND["categories"], KIND["shares"]):
                self.assertAlmostEqual((d["kind"] == level).mean(), share, delta=0.04)

    def test_gaps_follow_another_column_at_their_own_rate(self) -> None:
        d = self.draw(0.5, 1)
        rng = np.random.default_rng(2)
        for driver in ("x1", "kind"):
            hidden = pd.concat([hide_related_cells(rng, d, {"x0": 0.3}, {"x0": [driver, 0.9]}) for _ in range(5)])
            gaps, high = hidden["x0"].isna(), hidden[driver] >= sorted(hidden[driver])[len(hidden) * 3 // 4]
            with self.subTest(driver=driver):
                self.assertAlmostEqual(gaps.mean(), 0.3, delta=0.02)
                self.assertGreater(gaps[high].mean(), gaps[~high].mean() + 0.1)

    def test_gaps_follow_the_column_that_the_story_names(self) -> None:
        for side, way in (("high", 1), ("low", -1)):
            found = gaps_by({"column": "x1", "side": side}, {"x0": 0.3, "x1": 0.1}, np.random.default_rng(3))
            self.assertEqual((list(found), found["x0"][0]), (["x0"], "x1"))
            self.assertGreater(way * found["x0"][1], 0.65)
        self.assertEqual(gaps_by(None, {"x0": 0.3}, np.random.default_rng(3)), {})

    def test_a_plan_says_by_which_column_or_that_none_tells(self) -> None:
        spec = support.load_spec("ordinary-signal")
        columns = [{**c, "missingRate": 0.2 if c["kind"] == "numeric" and c["table"] == "main" else 0} for c in spec["columns"]]
        names = [c["name"] for c in columns if c["missingRate"]]
        of = lambda by: draw_rule(
            plan_of({**spec, "columns": columns, "style": {**spec["style"], "gaps": "together", "gapsBy": by}})
        ).gap_drivers
        self.assertEqual(of(None), {})
        self.assertEqual({driver for driver, _ in of({"column": names[0], "side": "low"}).values()}, {names[0]})
        with self.assertRaisesRegex(CannotCompose, "moon"):
            of({"column": "moon", "side": "low"})

    def test_gaps_that_go_together_lie_in_the_same_rows_at_their_own_rates(self) -> None:
        d = self.draw(0.5, 1)
        rates = {"x0": 0.3, "x1": 0.1}
        alone = hide_related_cells(np.random.default_rng(2), d, rates, {}).isna()
        gaps = hide_cells_together(np.random.default_rng(2), d, rates, {}).isna()
        for name, rate in rates.items():
            self.assertAlmostEqual(gaps[name].mean(), rate, delta=0.03)
        self.assertLess(abs(np.corrcoef(alone["x0"], alone["x1"])[0, 1]), 0.1)
        self.assertGreater(np.corrcoef(gaps["x0"], gaps["x1"])[0, 1], 0.25)
        self.assertFalse(gaps.drop(columns=list(rates)).any(axis=None))


class HistoryTest(unittest.TestCase):
    """Where the days of a panel lie."""

    def days(self, calendar: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Training and test rows with day numbers and sites."""
        spec = support.load_spec("series-hidden-state")
        style = {**spec["style"], **({"calendar": calendar} if calendar else {})}
        plan = plan_of({**spec, "style": style, "rows": {"train": 100, "test": 500}})
        column = plan.bindings[0].col
        with tempfile.TemporaryDirectory() as out:
            run_program(compose(plan)["generate.py"], "generate.py", ["--out", out])
            parts = [pd.read_csv(Path(out, "agent", f"{part}.csv")) for part in ("train", "test")]
        return tuple(
            pd.DataFrame({"day": pd.to_datetime(d[column["date"]]).map(pd.Timestamp.toordinal), "site": d[column["site"]]})
            for d in parts
        )

    def test_all_test_days_come_later(self) -> None:
        for calendar in (None, "window", "history"):
            train, test = self.days(calendar)
            self.assertGreater(test["day"].min(), train["day"].max())

    def test_training_days_of_the_sites_lie_apart_in_a_long_past(self) -> None:
        train, test = self.days("history")
        middles = np.sort(train.groupby("site")["day"].mean().to_numpy())
        self.assertGreater(np.diff(middles).min(), 0.5 * (middles[-1] - middles[0]) / len(middles))
        self.assertGreater(np.ptp(train["day"]), 2 * np.ptp(test["day"]))
        # A line in the day is asked for little beyond what it was fitted on.
        self.assertLess((test["day"].max() - train["day"].mean()) / train["day"].std(), 4)

    def test_a_site_keeps_its_days_next_to_each_other(self) -> None:
        train, _ = self.days("history")
        for _, days in train.groupby("site")["day"]:
            self.assertLess(np.diff(np.sort(days)).max(), 10)

    def test_tables_without_a_panel_have_none(self) -> None:
        spec = support.load_spec("ratio-threshold")
        with self.assertRaisesRegex(CannotCompose, "history"):
            compose(plan_of({**spec, "style": {**spec["style"], "calendar": "history"}}))


if __name__ == "__main__":
    unittest.main()
