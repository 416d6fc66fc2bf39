"""Mechanisms that a spec brings along compose like the engine's own, and say what is wrong with them."""
from __future__ import annotations

import copy
import re
import unittest
from pathlib import Path

import support
from sandmle import mechanisms
from sandmle.compose import compose, compose_generic
from sandmle.spec import CannotCompose, plan_of

SOURCE = Path(mechanisms.__file__).with_name("ratio_threshold.py").read_text(encoding="utf-8")
CODE = re.sub(r"^META = \{.*?^\}\n", "", SOURCE, flags=re.DOTALL | re.MULTILINE)


def invented(source: str = CODE, mechanism: str = "invented-ratio") -> dict:
    """The ratio task with its mechanism brought along by the spec."""
    spec = copy.deepcopy(support.load_spec("ratio-threshold"))
    spec["mechanisms"][0]["id"] = mechanism
    meta = {**mechanisms.load_mechanism("ratio-threshold").META, "id": mechanism}
    return {**spec, "inventions": [{"meta": meta, "source": source}]}


class InventionTest(unittest.TestCase):
    """One mechanism in a spec."""

    def refuse(self, reason: str, spec: dict) -> None:
        with self.assertRaisesRegex(CannotCompose, reason):
            compose(plan_of(spec))

    def test_composes_like_a_mechanism_of_the_engine(self) -> None:
        own = compose(plan_of(invented()))
        engine = compose(plan_of(support.load_spec("ratio-threshold")))
        self.assertEqual(sorted(own), sorted(engine))
        for path, text in own.items():
            renamed = text.replace("invented_ratio", "ratio_threshold").replace("INVENTED_RATIO", "RATIO_THRESHOLD")
            self.assertEqual(renamed, engine[path], path)

    def test_says_what_is_wrong(self) -> None:
        self.refuse(r"line 3: SyntaxError", invented('"""Rule."""\n\ndef parameters(:\n'))
        self.refuse("no function parameters, latent", invented('"""Rule."""\n'))
        self.refuse(r"line 2: ZeroDivisionError", invented('"""Rule."""\nLIMIT = 1 / 0\n'))
        self.refuse("must start with invented-", invented(mechanism="ratio"))

    def test_generic_solutions_know_no_rule(self) -> None:
        files = compose_generic(plan_of(invented()))
        self.assertNotIn("generate.py", files)
        self.assertFalse([path for path in files if "engineered" in path or "reference" in path])
        self.assertIn("solutions/default__forest.py", files)


if __name__ == "__main__":
    unittest.main()
