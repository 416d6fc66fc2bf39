"""What pictures show at a glance: how it is set, whether it can be seen, and who knows of it."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import support
import numpy as np
import pandas as pd

from sandmle.compose import compose
from sandmle.media import save_images
from sandmle.parts.looks import draw_looks, measure_looks, with_looks
from sandmle.parts.views import picture_summary, pixel_view
from sandmle.rule import draw_rule
from sandmle.spec import CannotCompose, plan_of
from sandmle.study import run_program

LEVELS = {1: [120.0], 3: [140.0, 110.0, 90.0]}
NAME = "image-largest-patch"
COLOUR = {"side": 48, "channels": 3, "ground": "snow"}


def with_share(name: str, **changes: object) -> dict:
    """An example spec with some ordinary signal in the light of its pictures."""
    return {**support.load_spec(name), "ordinary": {"share": 0.3, "looks": True}, **changes}


def table(agent: Path, channels: int, n: int = 80) -> tuple[pd.DataFrame, dict]:
    """Rows of pictures on disk, and their hidden looks."""
    rng = np.random.default_rng(1)
    looks = draw_looks(rng, n, LEVELS[channels])
    shape = (n, 12, 12) if channels == 1 else (n, 12, 12, 3)
    # A sheet in other light in every picture, with grain.
    stack = np.clip(rng.uniform(60, 200, (n, *[1] * (len(shape) - 1))) + 12 * rng.standard_normal(shape), 0, 255)
    ids = [f"p{number}" for number in range(n)]
    paths = save_images(agent, ids, with_looks(stack.astype(np.uint8), pd.DataFrame(looks), LEVELS[channels]))
    return pd.DataFrame({"id": ids, "image": paths}), looks


class SeenTest(unittest.TestCase):
    """What is hidden can be read off the picture."""

    def test_light_and_warmth_are_measured(self) -> None:
        for channels in LEVELS:
            with tempfile.TemporaryDirectory() as agent:
                frame, looks = table(Path(agent), channels)
                measured = measure_looks(frame, Path(agent), "image")
            self.assertEqual(set(looks), {"_light"} if channels == 1 else {"_light", "_warmth"})
            for name, hidden in looks.items():
                with self.subTest(channels=channels, look=name):
                    self.assertGreater(np.corrcoef(measured[name], hidden)[0, 1], 0.99)

    def test_the_obvious_views_show_them(self) -> None:
        with tempfile.TemporaryDirectory() as agent:
            frame, looks = table(Path(agent), 3)
            pixels = pixel_view(frame, frame, Path(agent), "image")[0]
            summary = picture_summary(frame, frame, Path(agent), "image")[0]
        for name, hidden in looks.items():
            fitted = np.column_stack([np.ones(len(pixels)), pixels[:, :3]])
            rest = hidden - fitted @ np.linalg.lstsq(fitted, hidden, rcond=None)[0]
            self.assertLess(rest.var(), 0.05 * hidden.var(), name)
        self.assertGreater(np.corrcoef(summary[:, 0], looks["_light"])[0, 1], 0.99)


class ProgramTest(unittest.TestCase):
    """What programs know of them."""

    def test_pictures_without_them_are_drawn_as_before(self) -> None:
        for spec in (support.load_spec(NAME), with_share(NAME, ordinary={"share": 0, "looks": True})):
            text = "".join(compose(plan_of(spec)).values())
            for name in ('"_light"', "with_looks", "LEVELS"):
                self.assertFalse(name in text, name)

    def test_every_kind_of_picture_can_have_them(self) -> None:
        for name in ("image-count-texture", "image-grating", NAME):
            for picture in (COLOUR, {"side": 48, "channels": 1, "ground": "rubber"}):
                with self.subTest(name=name, channels=picture["channels"]), tempfile.TemporaryDirectory() as out:
                    spec = with_share(name, picture=picture, rows={"train": 50, "test": 60})
                    plan = plan_of(spec)
                    acting = draw_rule(plan).ordinary.columns
                    self.assertTrue(acting & {"_light", "_warmth"})
                    run_program(compose(plan)["generate.py"], "generate.py", ["--out", out])
                    agent = Path(out, "agent")
                    frame = pd.read_csv(agent / "train.csv")
                    # Hidden looks are not columns, and no picture is black or burnt out.
                    self.assertFalse({"_light", "_warmth"} & set(frame))
                    light = measure_looks(frame, agent, "image")["_light"]
                    self.assertTrue(40 < light.min() and light.max() < 215 and light.std() > 8, light.describe())

    def test_the_reference_measures_them_and_knows_no_constant(self) -> None:
        plan = plan_of(with_share(NAME, picture=COLOUR))
        files = compose(plan)
        text = files["solutions/reference__rule.py"]
        self.assertTrue('measure_looks(frame, agent, "image")' in text)
        for term in draw_rule(plan).ordinary.terms:
            self.assertFalse(str(term["weight"]) in text)
        self.assertIn("`_light` and `_warmth` are", files["rule.md"])
        for path in ("engineered__features", "default__forest"):
            self.assertFalse('"_light"' in files[f"solutions/{path}.py"], path)

    def test_a_task_without_pictures_has_none(self) -> None:
        with self.assertRaisesRegex(CannotCompose, "only pictures have looks"):
            compose(plan_of(with_share("ratio-threshold")))


if __name__ == "__main__":
    unittest.main()
