"""What writers say of things that nobody asked about; pasted into generators of text tasks."""

from __future__ import annotations

import numpy as np

from sandmle.parts.judgements import fill
from sandmle.parts.prose import pick

SIDE_TURNS = (
    ("{s} {was} {word}", "{s} {verb} {word}", "{I} found {s} {word}", "by the way, {s} {was} {word}"),
    ("{s} {was} very {word}", "{s} {was} really {word}", "{s} {verb} very {word}"),
    ("{s} {was} not {word}", "{s} {was}n't {word}", "{s} {was} hardly {word}", "{s} did not seem {word}"),
    ("{s} {was} not {word} at all", "{s} {was} anything but {word}"),
)


def side_remark(rng: np.random.Generator, taken: set[str], scene: dict, told: dict) -> str:
    """A clause about a thing of the world that does not count, which is none of the names that are taken; takes its
    name. Nothing where all are taken."""
    free = [one for one in told["sides"] if one["name"] not in taken]
    if not free:
        return ""
    thing = pick(rng, free)
    taken.add(thing["name"])
    strong, negated = int(rng.random() < 0.2), int(rng.random() < 0.35)
    judgement = {"word": pick(rng, thing["words"]), "strong": strong, "negated": negated, "side": ""}
    return fill(rng, SIDE_TURNS[strong + 2 * negated], thing, judgement, scene, told)
