"""Pictures are scenes of the form that a spec states, in every material, and those of one world's surface."""

from __future__ import annotations

import hashlib
import json
import unittest
from unittest.mock import patch

import numpy as np
import pandas as pd
import support

from sandmle.mechanisms.image_grating import BANDS, DIRECTIONS, wave_responses
from sandmle.parts.columns import draw_columns
from sandmle.parts.scene_kinds import BELOW, GOOD_PATCHES, GOOD_THINGS, GROWS, LINES, STAINS, THINGS, draw_pattern
from sandmle.parts.scene_lines import lay_lines
from sandmle.parts.scene_style import GROUNDS, brightness
from sandmle.parts.scene_things import outline
from sandmle.rule import draw_rule
from sandmle.spec import CannotCompose, plan_of

MECHANISMS = ("image-count-texture", "image-grating", "image-largest-patch")
WORLDS = support.PYTHON_ROOT.parent / "lib" / "pipeline" / "domains"


def pictures(name: str, picture: dict | None, secret: str = "one", n: int = 6) -> tuple[np.ndarray, pd.DataFrame]:
    """Pictures of an example spec in another form, and the hidden columns behind them."""
    spec = {**support.load_spec(name), "secret": hashlib.sha256(secret.encode()).hexdigest()[:32]}
    spec.pop("picture", None)
    if picture is not None:
        spec["picture"] = picture
    rule = draw_rule(plan_of(spec))
    binding, p = rule.mechanisms[0].binding, rule.mechanisms[0].constants
    rng = np.random.default_rng(3)
    d = draw_columns(rng, n, rule.columns)
    for column, values in binding.module.rows(rng, n, binding.col, p, "train", d).items():
        d[column] = values
    return binding.module.render(rng, d, binding.col, p)[binding.col["image"]], d


def constants_on(ground: str, secret: str) -> dict:
    """Constants of an example spec with things to count on a ground."""
    spec = {**support.load_spec("image-count-texture"), "secret": hashlib.sha256(secret.encode()).hexdigest()[:32]}
    spec["picture"] = {"side": 64, "channels": 3, "ground": ground}
    return draw_rule(plan_of(spec)).mechanisms[0].constants


class SceneTest(unittest.TestCase):
    """What a picture is, whatever it shows."""

    def test_every_surface_is_drawn_in_grey_and_colour(self) -> None:
        for name in MECHANISMS:
            for at, ground in enumerate(GROUNDS):
                channels = 1 + 2 * (at % 2)
                with self.subTest(mechanism=name, ground=ground):
                    stack, _ = pictures(name, {"side": 48, "channels": channels, "ground": ground})
                    self.assertEqual(stack.shape, (6, 48, 48) if channels == 1 else (6, 48, 48, 3))
                    self.assertEqual(stack.dtype, np.uint8)
                    # Neither black nor burnt out, and no two alike.
                    self.assertTrue(15 < stack.mean() < 240 and stack.std() > 6, (stack.mean(), stack.std()))
                    self.assertEqual(len({picture.tobytes() for picture in stack}), 6)

    def test_a_spec_without_a_form_gets_the_usual_one(self) -> None:
        self.assertEqual(pictures("image-grating", None)[0].shape, (6, 64, 64))

    def test_tasks_look_different(self) -> None:
        form = {"side": 64, "channels": 3, "ground": "wood"}
        means = [pictures("image-count-texture", form, secret)[0].mean(axis=(0, 1, 2)) for secret in "abcdef"]
        self.assertGreater(np.std(means, axis=0).max(), 8)

    def test_lichen_grows_on_bark_where_its_lines_matter(self) -> None:
        form = {"side": 64, "channels": 1, "ground": "bark"}
        stack, _ = pictures("image-grating", form, n=40)
        with patch.dict(GROWS, clear=True):
            bare, _ = pictures("image-grating", form, n=40)
        self.assertGreater(np.quantile(stack, 0.998), np.quantile(bare, 0.998) + 15)

    def test_dust_ponds_are_level_and_oblong(self) -> None:
        rule = constants_on("soil", "a")
        pond = next(kind for kind in rule["kinds"] if kind["name"] == "dust ponds")
        self.assertEqual((pond["dome"], pond["inside"]), (0.0, ""))
        place = np.linspace(-2, 2, 81)
        u, v = np.meshgrid(place, place)
        inside = outline(pond["shape"], u[None], v[None], np.zeros((2, 2, 1)))[0] < 0
        down, across = np.nonzero(inside)
        self.assertGreater(np.ptp(across) / np.ptp(down), 1.6)

    def test_rubber_has_no_colour_of_its_own(self) -> None:
        for secret in "abcdef":
            dark, light = (np.array(constants_on("rubber", secret)["scene"][end]) for end in ("dark", "light"))
            self.assertLess(max(np.ptp(dark), np.ptp(light)), 14)

    def test_larger_patches_cover_more(self) -> None:
        form = {"side": 64, "channels": 1, "ground": "ceramic"}
        stack, d = pictures("image-largest-patch", form, n=80)
        median = np.median(stack, axis=(1, 2))[:, None, None]
        covered = (np.abs(stack - median) > 30).mean(axis=(1, 2))
        self.assertGreater(np.corrcoef(covered, d["_area"])[0, 1], 0.3)

    def test_unknown_forms_are_refused(self) -> None:
        for change, word in (({"ground": "velvet"}, "velvet"), ({"side": 24}, "pixels"), ({"channels": 4}, "channels")):
            spec = {**support.load_spec("image-grating"), "picture": {"side": 64, "channels": 1, "ground": "wood", **change}}
            with self.subTest(change=change), self.assertRaisesRegex(CannotCompose, word):
                plan_of(spec)

    def test_every_world_has_a_surface_that_can_be_drawn(self) -> None:
        families = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(WORLDS.glob("*.json"))]
        grounds = {world["id"]: world["ground"] for family in families for world in family["domains"]}
        self.assertGreater(len(grounds), 20)
        self.assertEqual({world for world, ground in grounds.items() if ground not in GROUNDS}, set())

    def test_statements_name_what_is_drawn(self) -> None:
        told = json.loads((WORLDS.parent / "statement" / "surfaces.json").read_text(encoding="utf-8"))
        drawn = {
            ground: {
                **{"coarse": LINES[ground][0][0], "fine": LINES[ground][1][0], "below": LINES[ground][BELOW.get(ground, 0)][0]},
                **{"things": [name for name, *_ in THINGS[ground]], "patches": STAINS[ground][0]},
                **({"grows": THINGS[ground][GROWS[ground]][0]} if ground in GROWS else {}),
            }
            for ground in GROUNDS
        }
        self.assertEqual(told, drawn)

    def test_damage_goes_with_what_nobody_wants_in_every_story(self) -> None:
        families = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(WORLDS.glob("*.json"))]
        seen = set()
        for world in (world for family in families for world in family["domains"]):
            ground = world["ground"]
            is_good = {
                "image-largest-patch": ground in GOOD_PATCHES,
                "image-count-texture": GOOD_THINGS.get(ground) == THINGS[ground][0][0],
            }
            for cause in world["causes"]:
                for task, side in cause.get("targets", {}).items():
                    wanted = world["targets"][task].get("wanted")
                    if cause["mechanism"] in is_good and wanted is not None:
                        seen.add(cause["mechanism"])
                        with self.subTest(world=world["id"], mechanism=cause["mechanism"], task=task):
                            self.assertEqual(side == "high", wanted == is_good[cause["mechanism"]])
        self.assertEqual(len(seen), 2)

    def test_both_kinds_of_things_stand_out_alike(self) -> None:
        for ground in GROUNDS:
            for secret in "abc":
                rule = constants_on(ground, secret)
                middle = brightness((np.array(rule["scene"]["dark"], float) + rule["scene"]["light"]) / 2)
                apart = [brightness(kind["colours"][0]) - middle for kind in rule["kinds"]]
                with self.subTest(ground=ground, secret=secret):
                    self.assertGreater(apart[0] * apart[1], 0)
                    self.assertGreater(min(map(abs, apart)), 35)
                    self.assertLess(max(map(abs, apart)) / min(map(abs, apart)), 1.6)

    def test_lines_run_as_they_are_told_to(self) -> None:
        for ground in GROUNDS:
            for which, band in enumerate(BANDS):
                rng = np.random.default_rng(5)
                angle = rng.uniform(0, np.pi, 24)
                pattern = draw_pattern(rng, ground, which)
                drift = np.zeros((24, 64, 64), np.float32)
                stack = lay_lines(rng, angle, rng.uniform(*band, 24), pattern, drift, which == 1)
                responses = wave_responses(stack - stack.mean(axis=(1, 2), keepdims=True), np.linspace(*band, 4)).max(axis=1)
                found = np.pi * responses.argmax(axis=1) / DIRECTIONS
                with self.subTest(ground=ground, which=which):
                    self.assertGreater(np.median(np.cos(2 * (found - angle))), 0.9)


if __name__ == "__main__":
    unittest.main()
