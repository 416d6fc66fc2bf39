"""Pictures are scenes of the form that a spec states, in every material, and those of one world's surface."""

from __future__ import annotations

import hashlib
import json
import unittest

import numpy as np
import pandas as pd
import support

from sandmle.parts.columns import draw_columns
from sandmle.parts.scene_style import GROUNDS
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


if __name__ == "__main__":
    unittest.main()
