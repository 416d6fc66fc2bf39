"""Rules act as their story tells, and levels change how strongly they act, not which way."""
from __future__ import annotations

import unittest

import support
import numpy as np
import pandas as pd

from sandmle.direction import class_axis, drawn_direction, drawn_loadings, drawn_places, drawn_strengths, marked_level, need_rows
from sandmle.mechanisms import image_grating, load_mechanism
from sandmle.rule import draw_rule
from sandmle.spec import CannotCompose, plan_of
from sandmle.study import with_secret

SETTING = {"rows": {"train": 100}, "senses": {"heat": 2, "calm": 0, "shade": -1, "tool": {"saw": -3, "plane": 1, "file": 0}}}


MULTICLASS = {"task": "multiclass", "metric": "multi-log-loss", "imbalance": 0.8}


def constants(name: str, senses: dict, number: int = 0, **more: object) -> dict:
    """What is drawn for the only mechanism of an example, where the story tells `senses`."""
    spec = {**with_secret(support.load_spec(name), number), **more}
    return draw_rule(plan_of({**spec, "ordinary": {"share": 0, "senses": senses}})).mechanisms[0].constants


def signs(values: dict | list) -> set[int]:
    """Signs of the values that are not zero."""
    numbers = values.values() if isinstance(values, dict) else values
    return {int(np.sign(value)) for value in numbers if value}


class StoryTest(unittest.TestCase):
    """What the story tells decides, and chance only where it is silent."""

    def test_the_first_column_decides_then_the_second_turned_round_then_chance(self) -> None:
        for seed in range(6):
            rng = np.random.default_rng(seed)
            self.assertEqual(drawn_direction(rng, SETTING, "heat", "heat"), 1)
            self.assertEqual(drawn_direction(rng, SETTING, "shade"), -1)
            self.assertEqual(drawn_direction(rng, SETTING, "calm", "shade"), 1)
        drawn = {drawn_direction(np.random.default_rng(seed), SETTING, "calm", "gone") for seed in range(20)}
        self.assertEqual(drawn, {1, -1})

    def test_a_level_is_marked_that_stands_out(self) -> None:
        column = {"name": "tool", "categories": ["saw", "plane", "file"]}
        self.assertEqual(marked_level(np.random.default_rng(0), SETTING, column), ("saw", -1))
        silent = {marked_level(np.random.default_rng(seed), {"senses": {}}, column) for seed in range(40)}
        self.assertEqual(len(silent), 6)

    def test_pushes_of_classes_become_an_axis_along_which_columns_push(self) -> None:
        senses = {"heat": [3, -1, -1, -1], "load": [-2, 1, 0, 1], "calm": [0, 1, -1, 0], "tool": {"saw": [2, 0, 0, -2], "file": [0] * 4}}
        axis = class_axis(senses, ["heat", "load", "tool"])
        setting = {"rows": {"train": 100}, "senses": senses, "axis": axis}
        self.assertGreater(axis[0], 0.8)
        for seed in range(6):
            rng = np.random.default_rng(seed)
            self.assertEqual(drawn_direction(rng, setting, "heat"), 1)
            self.assertEqual(drawn_direction(rng, setting, "load"), -1)
            self.assertEqual(int(np.argmax(drawn_loadings(rng, 4, axis))), 0)
            tool = {"name": "tool", "categories": ["saw", "file"]}
            self.assertEqual(marked_level(rng, {**setting, "axis": class_axis(senses, ["tool"], {"tool": "file"})}, tool, "file"), ("file", 1))
        both = {drawn_direction(np.random.default_rng(seed), setting, "calm") for seed in range(20)}
        self.assertEqual(both, {1, -1})
        self.assertEqual(class_axis(senses, ["tool"]).round(2).tolist(), [0.71, 0.0, 0.0, -0.71])
        self.assertIsNone(class_axis({"calm": [1, 1, 1, 1], "heat": 2}, ["calm", "heat", "gone"]))

    def test_classes_that_the_story_tells_apart_are_told_apart_by_the_rule(self) -> None:
        spec = support.load_spec("sign-interaction")
        senses = {"first": [2, -1, -1], "second": [1, 0, -1]}
        names = {spec["mechanisms"][0]["columns"][role]: push for role, push in senses.items()}
        target = {**spec["target"], "classes": ["b-good", "c-plain", "a-bad"]}
        for number in range(3):
            told = with_secret({**spec, **MULTICLASS, "target": target, "ordinary": {"share": 0, "senses": names}}, number)
            rule = draw_rule(plan_of(told)).mechanisms[0]
            # Classes are in order of their names: a-bad, b-good, c-plain.
            self.assertEqual(int(np.argmax(rule.loadings)), 1)
            self.assertEqual(rule.constants["turns"], {"first": 1, "second": 1})
            self.assertEqual(signs(rule.constants["strengths"]), {1})

    def test_a_rule_keeps_to_the_sides_that_its_story_names(self) -> None:
        spec = support.load_spec("sign-interaction")
        entry = spec["mechanisms"][0]
        first, second = entry["columns"]["first"], entry["columns"]["second"]
        named = [{**entry, "reads": {"first": "high", "second": "low"}}]
        for push, way in ((2, 1), (-2, -1)):
            found = constants("sign-interaction", {first: push, second: -push}, mechanisms=named)
            self.assertEqual((found["turns"], signs(found["strengths"])), ({"first": 1, "second": -1}, {way}))
        wrong = [{**entry, "reads": {"first": "middle"}}]
        with self.assertRaisesRegex(CannotCompose, "role first: it reads 'middle'"):
            constants("sign-interaction", {}, mechanisms=wrong)

    def test_what_leaves_a_norm_is_never_what_people_want(self) -> None:
        for name, key in (("ratio-threshold", "departure"),):
            for wanted, way in ((True, -1), (False, 1)):
                spec = support.load_spec(name)
                found = {constants(name, {}, number, target={**spec["target"], "wanted": wanted})[key] for number in range(4)}
                self.assertEqual(found, {way})

    def test_a_harmful_dose_takes_away_what_the_best_condition_brings(self) -> None:
        spec = support.load_spec("hill-dose")
        dose = spec["mechanisms"][0]["columns"]["dose"]
        for push, wanted, kept in ((2, True, 0), (-2, True, 1), (2, False, -1), (-2, False, 0)):
            found = constants("hill-dose", {dose: push}, target={**spec["target"], "wanted": wanted})
            self.assertEqual(found["kept"], kept)

    def test_damage_in_pictures_is_never_what_people_want(self) -> None:
        for ground, good in (("metal", "nicks"), ("ceramic", "glaze crystals"), ("wax", "capped cells")):
            for wanted, way in ((True, 1), (False, -1)):
                spec = support.load_spec("image-count-texture")
                more = {"picture": {"side": 48, "channels": 1, "ground": ground}, "target": {**spec["target"], "wanted": wanted}}
                found = [constants("image-count-texture", {}, number, **more) for number in range(3)]
                self.assertEqual({p["direction"] * (1 if p["kinds"][0]["name"] == good else -1) for p in found}, {way})
        for ground, way in (("metal", -1), ("bark", 1)):
            spec = support.load_spec("image-largest-patch")
            more = {"picture": {"side": 48, "channels": 1, "ground": ground}, "target": {**spec["target"], "wanted": True}}
            self.assertEqual(signs([constants("image-largest-patch", {}, number, **more)["size"] for number in range(4)]), {way})

    def test_pictures_and_sounds_keep_to_the_side_that_their_story_names(self) -> None:
        def first_thing(p: dict) -> int:
            return p["direction"] * (1 if p["kinds"][0]["name"] == "corrosion spots" else -1)

        read = {
            "image-count-texture": first_thing,
            "image-grating": lambda p: 1 if p["centres"] == [0.0] else -1,
            "image-largest-patch": lambda p: int(np.sign(p["size"])),
            "audio-beat-rate": lambda p: p["direction"],
            "audio-pitch-step": lambda p: p["direction"],
        }
        for name, way_of in read.items():
            spec = support.load_spec(name)
            role = "image" if name.startswith("image") else "sound"
            form = {"picture": {"side": 48, "channels": 1, "ground": "metal"}} if role == "image" else {}
            binary = {"task": "binary", "metric": "auc", "imbalance": 0.5}
            target = {"name": "out", "classes": ["no", "yes"], "wanted": True}
            for side, way in (("high", 1), ("low", -1)):
                told = [{**spec["mechanisms"][0], "reads": {role: side}}]
                more = {**form, **binary, "target": target, "mechanisms": told}
                found = [constants(name, {}, number, **more) for number in range(4)]
                with self.subTest(mechanism=name, side=side):
                    self.assertEqual({way_of(p) for p in found}, {way})
            told = [{**spec["mechanisms"][0], "reads": {role: "middle"}}]
            with self.subTest(mechanism=name), self.assertRaisesRegex(CannotCompose, "reads 'middle' of .*, which has high, low"):
                constants(name, {}, mechanisms=told)

    def test_classes_keep_to_the_crossings_that_their_story_names(self) -> None:
        spec = support.load_spec("image-grating")
        ways = {"crossed": "across", "plain": "along", "satin": "none", "twill": "slanting"}
        told = lambda crossings: [{**spec["mechanisms"][0], "crossings": crossings}]
        p = constants("image-grating", {}, mechanisms=told(ways))
        angles = np.radians([0, 45, 90, 20, 160, 110])
        score, _ = image_grating.latent(pd.DataFrame({"_crossing": angles}), p, {})
        # Classes are in order of their names.
        self.assertEqual(score[:3].argmax(axis=1).tolist(), [1, 3, 0])
        self.assertEqual(set(score[:, 2]), {0.0})
        # Which side the one turns to from the other says nothing.
        np.testing.assert_allclose(score[3], score[4])
        self.assertGreater(abs(score[3] - score[5]).max(), 0.5)
        for wrong, word in (
            ({**ways, "twill": "aslant"}, "one of along, slanting, across, none"),
            ({name: ways[name] for name in ("crossed", "plain", "twill")}, "all of them"),
            ({**dict.fromkeys(ways, "none"), "plain": "along"}, "no two classes"),
        ):
            with self.subTest(wrong=wrong), self.assertRaisesRegex(CannotCompose, word):
                constants("image-grating", {}, mechanisms=told(wrong))

    def test_rules_follow_the_push_of_their_column(self) -> None:
        for name, role, found in (
            ("hill-dose", "dose", lambda p: {p["direction"]}),
            ("hierarchy-power-law", "size", lambda p: signs(p["exponents"])),
            ("seasonal-dose", "dose", lambda p: {p["direction"]}),
            ("series-carry-over", "driver", lambda p: signs(p["strengths"])),
            ("series-carry-over", "brake", lambda p: signs([p["brake"]])),
            ("series-panel-calendar", "driver", lambda p: signs([p["plain_slope"], p["weekend_slope"]])),
            ("series-hidden-state", "driver", lambda p: signs(p["slopes"])),
            ("join-bursts", "amount", lambda p: signs(p["readings"])),
            ("join-trend", "amount", lambda p: signs(p["readings"])),
            ("sign-interaction", "first", lambda p: {p["turns"]["first"]}),
        ):
            column = support.load_spec(name)["mechanisms"][0]["columns"][role]
            for push in (3, -1):
                for number in range(3):
                    with self.subTest(mechanism=name, role=role, push=push, secret=number):
                        self.assertEqual(found(constants(name, {column: push}, number)), {int(np.sign(push))})

    def test_two_columns_that_act_together_never_turn_round_and_act_where_both_are_far_along(self) -> None:
        cut = {"cuts": {"some": 5.0}, "second_cut": 5.0, "widths": {"first": 1.0, "second": 1.0}, "strengths": {"some": 1.0}}
        col = {"first": "a", "second": "b", "switch": "s"}
        a, b = (side.ravel() for side in np.meshgrid(np.linspace(0, 10, 21), np.linspace(0, 10, 21)))
        rows = pd.DataFrame({"a": a, "b": b, "s": "some"})
        for turns in ((1, 1), (1, -1), (-1, -1)):
            p = {**cut, "turns": dict(zip(("first", "second"), turns))}
            score = load_mechanism("sign-interaction").latent(rows, p, col)[0].reshape(21, 21)[:: turns[1], :: turns[0]]
            self.assertGreaterEqual(np.diff(score, axis=0).min(), 0)
            self.assertGreaterEqual(np.diff(score, axis=1).min(), 0)
            self.assertLess(max(score[0].max(), score[:, 0].max()), 0.01)
            self.assertGreater(score[-1, -1], 0.99)

    def test_recent_rows_act_as_many_rows_do(self) -> None:
        for push in (2, -2):
            self.assertEqual(signs([constants("join-recency", {"visits": push})["recency"]]), {int(np.sign(push))})

    def test_what_jumps_about_is_nothing_that_people_want(self) -> None:
        target = support.load_spec("join-trend")["target"]
        for push, wanted, way in ((2, True, -1), (2, False, 1), (-2, False, 1), (-2, None, -1)):
            one = target if wanted is None else {**target, "wanted": wanted}
            self.assertEqual(signs([constants("join-trend", {"minutes": push}, target=one)["unsteady"]]), {way})

    def test_a_ratio_rises_on_the_whole_as_its_numerator_pushes(self) -> None:
        over, under = (support.load_spec("ratio-threshold")["mechanisms"][0]["columns"][r] for r in ("numerator", "denominator"))
        for senses, way in (({over: 2}, 1), ({over: -2}, -1), ({under: 2}, -1), ({over: 1, under: 3}, 1)):
            p = constants("ratio-threshold", senses)
            self.assertEqual(np.sign(p["departure"] * (p["above"] - p["below"])), way)
            self.assertEqual(p["departure"], 1)

    def test_a_shield_lets_through_where_it_pushes_as_the_dose_does(self) -> None:
        dose, shield = (support.load_spec("seasonal-dose")["mechanisms"][0]["columns"][r] for r in ("dose", "shield"))
        self.assertGreater(constants("seasonal-dose", {dose: 2, shield: -2})["reach"], 0)
        self.assertLess(constants("seasonal-dose", {dose: -1, shield: -2})["reach"], 0)


class LevelTest(unittest.TestCase):
    """Strengths, limits, and the rows that must show them."""

    def test_strengths_have_one_sign_and_differ(self) -> None:
        for count in (2, 3, 5):
            strengths = drawn_strengths(np.random.default_rng(count), [str(number) for number in range(count)])
            self.assertEqual(signs(strengths), {1})
            self.assertGreaterEqual(max(strengths.values()) / min(strengths.values()), 4)

    def test_limits_leave_rows_on_either_side(self) -> None:
        level = np.array(["a"] * 900 + ["b"] * 100)
        places = drawn_places(np.random.default_rng(0), SETTING, level, ["a", "b"], 0.4)
        self.assertIn(round(places["a"], 6), (0.1, 0.9))
        self.assertEqual(places["b"], 0.5)

    def test_a_case_that_training_rows_hardly_show_is_refused(self) -> None:
        need_rows(SETTING, "some", {"a case": 0.03})
        with self.assertRaisesRegex(CannotCompose, "some: too few training rows show a rare one"):
            need_rows(SETTING, "some", {"a case": 0.5, "a rare one": 0.01})


if __name__ == "__main__":
    unittest.main()
