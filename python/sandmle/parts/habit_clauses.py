"""Clauses that show a habit of their writer, and sentences made of them; pasted into generators of text tasks."""

from __future__ import annotations

import numpy as np

from sandmle.parts.habits import HABITS
from sandmle.parts.prose import SMALL_NUMBERS, capital, pick, pick_fresh

HOURS = "twelve one two three four five six seven eight nine ten eleven".split()
MINUTES = {"15": "quarter past", "30": "half past"}
PLAIN = ("{s} {was} {adj}", "{s} {was} {adj}", "{s} {was} very {adj}", "{s} {was} quite {adj}")
TURNING = frozenset("although though but".split())
# What is still to be done comes last.
OF_PLANS = ("future", "duty", "maybe")
# Words of blame stand behind these.
OF_BLAME = ("hedge", "spelling", "cause")
# What a sentence has that says what somebody thinks.
THOUGHTS = ("{C}", "{adj}", "{plan}")
QUOTES = ('{who} said, "{clause}"', '"{clause}", said {who}', 'as {who} put it, "{clause}"')
AGREEING_JOINTS = (", and ",)
OPPOSING_JOINTS = (", but ", ", yet ")


def in_order(ways: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The habits of a text so that plans are told last, and nothing begins with what came after something else."""
    told = sorted(ways, key=lambda way: way[0] in OF_PLANS)
    following = next((at for at, (habit, _) in enumerate(told) if habit != "after"), 0)
    return [told[following], *told[:following], *told[following + 1 :]]


def habit_clause(
    rng: np.random.Generator, subject: dict, habit: str, way: int, scene: dict, told: dict, quoted: bool = False
) -> tuple[str, int]:
    """A clause that shows one way of a habit, about a thing or about what people did, and its tone.

    `told` has the acts and plans of the world, and what was used of them and of the sentences. People are quoted with
    what they think, or else with what they did themselves.
    """
    sentences = HABITS[habit][0]
    for worth in (THOUGHTS, ("{I}",)) if quoted else ():
        sentences = tuple(one for one in sentences if any(place in one for place in worth)) or sentences
    sentence = pick_fresh(rng, sentences, told["used"])
    side = "good" if rng.random() < 0.5 and habit not in OF_BLAME else "bad"
    first, more = (subject[side][at] for at in rng.permutation(len(subject[side]))[:2])
    few = int(8 * rng.random())
    places = {
        **scene,
        **(clock(rng, told) if habit == "hour" else {}),
        "who": pick_fresh(rng, scene["people"], told["used"]),
        "act": pick_fresh(rng, told["acts"], told["used"]),
        "other": pick_fresh(rng, told["acts"], told["used"]),
        "plan": pick_fresh(rng, told["plans"], told["used"]),
        "am": "am" if scene["I"] == "I" else "are",
        "wasI": "was" if scene["I"] == "I" else "were",
        "s": subject["name"],
        "was": "were" if subject["many"] else "was",
        "verb": pick(rng, subject["verbs"]),
        "adj": first,
        "more": more,
        "figure": few + 2,
        "number": SMALL_NUMBERS[few],
        "lot": 5 * (2 + int(8 * rng.random())),
    }
    places["C"] = pick(rng, PLAIN).format(**places)
    clause = HABITS[habit][way][HABITS[habit][0].index(sentence)].format(**places)
    judges = "{adj}" in sentence or "{C}" in sentence
    return clause, (1 if side == "good" else -1) * (-1 if habit == "negation" else 1) * judges


def clock(rng: np.random.Generator, told: dict) -> dict:
    """An hour, one or two after the one told before, in figures and in words."""
    told["hour"] = told.get("hour", 5 + int(6 * rng.random())) + 1 + int(2 * rng.random())
    hour, minute = (told["hour"] - 1) % 12 + 1, pick(rng, ("15", "30"))
    return {"hour": hour, "minute": minute, "spoken": f"{MINUTES[minute]} {HOURS[hour % 12]}"}


def quote(rng: np.random.Generator, clause: str, who: str, used: set) -> str:
    """What somebody else said, word by word."""
    return pick_fresh(rng, QUOTES, used).format(who=who, clause=capital(clause))


def join_clauses(rng: np.random.Generator, clauses: list[tuple[str, int]], marks: list[str]) -> list[str]:
    """Sentences: behind every clause its mark, where a full stop ends the sentence; behind a comma stands a
    conjunction that agrees with whether the tone turns."""
    sentences, text = [], ""
    for at, ((clause, tone), mark) in enumerate(zip(clauses, marks)):
        text += clause
        if mark in (".", "!", "..."):
            sentences.append(text + ("" if mark == "." else mark))
            text = ""
        elif mark == ",":
            turns = tone * clauses[at + 1][1] < 0
            once = TURNING & {*clause.split(), *clauses[at + 1][0].split()}
            text += ", and " if once else pick(rng, OPPOSING_JOINTS if turns else AGREEING_JOINTS)
        else:
            text += f"{mark} "
    return sentences
