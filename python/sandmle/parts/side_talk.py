"""What writers say of things that nobody asked about; pasted into generators of text tasks."""

from __future__ import annotations

import numpy as np

from sandmle.parts.judgements import fill
from sandmle.parts.prose import pick

# Each says that it is beside the point; rows for what is plain, strong, negated and strongly negated.
SIDE_TURNS = (
    ("by the way, {s} {was} {word}", "{s} {was} {word}, by the way", "{I} also found {s} {word}", "incidentally, {s} {verb} {word}"),
    ("by the way, {s} {was} very {word}", "{s} {was} really {word}, by the way", "incidentally, {s} {verb} very {word}"),
    ("{s} {was}n't {word}, by the way", "by the way, {s} {was} not very {word}", "incidentally, {s} {was}n't {word}"),
    ("{s} {was} not {word} at all, by the way", "incidentally, {s} {was} not at all {word}"),
)
# How often such a thing is said not to be so.
NEGATED = 0.15


def side_remark(rng: np.random.Generator, taken: set[str], scene: dict, told: dict) -> str:
    """A clause about a thing of the world that does not count, which is none of the names that are taken; takes its
    name. Nothing where all are taken."""
    free = [one for one in told["sides"] if one["name"] not in taken]
    if not free:
        return ""
    thing = pick(rng, free)
    taken.add(thing["name"])
    strong, negated = int(rng.random() < 0.2), int(rng.random() < NEGATED)
    judgement = {"word": pick(rng, thing["words"]), "strong": strong, "negated": negated, "side": ""}
    return fill(rng, SIDE_TURNS[strong + 2 * negated], thing, judgement, scene, told)
