"""Small habits of writing and sentences that show them; pasted into generators of text tasks."""

from __future__ import annotations

import numpy as np

from sandmle.parts.prose import SMALL_NUMBERS, capital, pick, pick_fresh, spoken_by

HOURS = "twelve one two three four five six seven eight nine ten eleven".split()
# Habit -> the ways to have it; of each way the same sentences, in the same order. {C} is a plain clause.
HABITS = {
    "negation": (
        ("{s} {was} not {adj}", "{I} did not find {s} {adj}", "{I} would not say {s} {was} {adj}", "{s} did not strike {me} as {adj}"),
        ("{s} {was}n't {adj}", "{I} didn't find {s} {adj}", "{I} wouldn't say {s} {was} {adj}", "{s} didn't strike {me} as {adj}"),
    ),
    "spelling": (
        (
            "{I} realised that {C}",
            "to summarise, {C}",
            "{I} recognised at once that {C}",
            "{I} emphasise that {C}",
        ),
        (
            "{I} realized that {C}",
            "to summarize, {C}",
            "{I} recognized at once that {C}",
            "{I} emphasize that {C}",
        ),
    ),
    "that": (
        ("{I} thought that {C}", "{I} noticed that {C}", "{I} felt that {C}", "{I} think that {C}", "{I} must say that {C}"),
        ("{I} thought {C}", "{I} noticed {C}", "{I} felt {C}", "{I} think {C}", "{I} must say {C}"),
    ),
    "hedge": (
        ("{s} {was} a bit {adj}", "{s} {verb} a bit {adj}", "{I} found {s} a bit {adj}"),
        ("{s} {was} rather {adj}", "{s} {verb} rather {adj}", "{I} found {s} rather {adj}"),
        ("{s} {was} somewhat {adj}", "{s} {verb} somewhat {adj}", "{I} found {s} somewhat {adj}"),
    ),
    "comma": (
        ("this time, {C}", "by now, {C}", "on the whole, {C}", "at first, {C}", "in the end, {C}"),
        ("this time {C}", "by now {C}", "on the whole {C}", "at first {C}", "in the end {C}"),
    ),
    "opening": (
        ("looking closer, {I} found {s} {adj}", "thinking back, {I} would call {s} {adj}", "coming back, {I} found {s} {adj}"),
        (
            "when {I} looked closer, {I} found {s} {adj}",
            "when {I} think back, {I} would call {s} {adj}",
            "when {I} came back, {I} found {s} {adj}",
        ),
        (
            "on a closer look {I} found {s} {adj}",
            "in hindsight {I} would call {s} {adj}",
            "on {my} return {I} found {s} {adj}",
        ),
    ),
    "tense": (
        ("{I} have told {who} that {C}", "{I} have noted that {C}", "{I} have seen that {C}", "{I} have learned that {C}"),
        ("{I} told {who} that {C}", "{I} noted that {C}", "{I} saw that {C}", "{I} learned that {C}"),
        ("{I}'ve told {who} that {C}", "{I}'ve noted that {C}", "{I}'ve seen that {C}", "{I}'ve learned that {C}"),
    ),
    "adverb": (
        ("{s} {was} surprisingly {adj}", "{s} {was} honestly {adj}", "{s} {was} certainly {adj}", "{s} {was} presumably {adj}"),
        (
            "to {my} surprise {s} {was} {adj}",
            "to be honest {s} {was} {adj}",
            "without question {s} {was} {adj}",
            "for all {I} know {s} {was} {adj}",
        ),
    ),
    "aside": (
        ("{s}, as far as {I} could tell, {was} {adj}", "{s}, at least to {me}, {verb} {adj}", "{s}, if {I} may say so, {was} {adj}"),
        ("{s} (as far as {I} could tell) {was} {adj}", "{s} (at least to {me}) {verb} {adj}", "{s} (if {I} may say so) {was} {adj}"),
        (
            "{s} - as far as {I} could tell - {was} {adj}",
            "{s} - at least to {me} - {verb} {adj}",
            "{s} - if {I} may say so - {was} {adj}",
        ),
    ),
    "contrast": (
        ("{C}, although {I} had been told otherwise", "{C}, although {who} disagrees", "{C}, although it is early days"),
        ("{C}, though {I} had been told otherwise", "{C}, though {who} disagrees", "{C}, though it is early days"),
        ("{C}, but {I} had been told otherwise", "{C}, but {who} disagrees", "{C}, but it is early days"),
    ),
    "pair": (
        ("{s} {was} {adj} and {more}", "{I} found {s} {adj} and {more}"),
        ("{s} {was} {adj} & {more}", "{I} found {s} {adj} & {more}"),
        ("{s} {was} {adj}, {more}", "{I} found {s} {adj}, {more}"),
    ),
    "number": (
        (
            "{I} told {who} {figure} times that {C}",
            "after {figure} minutes {I} could tell that {C}",
            "{I} needed {figure} minutes to see that {C}",
        ),
        (
            "{I} told {who} {number} times that {C}",
            "after {number} minutes {I} could tell that {C}",
            "{I} needed {number} minutes to see that {C}",
        ),
    ),
    "hour": (
        ("at {hour}:{minute} {C}", "around {hour}:{minute} {C}", "{C} at {hour}:{minute}"),
        ("at {hour}.{minute} {C}", "around {hour}.{minute} {C}", "{C} at {hour}.{minute}"),
        ("at {spoken} {C}", "around {spoken} {C}", "{C} at {spoken}"),
    ),
}
PLAIN = ("{s} {was} {adj}", "{s} {was} {adj}", "{s} {was} very {adj}", "{s} {was} quite {adj}")
REPORTING = ("spelling", "that", "tense")
# How often a plain clause tells what happened with a thing instead of how it was.
SHOWN = 0.6
TURNING = frozenset("although though but".split())
MINUTES = {"15": "quarter past", "30": "half past"}
# Words with which a habit looks at first sight or back on everything: where a text goes through its remarks in order,
# such a clause stands first or last.
FIRST_WORDS = ("at first", "this time")
LAST_WORDS = (
    *("by now", "on the whole", "in the end", "to summari"),
    *("thinking back", "when I think back", "when we think back", "in hindsight"),
)
QUOTES = ('{who} said, "{clause}"', '"{clause}", said {who}', 'in the words of {who}, "{clause}"')
AGREEING_JOINTS = (", and ",)
OPPOSING_JOINTS = (", but ", ", yet ")


def habit_clause(
    rng: np.random.Generator, subject: dict, habit: str, way: int, scene: dict, used: set
) -> tuple[str, int]:
    """A clause about a thing that shows one way of a habit, and its tone."""
    sentence = pick_fresh(rng, HABITS[habit][0], used)
    # A bit, rather and somewhat stand before words of blame.
    side = "good" if rng.random() < 0.5 and habit != "hedge" else "bad"
    first, more = (subject[side][at] for at in rng.permutation(len(subject[side]))[:2])
    hour, minute, few = 1 + int(12 * rng.random()), pick(rng, ("15", "30")), int(8 * rng.random())
    places = {
        **scene,
        "who": pick(rng, scene["people"]),
        "s": subject["name"],
        "was": "were" if subject["many"] else "was",
        "verb": pick(rng, subject["verbs"]),
        "adj": first,
        "more": more,
        "figure": few + 2,
        "number": SMALL_NUMBERS[few],
        "hour": hour,
        "minute": minute,
        "spoken": f"{MINUTES[minute]} {HOURS[hour % 12]}",
    }
    places["C"] = pick(rng, PLAIN).format(**places)
    shown = subject.get("shows", {}).get(side)
    # What happened stands well behind "that"; it has no hour of its own, and nobody disagrees with it.
    if shown and habit in REPORTING and rng.random() < SHOWN and shown not in used:
        used.add(shown)
        told = spoken_by(shown, scene)
        places["C"] = told if told.startswith("I ") else told[:1].lower() + told[1:]
    clause = HABITS[habit][way][HABITS[habit][0].index(sentence)].format(**places)
    return clause, (1 if side == "good" else -1) * (-1 if habit == "negation" else 1)


def in_order(clauses: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The clauses with those that look at first sight in front and those that look back behind; else as they stood."""
    return sorted(clauses, key=lambda said: said[0].startswith(LAST_WORDS) - said[0].startswith(FIRST_WORDS))


def quote(rng: np.random.Generator, clause: str, scene: dict, used: set) -> str:
    """What somebody else said, word by word."""
    who = pick_fresh(rng, scene["people"], used)
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
