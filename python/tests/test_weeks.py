"""Weeks and months of panels: their profiles, what rules read of them, and the past that training days come from."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import support
import numpy as np
import pandas as pd

from sandmle.compose import compose
from sandmle.mechanisms.series_carry_over import carried_effect
from sandmle.parts.calendar import best_calendar, in_month_window, likely_windows, window_told
from sandmle.rule import draw_rule
from sandmle.spec import plan_of
from sandmle.study import run_program, with_secret
from sandmle.weeks import drawn_profiles, drawn_window

MONTH = pd.Series(pd.date_range("2019-04-01", "2019-04-30").astype(str))
PANELS = ("series-panel-calendar", "series-carry-over", "series-hidden-state")


def with_rhythms(name: str, rhythms: list[str]) -> dict:
    """An example spec that tells which rhythms its world has, and has a recent past."""
    spec = support.load_spec(name)
    return {**spec, "style": {**spec["style"], "rhythms": rhythms, "calendar": "past"}}


def constants_of(spec: dict) -> dict:
    """What a spec's only mechanism drew."""
    return draw_rule(plan_of(spec)).mechanisms[0].constants


class ProfileTest(unittest.TestCase):
    """The level of every weekday."""

    def test_working_days_are_alike_but_one_and_weekends_are_apart(self) -> None:
        for seed in range(40):
            for week in drawn_profiles(np.random.default_rng(seed), 3):
                usual = np.median(week[:5])
                apart = np.abs(np.array(week) - usual)
                self.assertEqual((apart[:5] > 0.35).sum(), 1, week)
                self.assertTrue((apart[5:] > 0.35).all(), week)
                # What is usual lies near 0, so that rule.md tells the days that are special from the others.
                self.assertLess(abs(usual), 0.1)

    def test_an_odd_day_adjoins_the_weekend_as_it_goes_or_lies_in_the_middle(self) -> None:
        found = set()
        for seed in range(40):
            for week in drawn_profiles(np.random.default_rng(seed), 5):
                odd = int(np.abs(week[:5]).argmax())
                found.add(odd)
                if odd in (0, 4):
                    self.assertEqual(week[odd] * week[5] > 0, odd == 4, week)
        self.assertEqual(found, {0, 2, 4})

    def test_days_off_have_the_level_of_usual_days(self) -> None:
        for never in ([6], [5, 6]):
            for week in drawn_profiles(np.random.default_rng(3), 4, never):
                self.assertLess(np.abs(np.array(week)[never]).max(), 0.3)
                self.assertAlmostEqual(float(np.delete(week, never).std()), 0.7, places=2)

    def test_sites_differ_in_their_weekend_and_their_odd_day(self) -> None:
        for seed in range(20):
            first, second = np.array(drawn_profiles(np.random.default_rng(seed), 2))
            self.assertLess((first[5] - np.median(first[:5])) * (second[5] - np.median(second[:5])), 0)
            odd = [int(np.abs(week[:5] - np.median(week[:5])).argmax()) for week in (first, second)]
            self.assertNotEqual(*odd)


class WindowTest(unittest.TestCase):
    """The part of a month that matters."""

    def test_days_of_each_kind(self) -> None:
        days = lambda window: (np.flatnonzero(in_month_window(MONTH, window)) + 1).tolist()
        self.assertEqual(days({"last": 3, "first": 1}), [1, 28, 29, 30])
        self.assertEqual(days({"middle": 15, "length": 3}), [15, 16, 17])
        self.assertEqual(window_told({"last": 3, "first": 0}), "last 3 days of a month")
        self.assertEqual(window_told({"middle": 15, "length": 3}), "days 15 to 17 of a month")

    def test_only_worlds_whose_month_matters_have_one_and_they_differ(self) -> None:
        drawn = lambda rhythms: [drawn_window(np.random.default_rng(seed), rhythms) for seed in range(30)]
        self.assertEqual(set(map(str, drawn(["week", "season"]))), {"None"})
        for rhythm in ("month-end", "pay-day"):
            found = {window_told(window) for window in drawn(["week", rhythm])}
            self.assertGreater(len(found), 4)

    def test_a_rule_without_one_reads_the_week_alone(self) -> None:
        for rhythms, expected in ((["week"], 2), (["week", "month-end"], 3)):
            spec = with_rhythms("series-panel-calendar", rhythms)
            with tempfile.TemporaryDirectory() as folder:
                files = compose(plan_of(spec))
                run_program(files["generate.py"], "generate.py", ["--out", folder])
                told = pd.read_csv(Path(folder) / "judge" / "latent_train.csv")
            self.assertEqual(sum(name.startswith("z") for name in told), expected)
            self.assertEqual("of a month" in files["rule.md"], expected == 3)

    def test_who_knows_the_rule_finds_both(self) -> None:
        rng = np.random.default_rng(0)
        dates = pd.Series(rng.permutation(np.repeat(pd.date_range("2018-01-01", "2019-12-31").astype(str), 2)))
        sites = rng.integers(0, 2, len(dates))
        weeks, windows = np.array(drawn_profiles(rng, 2)), likely_windows()
        weekday = pd.to_datetime(dates).dt.day_of_week.to_numpy()
        for window in windows[::5]:
            score = weeks[sites, weekday] + 1.3 * in_month_window(dates, window)
            outcome = (score + 0.3 * rng.standard_normal(len(dates)))[:, None]
            found, odd = best_calendar(dates, np.eye(2)[sites], np.ones((len(dates), 1)), outcome)
            self.assertEqual(found, window)
            expected = [int(np.abs(week[:5] - np.median(week[:5])).argmax()) for week in weeks]
            self.assertEqual(odd, expected)


class PastTest(unittest.TestCase):
    """Days that training rows come from."""

    def dates(self, spec: dict) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Site and date of the rows of both files."""
        columns = spec["mechanisms"][0]["columns"]
        with tempfile.TemporaryDirectory() as folder:
            run_program(compose(plan_of(spec))["generate.py"], "generate.py", ["--out", folder])
            frames = [pd.read_csv(Path(folder) / "agent" / f"{name}.csv") for name in ("train", "test")]
        return tuple(
            pd.DataFrame({"site": frame[columns["site"]], "day": pd.to_datetime(frame[columns["date"]])}) for frame in frames
        )

    def test_ends_before_the_test_and_is_recent(self) -> None:
        for name in PANELS:
            train, test = self.dates(with_rhythms(name, ["week"]))
            with self.subTest(spec=name):
                self.assertLess(train["day"].max(), test["day"].min())
                self.assertLess((test["day"].min() - train["day"].min()).days, 2.5 * 365)

    def test_days_without_a_memory_are_scattered_over_all_of_it(self) -> None:
        train, _ = self.dates(with_rhythms("series-panel-calendar", ["week"]))
        spans = train.groupby("site")["day"].agg(lambda days: (days.max() - days.min()).days)
        self.assertGreater(spans.min(), 300)

    def test_others_are_a_few_weeks_at_a_time_that_all_sites_share(self) -> None:
        for name in ("series-carry-over", "series-hidden-state"):
            train, _ = self.dates(with_rhythms(name, ["week"]))
            gaps = train.sort_values(["site", "day"]).groupby("site")["day"].diff().dropna().dt.days
            with self.subTest(spec=name):
                self.assertGreater((gaps <= 3).mean(), 0.8)
                self.assertTrue(1 <= (gaps > 14).groupby(train["site"]).sum().max() <= 3)
                self.assertGreater(train.groupby("day")["site"].nunique().mean(), 1.4)

    def test_some_sites_come_more_often_in_training_and_all_alike_in_the_test(self) -> None:
        for name in PANELS:
            train, test = self.dates(with_rhythms(name, ["week"]))
            counts = train["site"].value_counts()
            with self.subTest(spec=name):
                self.assertGreater(counts.max() / counts.min(), 1.15)
                self.assertLess(test["site"].value_counts().max() / test["site"].value_counts().min(), 1.1)

    def test_no_row_falls_on_a_day_off(self) -> None:
        for name in PANELS:
            spec = with_rhythms(name, ["week", "month-end"])
            spec["columns"] = [{**c, **({"never": ["sunday"]} if c["kind"] == "date" else {})} for c in spec["columns"]]
            for part in self.dates(spec):
                counts = part["day"].dt.day_of_week.value_counts()
                with self.subTest(spec=name):
                    self.assertEqual(set(counts.index), set(range(6)))

    def test_what_carries_over_fades_over_days_without_a_row(self) -> None:
        found = carried_effect(np.array([1.0, 0.0, 0.0]), np.array([10, 11, 14]), 0.5) / np.sqrt(0.75)
        np.testing.assert_allclose(found, [1, 0.5, 0.0625])
        self.assertIn("a day without a row adds nothing", compose(plan_of(with_rhythms("series-carry-over", ["week"])))["rule.md"])


class MonthTest(unittest.TestCase):
    """With what the special days of a month go."""

    def test_as_the_plan_says(self) -> None:
        spec = with_rhythms("series-panel-calendar", ["week", "month-end"])
        for side, way in (("high", 1), ("low", -1)):
            told = {**spec, "mechanisms": [{**spec["mechanisms"][0], "reads": {"date": side}}]}
            for number in range(6):
                months = constants_of(with_secret(told, number))["month_end"]
                self.assertTrue(all(way * month > 0 for month in months), months)


class OldPastTest(unittest.TestCase):
    """What specs of before have."""

    def test_specs_that_say_nothing_have_the_week_and_the_month_that_they_had(self) -> None:
        spec = support.load_spec("series-panel-calendar")
        for number in range(3):
            p = constants_of(with_secret(spec, number))
            self.assertEqual((p["window"], "profiles" in p), ({"last": 4}, False))


if __name__ == "__main__":
    unittest.main()
