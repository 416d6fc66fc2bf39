"""Rows of child tables: their weekdays, how they follow each other, and what their amounts have to do with the parent."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import support
import numpy as np
import pandas as pd
from scipy.special import ndtri

from sandmle.compose import compose
from sandmle.mechanisms.join_trend import trend_summaries
from sandmle.parts.events import days_between, drawn_week, some_soon
from sandmle.parts.parents import along_time
from sandmle.partners import partners_of
from sandmle.rule import draw_rule
from sandmle.spec import CannotCompose, plan_of
from sandmle.study import run_program, with_secret

JOINS = ("join-recency", "join-bursts", "join-trend")
USUAL = {
    "kind": "numeric", "name": "usual_minutes", "table": "main", "unit": "min", "shape": "gamma", "low": 10, "high": 220,
    "missingRate": 0,
}


def with_partner(name: str) -> dict:
    """An example spec whose main table measures the same as the amounts of its child table."""
    spec = support.load_spec(name)
    return {**spec, "columns": [*spec["columns"], USUAL], "rows": {"train": 1500, "test": 60}}


def tables(spec: dict) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Training rows and child rows."""
    with tempfile.TemporaryDirectory() as folder:
        run_program(compose(plan_of(spec))["generate.py"], "generate.py", ["--out", folder])
        agent = Path(folder) / "agent"
        return pd.read_csv(agent / "train.csv"), pd.read_csv(agent / "visits.csv")


def means_of(train: pd.DataFrame, visits: pd.DataFrame) -> pd.Series:
    """Mean amount of every training row."""
    return visits.groupby("id")["minutes"].mean().reindex(train["id"])


class PartnerTest(unittest.TestCase):
    """The column of the parent that measures the same."""

    def test_mean_amounts_go_with_it(self) -> None:
        for name in JOINS:
            train, visits = tables(with_partner(name))
            found = np.corrcoef(train["usual_minutes"], means_of(train, visits))[0, 1]
            with self.subTest(spec=name):
                self.assertTrue(0.42 < found < 0.78, found)

    def test_nothing_else_does(self) -> None:
        train, visits = tables(with_partner("join-recency"))
        self.assertLess(abs(train["age"].corr(pd.Series(means_of(train, visits).to_numpy()))), 0.1)

    def test_it_is_the_only_one_of_its_unit_and_range(self) -> None:
        spec = with_partner("join-recency")
        self.assertEqual(partners_of(spec["columns"]), {"minutes": "usual_minutes"})
        other = {**USUAL, "name": "longest_minutes"}
        self.assertEqual(partners_of([*spec["columns"], other]), {})
        elsewhere = {**USUAL, "low": 0, "high": 60}
        self.assertEqual(partners_of([*spec["columns"][:-1], elsewhere]), {})
        money = {**USUAL, "unit": "EUR"}
        self.assertEqual(partners_of([*spec["columns"][:-1], money]), {})

    def test_without_one_amounts_are_on_their_own(self) -> None:
        for name in JOINS:
            mechanism = draw_rule(plan_of(support.load_spec(name))).mechanisms[0]
            self.assertIsNone(mechanism.constants["partner"], name)


class LevelTest(unittest.TestCase):
    """What a story tells of the amounts of a level."""

    def test_amounts_of_a_level_lie_where_the_story_has_them(self) -> None:
        for name in JOINS:
            spec = {**support.load_spec(name), "rows": {"train": 1500, "test": 60}}
            kind = next(c for c in spec["columns"] if c["table"] == "visits" and c["kind"] == "categorical")
            low, *_, high = kind["categories"]
            shifts = {level: {low: -1.2, high: 1.2}.get(level, 0.0) for level in kind["categories"]}
            link = {"from": kind["name"], "to": "minutes", "shifts": shifts}
            visits = tables({**spec, "style": {**spec["style"], "relations": "graph", "links": [link]}})[1]
            means = visits.groupby(kind["name"])["minutes"].mean() / visits["minutes"].std()
            with self.subTest(spec=name):
                self.assertGreater(means[high] - means[low], 1.0)

    def test_what_hardly_draws_anything_lies_far_below_what_works(self) -> None:
        for name in JOINS:
            spec = {**support.load_spec(name), "rows": {"train": 1500, "test": 60}}
            kind = next(c for c in spec["columns"] if c["table"] == "visits" and c["kind"] == "categorical")
            idle, *others = kind["categories"]
            link = {"from": kind["name"], "to": "minutes", "shifts": {idle: -2.5, **dict.fromkeys(others, 0.7)}}
            amounts = {"shape": "gamma", "low": 1, "high": 101}
            columns = [{**c, **(amounts if c["name"] == "minutes" else {})} for c in spec["columns"]]
            visits = tables({**spec, "columns": columns, "style": {**spec["style"], "relations": "graph", "links": [link]}})[1]
            means = visits.groupby(kind["name"])["minutes"].mean()
            with self.subTest(spec=name):
                self.assertLess(means[idle] / means[others].min(), 0.36)

    def test_amounts_come_in_their_steps(self) -> None:
        for name in JOINS:
            spec = support.load_spec(name)
            stepped = {"low": 0, "high": 90, "step": 5}
            columns = [{**c, **(stepped if c["name"] == "minutes" else {})} for c in spec["columns"]]
            visits = tables({**spec, "columns": columns})[1]
            with self.subTest(spec=name):
                self.assertEqual(set(visits["minutes"] % 5), {0})


class FreeColumnsTest(unittest.TestCase):
    """Columns of a child table that no mechanism makes."""

    @classmethod
    def setUpClass(cls) -> None:
        spec = {**support.load_spec("join-recency"), "rows": {"train": 1500, "test": 60}}
        grip = {"kind": "categorical", "name": "grip", "table": "visits", "categories": ["loose", "firm"], "missingRate": 0}
        pulse, rest = ({**USUAL, "name": name, "table": "visits"} for name in ("pulse", "rest"))
        links = [
            {"from": "grip", "to": "minutes", "shifts": {"loose": -1.0, "firm": 1.0}},
            {"from": "grip", "to": "pulse", "shifts": {"loose": 0.8, "firm": -0.8}},
            {"from": "rest", "to": "minutes", "slope": 0.7},
        ]
        style = {**spec["style"], "relations": "graph", "links": links}
        cls.visits = tables({**spec, "columns": [*spec["columns"], rest, pulse, grip], "style": style})[1]

    def test_go_with_what_the_mechanism_makes(self) -> None:
        minutes = self.visits.groupby("grip")["minutes"].mean() / self.visits["minutes"].std()
        self.assertGreater(minutes["firm"] - minutes["loose"], 0.8)
        self.assertGreater(self.visits["rest"].corr(self.visits["minutes"]), 0.5)

    def test_go_with_each_other(self) -> None:
        pulse = self.visits.groupby("grip")["pulse"].mean() / self.visits["pulse"].std()
        self.assertLess(pulse["firm"] - pulse["loose"], -0.8)


class WeekTest(unittest.TestCase):
    """Weekdays, and rows in quick succession."""

    def test_days_follow_the_week_of_their_task(self) -> None:
        spec = {**support.load_spec("join-recency"), "rows": {"train": 1500, "test": 60}}
        for number in range(3):
            one = with_secret(spec, number)
            week = draw_rule(plan_of(one)).mechanisms[0].constants["week"]
            weekday = pd.to_datetime(tables(one)[1]["visit_day"]).dt.day_of_week
            counts = np.bincount(weekday, minlength=7)
            self.assertGreater(np.corrcoef(week, counts)[0, 1], 0.9)
            self.assertGreater(counts.max(), 1.4 * counts.min())

    def test_some_trades_rest_on_weekends_and_some_are_busy_then(self) -> None:
        weeks = [drawn_week(np.random.default_rng(seed)) for seed in range(60)]
        resting = [np.mean(week[:5]) > 1.2 * np.mean(week[5:]) for week in weeks]
        busy = [np.mean(week[5:]) > 1.2 * np.mean(week[:5]) for week in weeks]
        self.assertEqual(sum(resting) + sum(busy), 60)
        self.assertTrue(sum(resting) > sum(busy) > 5)

    def test_gaps_that_a_rule_reads_have_no_week(self) -> None:
        visits = tables({**support.load_spec("join-bursts"), "rows": {"train": 1500, "test": 60}})[1]
        counts = np.bincount(pd.to_datetime(visits["visit_day"]).dt.day_of_week, minlength=7)
        self.assertLess(counts.max(), 1.15 * counts.min())

    def test_days_stay_on_their_side_of_an_edge(self) -> None:
        rng = np.random.default_rng(0)
        late = rng.random(20_000) < 0.4
        low, high = np.where(late, 90, 0), np.where(late, 120, 90)
        day = days_between(rng, low, high, "2031-03-01", drawn_week(rng))
        day = some_soon(rng, day, 2 * (np.arange(20_000) // 8) + late, high, 0.3)
        self.assertTrue(((low <= day) & (day < high)).all())
        self.assertEqual(set(np.unique(day)), set(range(120)))

    def test_weights_are_those_of_the_real_weekdays(self) -> None:
        low, high = np.zeros(3000, int), np.full(3000, 70)
        only_sundays = [0.0] * 6 + [1.0]
        day = days_between(np.random.default_rng(0), low, high, "2031-03-01", only_sundays)
        dates = pd.Timestamp("2031-03-01") + pd.to_timedelta(day, unit="D")
        self.assertEqual(set(dates.day_of_week), {6})

    def test_some_rows_come_soon_after_another(self) -> None:
        rng = np.random.default_rng(0)
        high, run = np.full(8000, 1000), np.arange(8000) // 4
        day = days_between(rng, np.zeros(8000, int), high, "2031-03-01", [1.0] * 7)
        gaps = [np.diff(np.sort(some_soon(rng, day, run, high, share).reshape(-1, 4), axis=1)) for share in (0.0, 0.3)]
        self.assertLess((gaps[0] < 3).mean(), 0.03)
        self.assertGreater((gaps[1] < 3).mean(), 0.15)


def with_habits(name: str, rhythms: list[str]) -> dict:
    """An example spec whose parents have habits, with rows enough to see them."""
    spec = {**support.load_spec(name), "rows": {"train": 1500, "test": 60}}
    return {**spec, "style": {**spec["style"], "rhythms": rhythms}}


def weekdays(visits: pd.DataFrame) -> np.ndarray:
    """How many child rows come on each weekday."""
    return np.bincount(pd.to_datetime(visits["visit_day"]).dt.day_of_week, minlength=7)


class HabitsTest(unittest.TestCase):
    """Parents that are not alike in what the rule does not read."""

    def test_a_few_parents_have_many_rows(self) -> None:
        for name in JOINS:
            by_chance, by_habit = (
                tables(spec)[1].groupby("id").size() for spec in ({**with_habits(name, []), "style": support.load_spec(name)["style"]}, with_habits(name, []))
            )
            with self.subTest(spec=name):
                self.assertGreater(by_habit.std(), 1.3 * by_chance.std())

    def test_each_has_its_favourite_kinds(self) -> None:
        for name in JOINS:
            plain = {**support.load_spec(name), "rows": {"train": 1500, "test": 60}}
            channels = [*next(c for c in plain["columns"] if c["table"] == "visits" and c["kind"] == "categorical")["categories"], "by post", "abroad"]
            wide = lambda spec: {**spec, "columns": [{**c, "categories": channels} if c["table"] == "visits" and c["kind"] == "categorical" else c for c in spec["columns"]]}
            column = next(c["name"] for c in plain["columns"] if c["table"] == "visits" and c["kind"] == "categorical")
            marked = draw_rule(plan_of(wide(plain))).mechanisms[0].constants.get("marked")
            favourites = []
            for spec in (plain, with_habits(name, [])):
                visits = tables(wide(spec))[1]
                others = visits[visits[column] != marked]
                counts = others.groupby(["id", column]).size().unstack(fill_value=0)
                counts = counts[counts.sum(axis=1) >= 4]
                favourites.append((counts.max(axis=1) / counts.sum(axis=1)).mean())
            with self.subTest(spec=name):
                self.assertGreater(favourites[1], favourites[0] + 0.05)

    def test_kinds_lean_on_the_category_of_the_parent_and_the_marked_one_does_not(self) -> None:
        spec = with_habits("join-recency", [])
        kind = next(c for c in spec["columns"] if c["table"] == "visits" and c["kind"] == "categorical")
        kind["categories"] = [*kind["categories"], "by post", "abroad"]
        entry = spec["mechanisms"][0]["columns"]
        spread = {}
        for way, style in (("even", {}), ("leaning", {"kinds": "leaning"})):
            one = {**spec, "style": {**spec["style"], **style}}
            marked = draw_rule(plan_of(one)).mechanisms[0].constants["marked"]
            train, visits = tables(one)
            plans = visits["id"].map(train.set_index("id")[entry["plan"]])
            shares = pd.crosstab(plans, visits[kind["name"]], normalize="index")
            spread[way] = (shares.drop(columns=marked).std().mean(), shares[marked].std())
        self.assertGreater(spread["leaning"][0], 2 * spread["even"][0])
        self.assertLess(spread["leaning"][1], 0.03)

    def test_days_follow_the_week_only_where_the_world_has_one(self) -> None:
        for name in JOINS:
            of_week, of_none = (weekdays(tables(with_habits(name, rhythms))[1]) for rhythms in (["week"], ["season"]))
            week = draw_rule(plan_of(with_habits(name, ["week"]))).mechanisms[0].constants["habits"]["week"]
            with self.subTest(spec=name):
                self.assertGreater(np.corrcoef(week, of_week)[0, 1], 0.8)
                self.assertLess(of_none.max(), 1.15 * of_none.min())

    def test_the_rule_reads_what_it_says(self) -> None:
        spec = with_habits("join-bursts", ["week", "season"])
        gap = draw_rule(plan_of(spec)).mechanisms[0].constants["gap"]
        with tempfile.TemporaryDirectory() as folder:
            run_program(compose(plan_of(spec))["generate.py"], "generate.py", ["--out", folder])
            visits = pd.read_csv(Path(folder) / "agent" / "visits.csv").assign(day=lambda d: pd.to_datetime(d["visit_day"]))
            told = pd.read_csv(Path(folder) / "judge" / "latent_train.csv")
        gaps = visits.sort_values(["id", "day"], kind="stable").groupby("id")["day"].diff().dt.days
        close = (gaps <= gap).where(gaps.notna()).groupby(visits["id"]).mean().reindex(told["id"])
        np.testing.assert_allclose(close.to_numpy(float), told["z1"], atol=1e-4)

    def test_rows_of_a_parent_share_what_no_rule_reads(self) -> None:
        spec = with_habits("join-recency", [])
        pulse = {**USUAL, "name": "pulse", "table": "visits"}
        visits = tables({**spec, "columns": [*spec["columns"], pulse]})[1]
        means = visits.groupby("id")["pulse"].transform("mean")
        self.assertGreater(means.var() / visits["pulse"].var(), 0.4)


class UsualTest(unittest.TestCase):
    """The kind of child rows that the world calls the usual one."""

    def shares(self, name: str, usual: str | None, marked: str) -> pd.Series:
        """How often each kind comes, by the kinds' names."""
        spec = with_habits(name, [])
        columns = [{**c, **({"usual": usual} if usual and c["name"] == "zone" else {})} for c in spec["columns"]]
        reads = {} if name == "join-trend" else {"reads": {"channel": marked}}
        spec = {**spec, "columns": columns, "mechanisms": [{**spec["mechanisms"][0], **reads}]}
        return tables(spec)[1]["zone"].value_counts(normalize=True)

    def test_it_comes_most_often_and_what_the_rule_is_about_less(self) -> None:
        for name in JOINS:
            for usual in ("boulder", "lead"):
                found = self.shares(name, usual, "gym")
                with self.subTest(spec=name, usual=usual):
                    self.assertEqual(found.index[0], usual)
                    self.assertGreater(found[usual], 0.42)
                    self.assertLess(found["gym"], 0.36)

    def test_a_rule_may_be_about_it(self) -> None:
        for name in ("join-recency", "join-bursts"):
            self.assertGreater(self.shares(name, "gym", "gym")["gym"], 0.5)

    def test_without_one_none_is_the_rule(self) -> None:
        for name in JOINS:
            self.assertLess(self.shares(name, None, "gym").max(), 0.6)

    def test_it_is_a_level_of_its_column(self) -> None:
        with self.assertRaisesRegex(CannotCompose, "its usual level"):
            self.shares("join-trend", "sauna", "gym")


class DriftTest(unittest.TestCase):
    """What a rule about trends reads is what a solver can find."""

    @classmethod
    def setUpClass(cls) -> None:
        link = {"from": "zone", "to": "minutes", "shifts": {"boulder": -0.8, "lead": 0.0, "gym": 0.8}}
        spec = with_habits("join-trend", ["week", "season"])
        cls.spec = {**spec, "style": {**spec["style"], "relations": "graph", "links": [link]}}
        with tempfile.TemporaryDirectory() as folder:
            run_program(compose(plan_of(cls.spec))["generate.py"], "generate.py", ["--out", folder])
            cls.train = pd.read_csv(Path(folder) / "agent" / "train.csv")
            cls.visits = pd.read_csv(Path(folder) / "agent" / "visits.csv")
            cls.told = pd.read_csv(Path(folder) / "judge" / "latent_train.csv").set_index("id").reindex(cls.train["id"])
            col = {**plan_of(cls.spec).bindings[0].col, "events": "visits"}
            cls.found, cls.raw = (trend_summaries(cls.train, col, Path(folder) / "agent", scores) for scores in (True, False))

    def told_by(self, features: pd.DataFrame, hidden: str) -> float:
        """Share of the variance of something hidden that a linear fit of features tells."""
        design = np.column_stack([np.ones(len(features)), features.to_numpy(float)])
        fit = design @ np.linalg.lstsq(design, self.told[hidden].to_numpy(), rcond=None)[0]
        return float(np.corrcoef(fit, self.told[hidden])[0, 1] ** 2)

    def test_slopes_and_scatter_are_those_of_the_rule(self) -> None:
        self.assertGreater(np.corrcoef(self.found["slope"], self.told["z1"])[0, 1], 0.93)
        self.assertGreater(np.corrcoef(self.found["scatter"], self.told["z2"])[0, 1], 0.9)

    def test_usual_aggregations_do_not_reach_it(self) -> None:
        usual = self.raw[["count", "amount", "spread", "last"]]
        self.assertLess(self.told_by(usual, "z1"), 0.5)
        self.assertLess(self.told_by(usual, "z2"), 0.65)

    def test_histories_begin_early_and_end_late(self) -> None:
        days = pd.to_datetime(self.visits["visit_day"]).groupby(self.visits["id"]).agg(["min", "max"])
        self.assertGreater((days["max"] - days["min"]).dt.days.min(), 38)
        self.assertTrue(self.visits.groupby("id")["visit_day"].apply(lambda own: own.is_monotonic_increasing).all())


def with_state(name: str) -> dict:
    """An example spec whose child amounts are a state that the main table tells as well."""
    spec = with_partner(name)
    columns = [{**c, "state": True} if c["name"] == "minutes" else c for c in spec["columns"]]
    return {**spec, "columns": columns, "style": {**spec["style"], "rhythms": []}}


def lagged(visits: pd.DataFrame) -> float:
    """Correlation of the amounts of rows with those before them, as far as they differ from the mean of their parent."""
    inside = visits["minutes"].rank(pct=True)
    inside = inside - inside.groupby(visits["id"]).transform("mean")
    return float(inside.corr(inside.groupby(visits["id"]).shift(1)))


class StateTest(unittest.TestCase):
    """Amounts that are a state of their parent, such as a mass."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.drawn = {name: tables(with_state(name)) for name in JOINS}

    def test_a_row_is_near_the_one_before(self) -> None:
        for name, (_, visits) in self.drawn.items():
            events = tables(with_partner(name))[1]
            ranks = visits["minutes"].rank(pct=True).groupby(visits["id"])
            with self.subTest(spec=name):
                self.assertGreater(lagged(visits), lagged(events) + 0.15)
                self.assertLess(ranks.diff().abs().mean(), 0.12)

    def test_rows_of_nearby_days_are_nearer_than_those_weeks_apart(self) -> None:
        rng = np.random.default_rng(5)
        row, day = np.repeat(np.arange(800), 10), rng.integers(0, 120, 8000)
        order = np.lexsort((day, row))
        path = pd.Series(along_time(rng.standard_normal(8000), row, day, 0.7)[order])
        moved, gap = path.groupby(row[order]).diff().abs(), pd.Series(day[order]).groupby(row[order]).diff()
        self.assertLess(moved[gap <= 2].mean(), 0.6 * moved[gap >= 20].mean())

    def test_all_rows_are_near_what_their_parent_tells(self) -> None:
        for name, (train, visits) in self.drawn.items():
            own = visits[visits["id"].isin(train["id"])]
            usual = train.set_index("id")["usual_minutes"].reindex(own["id"]).to_numpy()
            last = visits.groupby("id")["minutes"].last().reindex(train["id"]).to_numpy()
            with self.subTest(spec=name):
                self.assertGreater(np.corrcoef(usual, own["minutes"])[0, 1], 0.8)
                self.assertGreater(np.corrcoef(train["usual_minutes"], last)[0, 1], 0.88)
                self.assertGreater(np.corrcoef(train["usual_minutes"], means_of(train, visits))[0, 1], 0.9)

    def test_amounts_of_one_kind_differ_from_the_others_as_the_rule_says(self) -> None:
        spec = with_state("join-bursts")
        kind = next(c["name"] for c in spec["columns"] if c["table"] == "visits" and c["kind"] == "categorical")
        marked = draw_rule(plan_of(spec)).mechanisms[0].constants["marked"]
        with tempfile.TemporaryDirectory() as folder:
            run_program(compose(plan_of(spec))["generate.py"], "generate.py", ["--out", folder])
            visits = pd.read_csv(Path(folder) / "agent" / "visits.csv")
            told = pd.read_csv(Path(folder) / "judge" / "latent_train.csv")
        score = ndtri(visits["minutes"].rank() / (len(visits) + 1))
        of, rest = (score.where(own).groupby(visits["id"]).mean() for own in (visits[kind] == marked, visits[kind] != marked))
        self.assertGreater(np.corrcoef((of - rest).reindex(told["id"]), told["z2"])[0, 1], 0.95)


if __name__ == "__main__":
    unittest.main()
