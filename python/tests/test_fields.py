"""What rows share: a level by group, the days before, the season; in made tables, and not in what a rule reads."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import support
import numpy as np
import pandas as pd

from sandmle.compose import compose
from sandmle.fields import BETWEEN, MEMORY, SHORT_MEMORY, groups_of, weather_of
from sandmle.maps import SHARE
from sandmle.parts.fields import lie_of_the_land
from sandmle.rule import SAMPLE_ROWS, draw_rows, draw_rule
from sandmle.spec import CannotCompose, plan_of
from sandmle.study import run_program, with_secret

AIR = {"name": "air_temp", "unit": "C", "low": -8, "high": 34, "shape": "normal"}
FREE = {"name": "tally", "unit": "n", "low": 10, "high": 900, "shape": "normal"}
PLATES = [f"p{number:02d}" for number in range(1, 9)]


def numeric(column: dict) -> dict:
    """A column of the main table without gaps."""
    return {"kind": "numeric", "table": "main", "missingRate": 0, **column}


def related(name: str, *columns: dict, rows: dict | None = None) -> dict:
    """An example spec whose columns hang together by stated links alone, with these columns beside its own."""
    spec = support.load_spec(name)
    links = [{"from": "elsewhere", "to": column["name"], "slope": 0.1} for column in columns]
    style = {**spec["style"], "relations": "graph", "links": links}
    return {**spec, "columns": [*spec["columns"], *columns], "style": style, "rows": rows or spec["rows"]}


def made(spec: dict, part: str = "train") -> pd.DataFrame:
    """The rows of one part as an agent sees them."""
    with tempfile.TemporaryDirectory() as folder:
        run_program(compose(plan_of(spec))["generate.py"], "generate.py", ["--out", folder])
        return pd.read_csv(Path(folder) / "agent" / f"{part}.csv")


def warmth(dates: pd.Series) -> np.ndarray:
    """1 in the middle of July, -1 in the middle of January."""
    return np.cos(2 * np.pi * (pd.to_datetime(dates).dt.day_of_year - 202) / 365.25).to_numpy()


def lagged(d: pd.DataFrame, name: str, site: str, date: str) -> float:
    """Correlation of a column with itself on the day before, within sites."""
    ordered = d.sort_values([site, date])
    inside = ordered[name] - ordered.groupby(site)[name].transform("mean")
    return float(inside.corr(inside.groupby(ordered[site]).shift(1)))


def between(d: pd.DataFrame, name: str, group: str) -> float:
    """Share of a column's variance that lies between groups."""
    return float(d.groupby(group)[name].transform("mean").var(ddof=0) / d[name].var(ddof=0))


class SeriesTest(unittest.TestCase):
    """Days of a panel."""

    @classmethod
    def setUpClass(cls) -> None:
        spec = related("series-carry-over", numeric(AIR), numeric(FREE), rows={"train": 2400, "test": 60})
        cls.plan, cls.rows = plan_of(spec), made(spec)

    def test_free_columns_hang_on_from_day_to_day_and_have_a_level_by_site(self) -> None:
        self.assertTrue(MEMORY[0] - 0.12 < lagged(self.rows, "tally", "shop", "day") < MEMORY[1] + 0.05)
        self.assertTrue(BETWEEN[0] - 0.08 < between(self.rows, "tally", "shop") < BETWEEN[1] + 0.08)

    def test_temperature_follows_the_calendar(self) -> None:
        self.assertGreater(np.corrcoef(warmth(self.rows["day"]), self.rows["air_temp"])[0, 1], 0.35)
        self.assertLess(abs(np.corrcoef(warmth(self.rows["day"]), self.rows["tally"])[0, 1]), 0.2)

    def test_what_the_rule_reads_is_new_every_day(self) -> None:
        for name in ("flyers", "price_eur"):
            self.assertLess(abs(lagged(self.rows, name, "shop", "day")), 0.1, name)
            self.assertLess(between(self.rows, name, "shop"), 0.02, name)

    def test_what_moves_a_driver_is_mild(self) -> None:
        spec = related("series-carry-over", numeric(FREE))
        spec["style"]["links"] = [{"from": "tally", "to": "flyers", "slope": 0.6}]
        tally = next(c for c in draw_rule(plan_of(spec)).columns if c["name"] == "tally")
        self.assertLessEqual(tally["field"]["run"]["memory"], 0.3)
        self.assertNotIn("group", tally["field"])

    def test_few_days_are_less_alike(self) -> None:
        for train, limits in ((120, SHORT_MEMORY), (600, MEMORY)):
            rule = draw_rule(plan_of(related("series-carry-over", numeric(FREE), rows={"train": train, "test": 60})))
            tally = next(column for column in rule.columns if column["name"] == "tally")
            self.assertTrue(limits[0] <= tally["field"]["run"]["memory"] <= limits[1], train)

    def test_hidden_causes_hang_on_as_well(self) -> None:
        hidden = [column for column in draw_rule(self.plan).columns if column["kind"] == "hidden"]
        self.assertEqual([column["name"] for column in hidden], ["elsewhere"])
        self.assertGreaterEqual(hidden[0]["field"]["run"]["memory"], MEMORY[0])

    def test_seasons_follow_the_dates_of_a_long_past(self) -> None:
        spec = related("series-panel-calendar", numeric(AIR), rows={"train": 900, "test": 900})
        spec["style"]["calendar"] = "history"
        for part in ("train", "test"):
            d = made(spec, part)
            self.assertGreater(np.corrcoef(warmth(d["day"]), d["air_temp"])[0, 1], 0.35, part)

    def test_no_mild_spell_hides_the_season_where_weather_lasts(self) -> None:
        spec = related("series-panel-calendar", numeric({**AIR, "daily": True}), rows={"train": 900, "test": 900})
        spec["style"] |= {"calendar": "history", "lasting": {"air_temp": "everywhere"}, "memory": "long"}
        for part in ("train", "test"):
            d = made(spec, part)
            self.assertGreater(np.corrcoef(warmth(d["day"]), d["air_temp"])[0, 1], 0.7, part)

    def test_sites_have_the_same_levels_in_both_parts(self) -> None:
        spec = related("series-carry-over", numeric(FREE), rows={"train": 2400, "test": 2400})
        means = [made(spec, part).groupby("shop")["tally"].mean() for part in ("train", "test")]
        self.assertEqual(means[0].idxmax(), means[1].idxmax())
        self.assertEqual(means[0].idxmin(), means[1].idxmin())


class GroupTest(unittest.TestCase):
    """Rows of one group outside of series."""

    def spec(self) -> dict:
        group = {"kind": "categorical", "name": "plate_no", "table": "main", "categories": PLATES, "missingRate": 0}
        date = {"kind": "date", "name": "seen_on", "table": "main", "start": "2031-01-01", "days": 365, "missingRate": 0}
        spec = related("sign-interaction", numeric(AIR), numeric(FREE), rows={"train": 3000, "test": 60})
        return {**spec, "columns": [*spec["columns"], group, date]}

    def test_free_columns_differ_by_group_and_bound_ones_do_not(self) -> None:
        d = made(self.spec())
        self.assertTrue(BETWEEN[0] - 0.08 < between(d, "tally", "plate_no") < BETWEEN[1] + 0.08)
        for name in ("vfa_gl", "temp_c"):
            self.assertLess(between(d, name, "plate_no"), 0.02, name)

    def test_temperature_follows_the_date_of_its_row(self) -> None:
        d = made(self.spec())
        self.assertGreater(np.corrcoef(warmth(d["seen_on"]), d["air_temp"])[0, 1], 0.4)

    def test_shares_differ_by_column(self) -> None:
        columns = [numeric({**FREE, "name": f"free_{number}"}) for number in range(6)]
        spec = self.spec()
        plan = plan_of({**spec, "columns": [*spec["columns"], *columns]})
        levels = [c["field"]["group"]["levels"] for c in draw_rule(plan).columns if c["name"].startswith("free_")]
        shares = [float(np.var(list(one.values()))) for one in levels]
        self.assertGreater(max(shares) - min(shares), 0.03)
        self.assertTrue(all(BETWEEN[0] - 0.02 < share < BETWEEN[1] + 0.02 for share in shares))

    def test_only_numbered_things_are_groups(self) -> None:
        self.assertEqual([column["name"] for column in groups_of(plan_of(self.spec()))], ["plate_no"])

    def test_tables_of_one_plan_are_the_same_every_time(self) -> None:
        plan = plan_of(with_secret(self.spec(), 3))
        self.assertEqual(compose(plan)["generate.py"], compose(plan)["generate.py"])

    def test_columns_that_hang_together_by_chance_alone_stay_as_they_were(self) -> None:
        spec = self.spec()
        plain = {key: value for key, value in spec["style"].items() if key not in ("relations", "links")}
        rule = draw_rule(plan_of({**spec, "style": plain}))
        self.assertFalse([column for column in rule.columns if "field" in column])


class FixedTest(unittest.TestCase):
    """What a group of rows fixes."""

    def spec(self, more: dict | None = None) -> dict:
        group = {"kind": "categorical", "name": "plate_no", "table": "main", "categories": PLATES, "missingRate": 0}
        maker = {**group, "name": "maker", "categories": ["ash", "birch", "cedar"], "per": "plate_no"}
        spec = related("sign-interaction", numeric({**FREE, "per": "plate_no"}), numeric(AIR), rows={"train": 300, "test": 400})
        spec["style"]["links"] += [{"from": "air_temp", "to": "tally", "slope": 0.6}]
        return {**spec, "columns": [maker, *spec["columns"], group], **(more or {})}

    def assert_fixed(self, spec: dict) -> None:
        both = pd.concat([made(spec, "train"), made(spec, "test")])
        for name in ("tally", "maker"):
            self.assertEqual(both.groupby("plate_no")[name].nunique().max(), 1, name)
        self.assertEqual(set(both["maker"]), {"ash", "birch", "cedar"})
        self.assertGreater(both["tally"].nunique(), 5)

    def test_is_the_same_in_all_rows_of_both_parts_though_links_would_move_it(self) -> None:
        self.assert_fixed(self.spec())

    def test_is_the_same_where_columns_hang_together_by_chance(self) -> None:
        spec = self.spec()
        del spec["style"]["links"]
        spec["style"]["correlatedDistractors"] = 0.9
        self.assert_fixed(spec)

    def test_moves_what_no_group_fixes(self) -> None:
        spec = self.spec()
        spec["style"]["links"] = [{"from": "tally", "to": "air_temp", "slope": 0.7}]
        d = made(spec)
        self.assertGreater(np.corrcoef(d["tally"], d["air_temp"])[0, 1], 0.4)

    def test_is_refused_without_a_group_that_can_fix_it(self) -> None:
        columns = self.spec()["columns"]
        few = [{**one, "categories": PLATES[:2]} if one["name"] == "plate_no" else one for one in columns]
        gone = [one for one in columns if one["name"] != "plate_no"]
        read = [{**one, "per": "plate_no"} if one["name"] == "vfa_gl" else one for one in columns]
        for said, more in (("more levels", few), ("no group", gone), ("a mechanism reads it", read)):
            with self.assertRaisesRegex(CannotCompose, said):
                plan_of(self.spec({"columns": more}))


GROUND = {"cover_pct", "girth_cm", "slope_deg", "bark_ph"}
GIRTH = {"from": "exposure", "to": "girth_cm", "shifts": {"windward": 0.5, "leeward": -0.5}}


def likeness(d: pd.DataFrame, name: str, neighbours: np.ndarray) -> float:
    """Correlation of a column with its mean over the nearest rows."""
    values = d[name].to_numpy(float)
    return float(np.corrcoef(values, values[neighbours].mean(axis=1))[0, 1])


class MapTest(unittest.TestCase):
    """Columns of a task whose rule reads positions."""

    def spec(self, **style: object) -> dict:
        spec = support.load_spec("spatial-kernel")
        return {**spec, "style": {**spec["style"], "relations": "graph", **style}}

    def drawn(self, spec: dict) -> tuple[pd.DataFrame, np.ndarray]:
        """Rows of a task and the places of the ten nearest of each."""
        plan = plan_of(spec)
        d = draw_rows(plan, np.random.default_rng(0), 1500, draw_rule(plan).columns)
        at = d[["east_km", "north_km"]].to_numpy(float)
        at = (at - at.mean(axis=0)) / at.std(axis=0)
        apart = np.square(at[:, None] - at[None]).sum(axis=2)
        np.fill_diagonal(apart, np.inf)
        return d, apart.argsort(axis=1)[:, :10]

    def test_numbers_are_like_those_of_their_neighbours(self) -> None:
        for secret in range(3):
            d, near = self.drawn(with_secret(self.spec(), secret))
            found = {name: likeness(d, name, near) for name in GROUND}
            self.assertGreater(min(found.values()), 0.15, found)
            self.assertGreater(np.mean(list(found.values())), 0.35, found)

    def test_the_ground_that_a_rule_reads_comes_in_regions(self) -> None:
        d, near = self.drawn(self.spec())
        level = d["exposure"].to_numpy()
        self.assertGreater((level[:, None] == level[near]).mean(), (d["exposure"].value_counts(normalize=True) ** 2).sum() + 0.02)

    def test_each_has_its_own_map_of_its_own_share(self) -> None:
        columns = [c for c in draw_rule(plan_of(self.spec())).columns if c["name"] in GROUND - {"bark_ph"}]
        self.assertEqual(len({str(c["field"]["place"]["waves"]) for c in columns}), 3)
        for column in columns:
            share = 1 - column["field"]["fresh"] ** 2
            self.assertTrue(SHARE[0] - 0.01 < share < SHARE[1] + 0.01, column)

    def test_a_map_has_no_level_and_the_spread_of_its_share(self) -> None:
        rule = draw_rule(plan_of(self.spec()))
        column = next(c for c in rule.columns if c["name"] == "girth_cm")
        d = draw_rows(plan_of(self.spec()), np.random.default_rng(1), SAMPLE_ROWS, rule.columns)
        land = lie_of_the_land({name: d[name].to_numpy() for name in d}, column["field"]["place"])
        self.assertAlmostEqual(land.mean(), 0, delta=0.05)
        self.assertAlmostEqual(land.var(), 1 - column["field"]["fresh"] ** 2, delta=0.05)

    def test_what_moves_a_place_comes_before_it_and_lies_nowhere(self) -> None:
        links = [GIRTH, {"from": "slope_deg", "to": "north_km", "slope": 0.4}]
        columns = {c["name"]: c for c in draw_rule(plan_of(self.spec(links=links))).columns}
        order = list(columns)
        self.assertLess(order.index("slope_deg"), order.index("north_km"))
        self.assertNotIn("field", columns["slope_deg"])
        self.assertEqual(columns["north_km"]["causes"], {"slope_deg": 0.4})
        self.assertIn("place", columns["girth_cm"]["field"])

    def test_by_chance_nothing_moves_a_place(self) -> None:
        for secret in range(6):
            columns = {c["name"]: c for c in draw_rule(plan_of(with_secret(self.spec(), secret))).columns}
            self.assertFalse({"causes", "shifts", "field"} & {*columns["east_km"], *columns["north_km"]})

    def test_where_no_rule_reads_places_there_is_no_map(self) -> None:
        columns = draw_rule(plan_of(related("sign-interaction", numeric(FREE)))).columns
        self.assertFalse([c for c in columns if "place" in c.get("field", {})])


class WeatherTest(unittest.TestCase):
    """Which columns know the seasons."""

    def test_outdoor_measurements_do(self) -> None:
        self.assertEqual(weather_of(numeric(AIR)), "temperature")
        self.assertEqual(weather_of(numeric({**AIR, "name": "room_humidity", "unit": "pct"})), "humidity")
        self.assertEqual(weather_of(numeric({**AIR, "name": "sun_hours", "unit": "h"})), "daylight")
        self.assertEqual(weather_of(numeric({**AIR, "name": "fog_metres", "unit": "m"})), "sight")
        self.assertIsNone(weather_of(numeric({**AIR, "name": "hill_metres", "unit": "m"})))

    def test_what_is_kept_warm_or_cold_does_not(self) -> None:
        for low, high in ((31, 37), (17, 33), (-25, -15), (1110, 1320), (6, 15)):
            self.assertIsNone(weather_of(numeric({**AIR, "low": low, "high": high})), (low, high))
        self.assertIsNone(weather_of(numeric({**AIR, "unit": "pct", "name": "salt"})))


if __name__ == "__main__":
    unittest.main()
