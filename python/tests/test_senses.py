"""What a spec says of its columns: pushes, levels, classes and links, in the ordinary signal and in the table."""
from __future__ import annotations

import unittest

import support
import numpy as np

from sandmle.graph import relate_by
from sandmle.ordinary import columns_of
from sandmle.parts.graph import draw_related
from sandmle.rule import draw_rule
from sandmle.spec import CannotCompose, plan_of

NAME = "ordinary-signal"
NUMBER = {
    "task": "regression", "metric": "mae", "imbalance": None, "target": {"name": "wear", "unit": "h", "classes": None}
}
CLASSES = {"task": "multiclass", "metric": "multi-log-loss", "imbalance": 0.8}


def told(senses: dict, links: list | None = None, **more: object) -> dict:
    """The example spec with what is said of its columns."""
    spec = support.load_spec(NAME)
    style = {**spec["style"], "relations": "graph", **({"links": links} if links else {})}
    return {**spec, **NUMBER, "ordinary": {"share": 0.5, "effects": "steady", "senses": senses}, "style": style, **more}


def named(kind: str) -> list[str]:
    """Main columns of the example spec by kind."""
    return [c["name"] for c in support.load_spec(NAME)["columns"] if c["kind"] == kind and c["table"] == "main"]


def levels_of(name: str) -> list[str]:
    """Levels of a column of the example spec."""
    return next(c["categories"] for c in support.load_spec(NAME)["columns"] if c["name"] == name)


class PushTest(unittest.TestCase):
    """How ordinary signal follows what is said."""

    def terms(self, spec: dict) -> dict[str, dict]:
        terms = draw_rule(plan_of(spec)).ordinary.terms
        return {columns_of(term)[0]: term for term in terms if term["form"] != "product"}

    def test_numbers_act_as_they_are_said_to(self) -> None:
        numbers = named("numeric")
        for turn in (1, -1):
            senses = {name: turn * (3 if number % 2 else -2) for number, name in enumerate(numbers)}
            acting = self.terms(told(senses))
            self.assertTrue(acting.keys() & senses.keys())
            for name in acting.keys() & senses.keys():
                self.assertEqual(np.sign(acting[name]["weight"]), np.sign(senses[name]), name)

    def test_what_has_no_influence_does_not_act(self) -> None:
        first, *others = named("numeric")
        acting = self.terms(told({first: 2, **{name: 0 for name in others}}))
        self.assertIn(first, acting)
        self.assertFalse(acting.keys() & set(others))

    def test_levels_stand_in_the_order_of_their_pushes(self) -> None:
        name = named("categorical")[0]
        pushes = {level: 3 * (number % 2) - 2 * (number == 0) for number, level in enumerate(levels_of(name))}
        acting = self.terms(told({name: pushes, **{other: 1 for other in named("numeric")}}))
        effects = acting[name]["effects"]
        top, low = max(pushes, key=pushes.get), min(pushes, key=pushes.get)
        self.assertGreater(acting[name]["weight"] * effects[top], acting[name]["weight"] * effects[low])

    def test_each_class_has_its_own_pushes_whatever_the_order_of_their_names(self) -> None:
        number, category = named("numeric")[0], named("categorical")[0]
        target = {"name": "outcome", "unit": None, "classes": ["zinc", "amber", "moss"]}
        senses = {number: [3, 0, -3], category: {level: [-2, 2, 0] for level in levels_of(category)}}
        senses[category][levels_of(category)[0]] = [2, -2, 0]
        senses |= {name: [0, 0, 0] for name in named("numeric")[1:]}
        plan = plan_of(told(senses, **CLASSES, target=target))
        self.assertEqual(plan.senses[number], [0, -3, 3])
        terms = {columns_of(t)[0]: t for t in draw_rule(plan).ordinary.terms}
        amber, moss, zinc = terms[number]["loadings"]
        self.assertGreater(terms[number]["weight"] * zinc, terms[number]["weight"] * amber)
        self.assertGreater(terms[number]["weight"] * amber, terms[number]["weight"] * moss)
        if category in terms:
            effects = terms[category]["effects"]
            self.assertGreater(effects[levels_of(category)[0]][2], effects[levels_of(category)[1]][2])

    def test_the_number_of_child_rows_and_their_mean_amount_act(self) -> None:
        spec = support.load_spec("join-recency")
        table = next(c["table"] for c in spec["columns"] if c["table"] != "main")
        amount = next(c["name"] for c in spec["columns"] if c["table"] == table and c["kind"] == "numeric")
        main = {c["name"]: 0 for c in spec["columns"] if c["table"] == "main" and c["kind"] == "numeric"}
        spec["ordinary"] = {"share": 0.5, "effects": "steady", "senses": {**main, table: 3, amount: -3}}
        acting = self.terms({**spec, "style": {**spec["style"], "relations": "graph"}})
        self.assertGreater(acting["_count"]["weight"], 0)
        self.assertLess(acting["_amount"]["weight"], 0)

    def test_what_cannot_be_meant_is_refused(self) -> None:
        number, category = named("numeric")[0], named("categorical")[0]
        for senses, words in (
            ({"nothing": 1}, "no column"),
            ({number: {"a": 1}}, "a number, no levels"),
            ({category: 2}, "every level"),
            ({category: {levels_of(category)[0]: 1}}, "every level"),
            ({number: [1, 2, 3]}, "one push"),
        ):
            with self.subTest(senses=senses), self.assertRaisesRegex(CannotCompose, words):
                plan_of(told(senses))


class LinkTest(unittest.TestCase):
    """How columns hang together as a spec says."""

    COLUMNS = [
        {"name": "tool", "kind": "categorical", "categories": ["saw", "plane"], "shares": [0.7, 0.3]},
        *({"name": name, "kind": "numeric", "shape": "normal", "low": 0, "high": 10, "decimals": 2} for name in "abc"),
    ]

    def draw(self, links: list[dict]):
        rng = np.random.default_rng(1)
        return draw_related(rng, 4000, relate_by(links, self.COLUMNS, rng))

    def test_slopes_shifts_and_hidden_causes_are_found_in_the_data(self) -> None:
        d = self.draw(
            [
                {"from": "b", "to": "a", "slope": -0.7},
                {"from": "wear", "to": "b", "slope": 0.7},
                {"from": "wear", "to": "c", "slope": 0.7},
                {"from": "tool", "to": "c", "shifts": {"saw": 0.6, "plane": -0.6}},
            ]
        )
        found = d[["a", "b", "c"]].corr()
        self.assertLess(found.loc["a", "b"], -0.55)
        self.assertGreater(found.loc["b", "c"], 0.25)
        means = d.groupby("tool")["c"].mean()
        self.assertGreater(means["saw"], means["plane"] + 0.5)
        self.assertEqual(list(d), ["tool", "b", "c", "a"])

    def test_a_circle_is_refused(self) -> None:
        with self.assertRaisesRegex(CannotCompose, "circle"):
            self.draw([{"from": "a", "to": "b", "slope": 0.5}, {"from": "b", "to": "a", "slope": 0.5}])

    def test_links_to_what_is_no_number_are_refused(self) -> None:
        category = named("categorical")[0]
        with self.assertRaisesRegex(CannotCompose, "no numeric column"):
            plan_of(told({}, [{"from": named("numeric")[0], "to": category, "slope": 0.5}]))
        with self.assertRaisesRegex(CannotCompose, "no categorical column"):
            plan_of(told({}, [{"from": "gone", "to": named("numeric")[0], "shifts": {"a": 1}}]))

    def test_links_between_tables_or_without_a_graph_are_refused(self) -> None:
        spec = support.load_spec("join-recency")
        amount = next(c["name"] for c in spec["columns"] if c["table"] != "main" and c["kind"] == "numeric")
        number = next(c["name"] for c in spec["columns"] if c["table"] == "main" and c["kind"] == "numeric")
        style = {**spec["style"], "links": [{"from": amount, "to": number, "slope": 0.5}]}
        with self.assertRaisesRegex(CannotCompose, "two tables"):
            plan_of({**spec, "style": {**style, "relations": "graph"}})
        with self.assertRaisesRegex(CannotCompose, "relations graph"):
            plan_of({**spec, "style": {**style, "relations": "pairs"}})


if __name__ == "__main__":
    unittest.main()
