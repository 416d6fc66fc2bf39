"""Child rows that come on visits, and child numbers that follow numbers of their parent."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import support
import numpy as np
import pandas as pd
from test_child_rows import JOINS, USUAL, tables, weekdays, with_habits, with_partner

from sandmle.compose import compose
from sandmle.mechanisms.join_bursts import burst_summaries
from sandmle.parts.events import NAMES_OF_DAYS
from sandmle.rule import draw_rule
from sandmle.spec import CannotCompose, plan_of
from sandmle.study import run_program

VISITS = {"rows": 3, "never": ["sunday"]}


def with_visits(name: str, rows: float = 3, days: int = 400) -> dict:
    """An example spec whose child rows come on visits, never on a Sunday."""
    spec = with_habits(name, ["week", "season"])
    visits = {"days": days, "visits": {**VISITS, "rows": rows}}
    return {**spec, "columns": [{**c, **(visits if c["name"] == "visit_day" else {})} for c in spec["columns"]]}


def on_days(visits: pd.DataFrame) -> pd.Series:
    """How many rows each parent has on each of its days."""
    return visits.groupby(["id", "visit_day"]).size()


class VisitsTest(unittest.TestCase):
    """Rows that come several on one visit."""

    def test_so_many_share_a_day_and_none_comes_on_a_day_off(self) -> None:
        for name in JOINS:
            visits = tables(with_visits(name))[1]
            with self.subTest(spec=name):
                self.assertTrue(2.0 < on_days(visits).mean() < 3.6, on_days(visits).mean())
                self.assertEqual(weekdays(visits)[6], 0)
                self.assertTrue(visits.groupby("id")["visit_day"].apply(lambda own: own.is_monotonic_increasing).all())

    def test_visits_lie_apart(self) -> None:
        for name in ("join-recency", "join-trend"):
            for habits in (True, False):
                spec = with_visits(name, rows=1, days=1500)
                style = spec["style"] if habits else support.load_spec(name)["style"]
                visits = tables({**spec, "style": style})[1]
                gaps = pd.to_datetime(visits["visit_day"]).groupby(visits["id"]).diff().dt.days
                with self.subTest(spec=name, habits=habits):
                    self.assertEqual(weekdays(visits)[6], 0)
                    self.assertLess((gaps < 14).mean(), 0.08)

    def test_histories_of_visits_begin_early_and_end_late(self) -> None:
        visits = tables(with_visits("join-trend", rows=6))[1]
        day = (pd.to_datetime(visits["visit_day"]) - pd.to_datetime(visits["visit_day"]).min()).dt.days
        ends = day.groupby(visits["id"]).agg(["min", "max"])
        self.assertLess(ends["min"].max(), 160)
        self.assertGreater(ends["max"].min(), 240)

    def test_late_rows_are_those_that_the_rule_says(self) -> None:
        spec = with_visits("join-recency")
        p = draw_rule(plan_of(spec)).mechanisms[0].constants
        with tempfile.TemporaryDirectory() as folder:
            run_program(compose(plan_of(spec))["generate.py"], "generate.py", ["--out", folder])
            visits = pd.read_csv(Path(folder) / "agent" / "visits.csv")
            told = pd.read_csv(Path(folder) / "judge" / "latent_train.csv")
        day = (pd.to_datetime(visits["visit_day"]) - pd.Timestamp(p["start"])).dt.days
        late = (day >= p["days"] - p["window"]).groupby(visits["id"]).mean().reindex(told["id"])
        np.testing.assert_allclose(late.to_numpy(float), told["z1"], atol=1e-4)

    def test_what_follows_closely_are_the_days_of_visits(self) -> None:
        for rows in (1, 3):
            spec = with_visits("join-bursts", rows=rows, days=120)
            gap = draw_rule(plan_of(spec)).mechanisms[0].constants["gap"]
            with tempfile.TemporaryDirectory() as folder:
                run_program(compose(plan_of(spec))["generate.py"], "generate.py", ["--out", folder])
                agent = Path(folder) / "agent"
                visits = pd.read_csv(agent / "visits.csv")
                told = pd.read_csv(Path(folder) / "judge" / "latent_train.csv")
                col = {**plan_of(spec).bindings[0].col, "events": "visits"}
                found = burst_summaries(told, col, agent, 9, True)[0]
            days = visits.drop_duplicates(["id", "visit_day"])
            gaps = pd.to_datetime(days["visit_day"]).groupby(days["id"]).diff().dt.days
            close = (gaps <= gap).where(gaps.notna()).groupby(days["id"]).mean().reindex(told["id"])
            with self.subTest(rows=rows):
                np.testing.assert_allclose(close.to_numpy(float), told["z1"], atol=1e-4)
                np.testing.assert_allclose(found[f"within {gap}"].to_numpy(float), told["z1"], atol=1e-4)

    def test_only_a_child_table_has_them(self) -> None:
        spec = with_visits("join-recency")
        for never, why in ((list(NAMES_OF_DAYS), "some weekday"), (["someday"], "some weekday")):
            day = {**next(c for c in spec["columns"] if c["name"] == "visit_day"), "visits": {"rows": 2, "never": never}}
            with self.assertRaisesRegex(CannotCompose, why):
                plan_of({**spec, "columns": [day if c["name"] == "visit_day" else c for c in spec["columns"]]})
        own = {"kind": "date", "name": "on", "table": "main", "start": "2031-03-01", "days": 90, "missingRate": 0, "visits": VISITS}
        with self.assertRaisesRegex(CannotCompose, "only a child table"):
            plan_of({**spec, "columns": [*spec["columns"], own]})


OWN = {"kind": "numeric", "table": "main", "unit": "kg", "shape": "gamma", "low": 0, "high": 90, "missingRate": 0}


def following(name: str, follows: list[dict], column: str = "minutes") -> dict:
    """An example spec in which a child number follows columns of the main table; a further one where it is no amount."""
    spec = with_habits(name, [])
    main = [{**OWN, "name": "load"}, {**OWN, "name": "years", "unit": "year"}]
    columns = [{**c, **({"follows": follows} if c["name"] == column else {})} for c in spec["columns"]]
    if column != "minutes":
        columns.append({**USUAL, "name": column, "table": "visits", "unit": "bpm", "follows": follows})
    return {**spec, "columns": [*columns, *main]}


class FollowsTest(unittest.TestCase):
    """Child numbers that go with a column of their parent."""

    def correlation(self, spec: dict, column: str, child: str = "minutes") -> float:
        """That of a column with the mean of a child number in each parent."""
        train, visits = tables(spec)
        return float(np.corrcoef(train[column], visits.groupby("id")[child].mean().reindex(train["id"]))[0, 1])

    def test_amounts_plainly_do_up_or_down(self) -> None:
        for name in JOINS:
            for strength in (0.6, -0.6):
                found = self.correlation(following(name, [{"column": "load", "strength": strength}]), "load")
                with self.subTest(spec=name, strength=strength):
                    self.assertTrue(0.4 < found * np.sign(strength) < 0.7, found)

    def test_so_do_columns_that_no_rule_reads(self) -> None:
        spec = following("join-trend", [{"column": "load", "strength": 0.6}], "pulse")
        self.assertTrue(0.4 < self.correlation(spec, "load", "pulse") < 0.7)

    def test_two_columns_are_followed_beside_each_other(self) -> None:
        spec = following("join-bursts", [{"column": "load", "strength": 0.5}, {"column": "years", "strength": -0.4}])
        self.assertGreater(self.correlation(spec, "load"), 0.3)
        self.assertLess(self.correlation(spec, "years"), -0.2)

    def test_a_partner_says_what_it_says_anyway(self) -> None:
        follows = [{"column": "usual_minutes", "strength": 0.3}]
        spec = with_partner("join-trend")
        told = {**spec, "columns": [{**c, **({"follows": follows} if c["name"] == "minutes" else {})} for c in spec["columns"]]}
        plain, other = (draw_rule(plan_of(one)).mechanisms[0].constants for one in (spec, told))
        self.assertEqual(plain, other)

    def test_the_rule_stays_what_it_is(self) -> None:
        spec = following("join-trend", [{"column": "load", "strength": 0.6}])
        with tempfile.TemporaryDirectory() as folder:
            run_program(compose(plan_of(spec))["generate.py"], "generate.py", ["--out", folder])
            train = pd.read_csv(Path(folder) / "agent" / "train.csv")
            told = pd.read_csv(Path(folder) / "judge" / "latent_train.csv").set_index("id").reindex(train["id"])
        self.assertLess(abs(np.corrcoef(train["load"], told["z2"])[0, 1]), 0.1)

    def test_only_numbers_of_the_main_table_are_followed(self) -> None:
        with self.assertRaisesRegex(CannotCompose, "could follow"):
            plan_of(following("join-trend", [{"column": "zone", "strength": 0.6}]))


if __name__ == "__main__":
    unittest.main()
