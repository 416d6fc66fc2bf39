"""What people did and will do in the world of a text, of words that its bank has; pasted into generators of text tasks.

{act} and {other} are what the world has people do, {plan} what they will do, {it} the thing that was just judged.
"""

from __future__ import annotations

import numpy as np

from sandmle.parts.prose import pick, tellable

LINE_TURNS = (
    "{who} {act} at {time}",
    "{who} {act} while {I} {other}",
    "{I} {act} at {time}",
    "{I} {act} before {who} {other}",
    "{who} {act}, and {few} minutes later {I} {other}",
    "just before {time} {who} {act}",
    "{I} {act} {few} minutes after {who} {other}",
    "{I} {act}, then {who} {other}",
    "with {who} gone {I} {act}",
    "{who} {act} in the meantime",
    "at {time} {who} {act} once more",
)
CLOSING_TURNS = (
    "{who} will {plan} in {few} days",
    "{I} will {plan} in {few} days",
    "{I} will {plan} with {who} in {few} days",
    "{who} wants to {plan} within {few} days",
    "{who} hopes to {plan} in {few} days",
)
ASIDE_TURNS = (
    "{who} asked about {it} at {time}.",
    "{I} spoke to {who} about {it} for {few} minutes.",
    "{I} wrote {few} lines about {it} for {who}.",
    "{I} came back to {it} at {time}.",
    "{who} had asked about {it} {few} days before.",
    "{I} pointed {it} out to {who} at {time}.",
    "{I} have put {it} on the list for {who}.",
    "{I} mentioned {it} to {who} on the way out.",
    "{who} and {I} talked about {it} for {few} minutes.",
    "{who} has known about {it} for {few} days.",
    "{I} have a note on {it} from {few} days ago.",
    "{who} was told about {it} at {time}.",
    "{I} checked {it} again {few} minutes later.",
    "{who} will look into {it} in {few} days.",
)
# Those that show no habit of a writer.
PLAIN_LINE_TURNS = (
    "{I} {act} before {who} {other}",
    "{who} {act} before {I} {other}",
    "{who} {act} for {me}",
    "{I} {act} for {who}",
    "{I} {act} next to {who}",
)
PLAIN_CLOSING_TURNS = ("{who} will {plan} next", "{who} wants to {plan} with {me}", "{who} is going to {plan}", "{who} hopes to {plan}")


def happenings(rng: np.random.Generator, turns: tuple, scene: dict, prose: dict) -> list[str]:
    """Sentences on what people did or will do, no two of them with the same act, with who and when left open."""
    acts = [prose["acts"][at] for at in rng.permutation(len(prose["acts"]))]
    plans = [prose["plans"][at] for at in rng.permutation(len(prose["plans"]))]
    known = tellable(turns, scene)
    return [
        pick(rng, known).replace("{act}", first).replace("{other}", second).replace("{plan}", plan)
        for first, second, plan in zip(acts[::2], acts[1::2], plans)
    ]


def sayings(rng: np.random.Generator, kind: str, turns: tuple, scene: dict, prose: dict) -> list[str]:
    """The sentences of the world of one kind that can be told here, and, where it names acts, some made of those."""
    own = tellable(prose[kind], scene)
    return [*own, *happenings(rng, turns, scene, prose)] if "acts" in prose else own


def asides_on(thing: dict, scene: dict, prose: dict) -> list[str]:
    """What can be told right behind a judgement of a thing."""
    it = "them" if thing["many"] else "it"
    common = [turn.replace("{it}", it) for turn in ASIDE_TURNS] if "acts" in prose else []
    return tellable([*thing["asides"], *common], scene)
