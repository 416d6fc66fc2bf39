"""Texts of all worlds: what they tell agrees with the table, few sentences recur, and all talk is of the world."""
from __future__ import annotations

import collections
import re
import unittest

import numpy as np
import pandas as pd

from sandmle.mechanisms import load_mechanism
from sandmle.parts.prose import WEEKDAYS
from test_prose import MECHANISMS, proses

ROWS = 1000
# A sentence of four words and more stands in fewer of the texts; chance adds a third to what is aimed at.
MOST_SHARE = 0.018
MONTHS = "january february march april june july august september october november december summer autumn winter"
SEASONED = re.compile(rf"\b(?:{MONTHS.replace(' ', '|')}|in May|weekend)\b", re.IGNORECASE)
DAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
CODE = re.compile(r"\b[A-Z]-\d{3}\b", re.IGNORECASE)


def table(columns: tuple[str, ...], rows: int) -> tuple[list[dict], pd.DataFrame]:
    """The columns of a task, as its spec has them, and rows of them."""
    rng = np.random.default_rng(5)
    kinds = {"seen_on": "date", "group_code": "categorical", "group_hour": "numeric"}
    every = {
        "seen_on": (np.datetime64("2015-03-01") + rng.integers(0, 300, rows)).astype(str),
        "group_code": [f"ZZ{number}" for number in rng.integers(10, 18, rows)],
        "group_hour": rng.integers(6, 20, rows),
    }
    spec = [{"name": name, "kind": kinds[name], "table": "main"} for name in columns]
    return spec, pd.DataFrame({name: every[name] for name in columns}, index=range(rows))


def told(mechanism: str, prose: dict, columns: tuple[str, ...], rows: int) -> tuple[list[str], pd.DataFrame]:
    """Texts of a mechanism beside a table of these columns."""
    module, rng = load_mechanism(mechanism), np.random.default_rng(7)
    knobs = {knob["name"]: knob["default"] for knob in module.META["knobs"]}
    spec, seen = table(columns, rows)
    tied = {**prose, "site": "group_code", **({"hour": "group_hour"} if "group_hour" in columns else {})}
    p = module.parameters(rng, {}, knobs, {"outputs": 1, "prose": tied, "drivers": None, "columns": spec})
    d = seen.assign(**module.rows(rng, rows, {"text": "text"}, p, "train", seen))
    return module.render(rng, d, {"text": "text"}, p)["text"], d


def sentences(text: str) -> set[str]:
    """The sentences of a text that are longer than a few words."""
    return {said.strip().lower() for said in re.split(r"[.;!?]", text) if len(said.split()) > 3}


def untrue(text: str, day: str, site: str) -> bool:
    """Whether a text names another day or group than those of its row, a code of its own, or a time of the year."""
    named = {found.capitalize() for found in DAY.findall(text)} - {day}
    groups = {found.upper() for found in re.findall(r"(?i)\bzz\d\d\b", text)} - {site}
    return bool(named | groups) or bool(CODE.search(text)) or bool(SEASONED.search(text))


class WorldTextsTest(unittest.TestCase):
    """Every world in every form."""

    texts: dict[tuple[str, str], tuple[list[str], pd.DataFrame]]

    @classmethod
    def setUpClass(cls) -> None:
        cls.texts = {
            (name, mechanism): told(mechanism, prose, ("seen_on", "group_code"), ROWS)
            for name, prose in proses(45).items()
            for mechanism in MECHANISMS
        }

    def test_no_sentence_stands_in_many_texts(self) -> None:
        for where, (texts, _) in self.texts.items():
            said, times = collections.Counter(s for text in texts for s in sentences(text)).most_common(1)[0]
            with self.subTest(where=where, said=said):
                self.assertLess(times / ROWS, MOST_SHARE)

    def test_weekdays_and_groups_are_those_of_the_row(self) -> None:
        for where, (texts, d) in self.texts.items():
            days = pd.to_datetime(d["seen_on"]).dt.day_name()
            rows = zip(texts, days, d["group_code"])
            with self.subTest(where=where):
                self.assertEqual([text for text, day, site in rows if untrue(text, day, site)], [])
        every = [text for texts, _ in self.texts.values() for text in texts]
        self.assertGreater(sum(bool(DAY.search(text)) for text in every), 500)
        self.assertGreater(sum("ZZ" in text for text in every), 500)

    def test_nothing_is_named_that_has_no_column_and_no_hour_beside_its_column(self) -> None:
        unknown = re.compile(DAY.pattern + r"|\d:\d\d|(?:quarter|half) past|[{}]", re.IGNORECASE)
        for name, prose in proses(45).items():
            for mechanism in MECHANISMS:
                texts, _ = told(mechanism, prose, ("group_hour",), 60)
                with self.subTest(world=name, mechanism=mechanism):
                    self.assertEqual([text for text in texts if unknown.search(text)], [])

    def test_what_does_not_count_is_of_the_world(self) -> None:
        worlds = proses(45)
        for name, prose in worlds.items():
            own = [side["name"] for side in prose["sides"]]
            others = {side["name"] for other in worlds.values() for side in other["sides"]}
            strange = sorted(thing for thing in others if thing not in str(prose))
            remark = re.compile(rf"\b(?:{'|'.join(strange)}|the traffic|the sandwich|the biro) (?:was|were|looked|felt)\b", re.IGNORECASE)
            texts, _ = self.texts[name, "text-negation-scope"]
            with self.subTest(world=name):
                self.assertEqual([text for text in texts if remark.search(text)], [])
                self.assertGreater(sum(any(thing in text.lower() for thing in own) for text in texts), ROWS / 10)
                self.assertEqual({*own} & {one["name"] for one in prose["subjects"]}, set())


if __name__ == "__main__":
    unittest.main()
