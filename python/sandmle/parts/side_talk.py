"""What writers say of things that nobody asked about; pasted into generators of text tasks."""

from __future__ import annotations

import numpy as np

from sandmle.parts.judgements import fill
from sandmle.parts.prose import pick, pick_fresh

# Things that every day has, with words of praise and of blame: what is said of them has no weight.
SIDE_THINGS = (
    {"name": "the coffee", "many": False, "mass": True, "verbs": ["tasted"], "words": "strong hot fresh cold weak stale"},
    {"name": "the weather", "many": False, "mass": True, "verbs": ["seemed"], "words": "mild calm lovely wet rough"},
    {"name": "the traffic", "many": False, "mass": True, "verbs": ["seemed"], "words": "light calm heavy slow"},
    {"name": "the form", "many": False, "verbs": ["seemed"], "words": "short clear long confusing"},
    {"name": "the radio", "many": False, "verbs": ["sounded"], "words": "clear quiet loud noisy"},
    {"name": "the sandwich", "many": False, "verbs": ["tasted"], "words": "fresh dry bland stale"},
    {"name": "the biro", "many": False, "verbs": ["felt"], "words": "smooth new dry leaky faint"},
    {"name": "the car park", "many": False, "verbs": ["looked"], "words": "empty tidy narrow full muddy"},
)
SIDE_TURNS = (
    ("{s} {was} {word}", "{s} {verb} {word}", "{I} found {s} {word}", "by the way, {s} {was} rather {word}"),
    ("{s} {was} very {word}", "{s} {was} really {word}", "{s} {verb} extremely {word}"),
    ("{s} {was} not {word}", "{s} {was}n't {word}", "{s} {was} hardly {word}", "{s} {was} less {word} than usual"),
    ("{s} {was} not {word} at all", "{s} {was} anything but {word}"),
)
# Feelings about nothing that is judged; none has a word of praise or blame, nor a negator.
FEELINGS = (
    "it has been a week to forget",
    "{I} could have done with more sleep",
    "it made {my} day",
    "{I} wonder who reads these",
    "{I} had been looking forward to this",
    "{I} must remember to charge the phone",
    "sorry for the handwriting",
    "{I} {wasI} in a hurry",
    "{I} would rather have been at home",
    "{I} still prefer the old form",
    "{I} love this time of the year",
    "{my} knees tell {me} that rain is on its way",
    "{I} had two helpings at lunch",
)
FEELING_SHARE = 0.45


def side_remark(rng: np.random.Generator, taken: set[str], scene: dict, told: dict) -> str:
    """A clause about something that does not count, which is none of the names that are taken; takes its name."""
    if rng.random() < FEELING_SHARE:
        was = "was" if scene["I"] == "I" else "were"
        return pick_fresh(rng, FEELINGS, told["used"]).format(**scene, wasI=was)
    thing = pick(rng, [one for one in SIDE_THINGS if one["name"] not in taken])
    taken.add(thing["name"])
    strong, negated = int(rng.random() < 0.2), int(rng.random() < 0.35)
    judgement = {"word": pick(rng, thing["words"].split()), "strong": strong, "negated": negated}
    return fill(rng, SIDE_TURNS[strong + 2 * negated], thing, judgement, scene, told)
