"""Clauses that show a habit of their writer, and sentences made of them; pasted into generators of text tasks."""

from __future__ import annotations

import numpy as np

from sandmle.parts.habits import HABITS
from sandmle.parts.prose import SMALL_NUMBERS, acts_of, capital, pick, pick_fresh

HOURS = "twelve one two three four five six seven eight nine ten eleven".split()
MINUTES = {"15": "quarter past", "30": "half past"}
PLAIN = ("{s} {was} {adj}", "{s} {was} {adj}", "{s} {was} very {adj}", "{s} {was} quite {adj}")
TURNING = frozenset("although though but".split())
# What is still to be done comes last; what happened to people stands between that and what somebody found.
OF_PLANS = ("future", "duty", "maybe")
OF_ACTS = ("number", "hour", "length", "meanwhile", "after")
# Words of blame stand behind these.
OF_BLAME = ("hedge", "spelling", "cause")
# What a sentence has that says what somebody thinks.
THOUGHTS = ("{C}", "{adj}")
# How often an act or a plan has to do with the thing that the text is on, where the world tells such ones.
NEAR = 0.7
# How often a writer tells a plan of the world instead of whom to ask, which stands in a text once.
PLANNED = 0.7
PRONOUNS = frozenset("it its him them".split())
FIRST_PERSON = frozenset("me my us our".split())
QUOTES = (
    '{who} said, "{clause}"',
    '"{clause}", said {who}',
    'as {who} put it, "{clause}"',
    '{who} wrote, "{clause}"',
    '{who} just said, "{clause}"',
    '{who} put it like this: "{clause}"',
)
AGREEING_JOINTS = (", and ",)
OPPOSING_JOINTS = (", but ", ", yet ")


def in_order(ways: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The habits of a text so that findings come first, then what was done, then plans; what came after something else
    comes first only where nothing else was found or done."""
    told = sorted(ways, key=lambda way: (way[0] in OF_ACTS) + 2 * (way[0] in OF_PLANS))
    following = next((at for at, (habit, _) in enumerate(told) if habit not in ("after", *OF_PLANS)), 0)
    return [told[following], *told[:following], *told[following + 1 :]]


def episode(rng: np.random.Generator, things: list[dict], prose: dict, blames: bool) -> dict:
    """What one text is on: acts and plans of its writer, those that have to do with the first of its things, and
    whether each thing is praised or blamed. Plans to set a thing right need blame."""
    tied = next((one for one in prose.get("tied", []) if one["about"] == things[0]["name"]), {})
    tones = {thing["name"]: "bad" if rng.random() < 0.5 else "good" for thing in things}
    tones[things[0]["name"]] = "bad" if blames or rng.random() < 0.6 else "good"
    bad = tones[things[0]["name"]] == "bad"
    return {
        **{key: prose[key] for key in ("acts", "plans", "roles") if key in prose},
        "near": {"acts": tied.get("acts", []), "plans": tied.get("plans", []) if bad else []},
        "topic": things[0]["name"],
        "tones": tones,
        "used": set(),
    }


def near_doings(kind: str, told: dict) -> list[str]:
    """Acts or plans that have to do with the thing of the text and were not told yet; those that only call it "it" stand
    behind its name."""
    named = told.get("last") == told.get("topic")
    fresh = [one for one in told.get("near", {}).get(kind, []) if one not in told["used"]]
    return [one for one in fresh if named or not PRONOUNS & set(one.split())]


def speakable(acts: list[str]) -> list[str]:
    """Acts that can be told in the first person."""
    return [act for act in acts if not FIRST_PERSON & set(act.split())]


def fresh_doing(rng: np.random.Generator, kind: str, told: dict) -> str:
    """An act or a plan of the writer that was not told yet, often one that has to do with the thing of the text."""
    near = near_doings(kind, told)
    return pick_fresh(rng, near if near and rng.random() < NEAR else told[kind], told["used"])


def but(one: str, doings: list[str]) -> list[str]:
    """All of what was done but one, where anything else was."""
    return [doing for doing in doings if doing != one] or doings


def other_doing(rng: np.random.Generator, act: str, told: dict) -> str:
    """Another act of the writer beside this one."""
    return fresh_doing(rng, "acts", {**told, "acts": but(act, told["acts"])})


def habit_clause(
    rng: np.random.Generator, subject: dict, habit: str, way: int, scene: dict, told: dict, quoted: bool = False
) -> tuple[str, int]:
    """A clause that shows one way of a habit, about a thing or about what people did, and its tone.

    `told` has the speaker's own acts and plans, what other people do, and what was used of all that and of the
    sentences. People are quoted with what they think, or else with what they did themselves; their plans are unknown.
    """
    tied = told.get("topic") == subject["name"] and bool(told["near"]["acts"])
    sentences = tuple(one for one in HABITS[habit][0] if tied or "{near}" not in one)
    # What somebody did in turn fills a quote, and stands in two sentences elsewhere.
    if habit == "after" and not quoted:
        sentences = tuple(one for one in sentences if "{other}" not in one)
    planned = tuple(one for one in sentences if "{plan}" in one)
    if habit in OF_PLANS and not quoted and (told.get("asked") or rng.random() < PLANNED):
        sentences = planned
    if quoted:
        sentences = tuple(one for one in sentences if "{plan}" not in one)
        for worth in (THOUGHTS, ("{other}",), ("{I}",)):
            sentences = tuple(one for one in sentences if any(place in one for place in worth)) or sentences
    sentence = pick_fresh(rng, sentences, told["used"])
    told["asked"] = told.get("asked") or not quoted and habit in OF_PLANS and sentence not in planned
    if not quoted and ("{s}" in sentence or "{C}" in sentence):
        told["last"] = subject["name"]
    side = side_of(rng, subject, habit, sentence, told)
    who = pick_fresh(rng, scene["people"], told["used"])
    act = fresh_doing(rng, "acts", told) if "{act}" in sentence else ""
    doing = pick_fresh(rng, acts_of(told, who), told["used"]) if "{doing}" in sentence else ""
    places = {
        **scene,
        **(clock(rng, told) if habit == "hour" else {}),
        **amounts(rng),
        **judged_as(rng, subject, side, told),
        "who": who,
        "near": pick_fresh(rng, told["near"]["acts"], told["used"]) if "{near}" in sentence else "",
        "act": act,
        "other": other_doing(rng, act, told) if "{other}" in sentence else "",
        "plan": fresh_doing(rng, "plans", told) if "{plan}" in sentence else "",
        "doing": doing,
        "also": pick_fresh(rng, but(doing, acts_of(told, who)), told["used"]) if "{also}" in sentence else "",
        "am": "am" if scene["I"] == "I" else "are",
    }
    places["C"] = pick(rng, PLAIN).format(**places)
    clause = HABITS[habit][way][HABITS[habit][0].index(sentence)].format(**places)
    judges = "{adj}" in sentence or "{C}" in sentence
    return clause, (1 if side == "good" else -1) * (-1 if habit == "negation" else 1) * judges


def side_of(rng: np.random.Generator, subject: dict, habit: str, sentence: str, told: dict) -> str:
    """Whether a word of praise or of blame stands in a sentence: the same of a thing throughout a text."""
    tone = told.get("tones", {}).get(subject["name"]) or ("good" if rng.random() < 0.5 else "bad")
    if habit in OF_BLAME:
        return "bad"
    return {"good": "bad", "bad": "good"}[tone] if habit == "negation" and "{adj}" in sentence else tone


def judged_as(rng: np.random.Generator, subject: dict, side: str, told: dict) -> dict:
    """A thing and two words on it that were not told yet."""
    words = [subject[side][at] for at in rng.permutation(len(subject[side]))]
    first, more = sorted(words, key=lambda word: word in told["used"])[:2]
    told["used"].add(first)
    return {
        "s": subject["name"],
        "was": "were" if subject["many"] else "was",
        "verb": pick(rng, subject["verbs"]),
        "adj": first,
        "more": more,
    }


def amounts(rng: np.random.Generator) -> dict:
    """A few minutes, in figures and in words, and more of them."""
    few = int(8 * rng.random())
    return {"figure": few + 2, "number": SMALL_NUMBERS[few], "lot": 5 * (2 + int(8 * rng.random()))}


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
