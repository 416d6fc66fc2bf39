"""What people did and will do in the world of a text, of words that its bank has; pasted into generators of text tasks.

{act} is what the writer did, {doing} what somebody else did, {plan} what the writer will do, {it} the thing that was just
judged and {near} what the writer did in the course of seeing to it.
"""

from __future__ import annotations

import numpy as np

from sandmle.parts.prose import acts_of, pick, pick_fresh, tellable

LINE_TURNS = (
    "{who} {doing} at {time}",
    "{who} {doing} while {I} {act}",
    "{I} {act} at {time}",
    "{I} {act} before {who} {doing}",
    "{who} {doing}, and {few} minutes later {I} {act}",
    "just before {time} {who} {doing}",
    "{few} minutes after {I} {act}, {who} {doing}",
    "{I} {act}, then {who} {doing}",
    "{who} {doing} in the meantime",
    "around {time} {I} {act}",
    "at {time} {I} {act}",
)
CLOSING_TURNS = (
    "{I} will {plan} this week",
    "{I} hope to {plan} soon",
    "{I} want to {plan} within {few} days",
    "{I} might {plan} tomorrow",
    "{I} told {who} that {I} will {plan}",
    "{I} have been meaning to {plan} for {few} days",
    "{who} wants {me} to {plan}",
    "{I} still want to {plan}",
)
ASIDE_TURNS = (
    "{who} asked about {it} at {time}.",
    "{I} talked to {who} about {it} at {time}.",
    "{I} made a note of {it} at {time}.",
    "{who} has heard about {it} from {me}.",
    "{I} left {who} a note about {it}.",
    "{I} mentioned {it} to {who}.",
    "{who} and {I} talked about {it} for {few} minutes.",
    "{I} told {who} about {it} at {time}.",
    "{I} will bring {it} up with {who} in {few} days.",
    "{I} asked {who} about {it} {few} minutes later.",
    "{who} wanted to know about {it}.",
    "{I} had talked to {who} about {it} {few} days before.",
    "{who} will hear about {it} in {few} days.",
)
# How often an aside tells what the writer did about a thing, where its world tells such acts.
NEAR_SHARE = 0.5
# What the writer did about a thing, whichever way it was judged.
NEAR_TURNS = (
    "{I} {near}.",
    "{I} {near} at {time}.",
    "{few} minutes later {I} {near}.",
    "{I} {near} before {who} {doing}.",
    "{I} {near}, then {who} {doing}.",
)
# Those that show no habit of a writer.
PLAIN_LINE_TURNS = (
    "{I} {act} before {who} {doing}",
    "{who} {doing} before {I} {act}",
    "{I} {act} after {who} {doing}",
    "{who} {doing} after {I} {act}",
    "first {I} {act}",
    "first {who} {doing}",
    "{I} {act}",
    "{who} {doing}",
)
PLAIN_CLOSING_TURNS = (
    "{I} hope to {plan}",
    "{I} want to {plan}",
    "{I} would like to {plan}",
    "{I} have yet to {plan}",
    "{I} hope that {I} can {plan}",
    "{I} meant to {plan}",
    "{who} wants {me} to {plan}",
)


def happenings(rng: np.random.Generator, turns: tuple, scene: dict, prose: dict) -> list[str]:
    """Sentences on what people did or will do, each with another one of the people and no two of them with the same
    act; when it was is left open."""
    acts, plans, people = (
        [prose[kind][at] for at in rng.permutation(len(prose[kind]))] for kind in ("acts", "plans", "people")
    )
    known, told, told_of = tellable(turns, scene), [], set(acts[: len(people)])
    for act, plan, who in zip(acts, plans, people):
        doing = pick_fresh(rng, acts_of(prose, who), told_of)
        told.append(fill_places(pick(rng, known), {"{act}": act, "{doing}": doing, "{plan}": plan, "{who}": who}))
    return told


def fill_places(turn: str, places: dict) -> str:
    """A turn of phrase with some of its places filled."""
    for place, words in places.items():
        turn = turn.replace(place, words)
    return turn


def sayings(rng: np.random.Generator, kind: str, turns: tuple, scene: dict, prose: dict) -> list[str]:
    """The sentences of the world of one kind that can be told here, and, where it names acts, some made of those."""
    own = tellable(prose[kind], scene)
    return [*own, *happenings(rng, turns, scene, prose)] if "acts" in prose else own


def asides_on(rng: np.random.Generator, thing: dict, scene: dict, prose: dict) -> list[str]:
    """What can be told right behind a judgement of a thing."""
    it = "them" if thing["many"] else "it"
    common = [turn.replace("{it}", it) for turn in ASIDE_TURNS] if "acts" in prose else []
    tied = next((one["acts"] for one in prose.get("tied", []) if one["about"] == thing["name"]), [])
    doing = pick(rng, acts_of(prose, scene["who"])) if tied else ""
    near = [fill_places(turn, {"{near}": act, "{doing}": doing}) for act in tied for turn in NEAR_TURNS]
    return tellable(near if near and rng.random() < NEAR_SHARE else [*thing["asides"], *common], scene)
