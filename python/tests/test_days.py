"""What follows the days: one value for all rows of a day, what lasts until the next one, and what has a season."""
from __future__ import annotations

import unittest

import pandas as pd

from test_fields import lagged, made, numeric, related

from sandmle.spec import CannotCompose, plan_of

MONTHS = [11, 12, 1, 2, 3]
DATE = {"kind": "date", "name": "seen_on", "table": "main", "start": "2031-05-01", "days": 365, "missingRate": 0}
WEATHER = {
    "kind": "categorical", "name": "weather", "table": "main", "categories": ["fair", "rain", "frost"], "daily": True,
    "seasons": {"frost": [11, 3]}, "missingRate": 0,
}
WIND = numeric({"name": "wind", "unit": "m/s", "low": 0, "high": 16, "shape": "gamma", "daily": True})
ICE = numeric({"name": "ice", "unit": "pct", "low": 0, "high": 70, "shape": "gamma", "zeros": 0.4, "season": [11, 3]})
TALLY = numeric({"name": "tally", "unit": "n", "low": 10, "high": 900, "shape": "normal"})


def dated(**lasting: str) -> dict:
    """A spec of one table with weather, wind, ice and a tally by date, of which these last."""
    spec = related("sign-interaction", WIND, ICE, TALLY, rows={"train": 2000, "test": 600})
    spec["columns"] = [WEATHER, *spec["columns"], DATE]
    shifts = {"fair": -0.4, "rain": 0.8, "frost": -0.6}
    spec["style"] |= {"categories": "tied", "lasting": lasting}
    spec["style"]["links"] = [*spec["style"]["links"], {"from": "weather", "to": "wind", "shifts": shifts}]
    return spec


class DatedTest(unittest.TestCase):
    """A table whose rows have dates."""

    @classmethod
    def setUpClass(cls) -> None:
        spec = dated(weather="everywhere", wind="everywhere", tally="here")
        cls.rows = pd.concat([made(spec, part) for part in ("train", "test")])
        cls.days = cls.rows.groupby("seen_on").agg({"weather": "first", "wind": "first", "tally": "mean"}).sort_index()

    def test_all_rows_of_a_day_share_what_is_daily_in_both_parts(self) -> None:
        of_day = self.rows.groupby("seen_on")[["weather", "wind", "tally"]].nunique().max()
        self.assertEqual((of_day["weather"], of_day["wind"]), (1, 1))
        self.assertGreater(of_day["tally"], 1)

    def test_weather_lasts(self) -> None:
        stays = (self.days["weather"] == self.days["weather"].shift()).mean()
        by_chance = (self.days["weather"].value_counts(normalize=True) ** 2).sum()
        self.assertGreater(stays, by_chance + 0.12)
        self.assertGreater(self.days["wind"].autocorr(), 0.3)

    def test_tides_come_round(self) -> None:
        spec = dated()
        tide = {**WEATHER, "name": "tide", "categories": ["spring", "mean", "neap"], "cycle": 14.77}
        spec["columns"] = [{key: value for key, value in tide.items() if key != "seasons"}, *spec["columns"]]
        rows = pd.concat([made(spec, part) for part in ("train", "test")])
        self.assertEqual(rows.groupby("seen_on")["tide"].nunique().max(), 1)
        days = rows.groupby("seen_on")["tide"].first()
        days = days.reindex(pd.date_range("2031-05-01", periods=365).strftime("%Y-%m-%d"))
        moves = [(one, two) for one, two in zip(days, days.shift(-1)) if {one, two} <= {"spring", "mean", "neap"}]
        self.assertFalse({("spring", "neap"), ("neap", "spring")} & set(moves))
        self.assertGreater(sum(one == two for one, two in moves), 0.5 * len(moves))

    def test_what_lasts_at_each_place_alone_is_not_shared_by_all(self) -> None:
        self.assertLess(abs(self.days["tally"].autocorr()), 0.15)

    def test_frost_and_ice_come_in_winter_alone(self) -> None:
        is_cold = pd.to_datetime(self.rows["seen_on"]).dt.month.isin(MONTHS)
        self.assertEqual(set(self.rows["weather"][~is_cold]), {"fair", "rain"})
        self.assertGreater((self.rows["weather"][is_cold] == "frost").mean(), 0.12)
        self.assertEqual(self.rows["ice"][~is_cold].max(), 0)
        self.assertGreater(self.rows["ice"][is_cold].max(), 30)

    def test_levels_still_move_numbers_of_their_day(self) -> None:
        wind = self.days.groupby("weather")["wind"].mean()
        self.assertGreater(wind["rain"], wind["frost"])

    def test_weekdays_that_are_off_have_no_rows_and_the_others_equally_many(self) -> None:
        spec = dated(weather="everywhere")
        spec["columns"][-1] = {**DATE, "never": ["saturday", "sunday"]}
        weekdays = pd.to_datetime(made(spec)["seen_on"]).dt.weekday.value_counts()
        self.assertEqual(set(weekdays.index), set(range(5)))
        self.assertLess(weekdays.max(), 1.25 * weekdays.min())
        spec["columns"][-1] = {**DATE, "never": ["monday", "someday"]}
        with self.assertRaises(CannotCompose):
            plan_of(spec)

    def test_without_a_date_nothing_changes(self) -> None:
        spec = dated(weather="everywhere")
        spec["columns"] = spec["columns"][:-1]
        self.assertGreater((made(spec)["weather"] == "frost").mean(), 0.15)


class PanelTest(unittest.TestCase):
    """Days of a series."""

    def test_only_what_lasts_is_like_the_day_before(self) -> None:
        spec = related("series-carry-over", WIND, TALLY, rows={"train": 2400, "test": 60})
        spec["style"]["lasting"] = {"wind": "everywhere"}
        rows = made(spec)
        self.assertEqual(rows.groupby("day")["wind"].nunique().max(), 1)
        self.assertGreater(lagged(rows, "wind", "shop", "day"), 0.35)
        self.assertLess(abs(lagged(rows, "tally", "shop", "day")), 0.1)

    def test_sites_share_the_weather_that_a_rule_reads_and_it_is_new_every_day(self) -> None:
        spec = related("series-carry-over", rows={"train": 1500, "test": 60})
        driver = {c["name"]: {**c, "daily": True} for c in spec["columns"] if c["name"] == "flyers"}
        spec["columns"] = [driver.get(column["name"], column) for column in spec["columns"]]
        rows = made(spec)
        self.assertEqual(rows.groupby("day")["flyers"].nunique().max(), 1)
        self.assertLess(abs(lagged(rows, "flyers", "shop", "day")), 0.15)

    def test_a_state_of_its_own_lasts_at_its_site(self) -> None:
        spec = related("series-carry-over", TALLY, rows={"train": 2400, "test": 60})
        spec["style"]["lasting"] = {"tally": "here"}
        rows = made(spec)
        self.assertGreater(lagged(rows, "tally", "shop", "day"), 0.35)
        self.assertGreater(rows.groupby("day")["tally"].nunique().max(), 1)


class LongMemoryTest(unittest.TestCase):
    """Series in which what lasts is to be seen."""

    def made(self, name: str, *columns: dict, **lasting: str) -> pd.DataFrame:
        """Training rows of an example in which these columns last."""
        spec = related(name, *columns, rows={"train": 2400, "test": 60})
        spec["style"] |= {"lasting": lasting, "memory": "long"}
        return made(spec)

    def test_what_lasts_is_plainly_like_the_day_before(self) -> None:
        rows = self.made("series-carry-over", WIND, TALLY, wind="everywhere", tally="here")
        for name in ("wind", "tally"):
            self.assertTrue(0.5 < lagged(rows, name, "shop", "day") < 0.9, name)

    def test_what_lasts_everywhere_is_much_alike_at_all_sites(self) -> None:
        gust = {**TALLY, "name": "gust"}
        rows = self.made("series-carry-over", TALLY, gust, tally="here", gust="everywhere")
        inside = rows[["tally", "gust"]] - rows.groupby("shop")[["tally", "gust"]].transform("mean")
        share = inside.groupby(rows["day"]).transform("mean").var() / inside.var()
        self.assertGreater(share["gust"], share["tally"] + 0.15)

    def test_days_that_lie_weeks_apart_are_alike_as_well(self) -> None:
        spec = related("series-panel-calendar", TALLY, rows={"train": 240, "test": 60})
        spec["style"] |= {"lasting": {"tally": "here"}, "calendar": "past"}
        near = {**spec, "style": {**spec["style"], "memory": "long"}}
        apart, alike = (lagged(made(one), "tally", "ward", "day") for one in (spec, near))
        self.assertGreater(alike, apart + 0.2)

    def test_what_a_rule_reads_on_its_own_day_lasts_and_what_it_reads_over_days_hangs_on_a_little(self) -> None:
        rows = self.made("series-carry-over", flyers="here", price_eur="here")
        self.assertTrue(0.1 < lagged(rows, "flyers", "shop", "day") < 0.5)
        self.assertGreater(lagged(rows, "price_eur", "shop", "day"), 0.3)


class RefusalTest(unittest.TestCase):
    """Plans whose days make no sense."""

    def refused(self, name: str, **change: object) -> str:
        """Why a plan is refused in which one column has these fields."""
        spec = dated()
        spec["columns"] = [{**column, **change} if column["name"] == name else column for column in spec["columns"]]
        with self.assertRaises(CannotCompose) as caught:
            plan_of(spec)
        return str(caught.exception)

    def test_seasons_that_leave_nothing(self) -> None:
        self.assertIn("never of all", self.refused("weather", seasons={name: [1, 2] for name in WEATHER["categories"]}))
        self.assertIn("can come round", self.refused("weather", cycle=15, daily=None))
        self.assertIn("low end of 0", self.refused("ice", low=5, zeros=None))


if __name__ == "__main__":
    unittest.main()
