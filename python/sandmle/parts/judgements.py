"""Clauses that judge a thing, plainly, negated, strongly or by hearsay; pasted into generators of text tasks."""

from __future__ import annotations

import numpy as np

from sandmle.parts.prose import pick, pick_fresh, tell

GRADES = ("", "", "", "", "", "fairly ", "rather ", "quite ")
STRONG_GRADES = ("very ", "really ", "extremely ")
PLAIN_CLAUSES = (
    "{s} {was} {adj}",
    "{s} {was} {adj}",
    "{s} {verb} {adj}",
    "{s} {was} {adj}{tail}",
    "{s} {was} {adj}{tail}",
    "{s} {verb} {adj}{tail}",
    "{I} found {s} {adj}",
    "{s} turned out {adj}",
    "to {my} mind {s} {was} {adj}",
)
NEGATED_CLAUSES = (
    "{s} {was} not {adj}",
    "{s} {was} not {adj}{tail}",
    "{s} {was}n't {adj}",
    "{s} {was}n't {adj}{tail}",
    "{s} {was} hardly {adj}",
    "{s} {was} no longer {adj}",
    "{s} {was} no longer {adj}{tail}",
    "{s} {was} far from {adj}",
    "{s} did not seem {adj}",
    "{s} didn't seem {adj}{tail}",
    "there was nothing {adj} about {s}",
    "nobody could call {s} {adj}",
    "{I} would not call {s} {adj}",
    "{I} did not find {s} {adj}",
)
STRONGLY_NEGATED_CLAUSES = (
    "{s} {was} not {adj} at all",
    "{s} {was} not at all {adj}",
    "{s} {was} not at all {adj}{tail}",
    "{s} {was}n't {adj} in the least",
    "{s} {was} anything but {adj}",
    "{s} {was} in no way {adj}",
    "{s} did not seem {adj} at all",
    "there was nothing {adj} about {s} at all",
    "{I} did not find {s} {adj} at all",
)
REPORTS = (
    "according to {who} {clause}",
    "{who} says that {clause}",
    "{who} told {me} that {clause}",
    "{who} wrote that {clause}",
    "{who} thinks that {clause}",
    "{who} mentioned that {clause}",
)
STRONG_REPORTS = ("{who} insists that {clause}", "{who} told {me} twice that {clause}", "{who} even wrote that {clause}")
REPORTED_CLAUSES = ("{s} {was} {adj}", "{s} {verb} {adj}")
NEGATED_REPORTED_CLAUSES = ("{s} {was} not {adj}", "{s} {was} hardly {adj}", "{s} {was} no longer {adj}")
STRONGLY_NEGATED_REPORTED_CLAUSES = ("{s} {was} not {adj} at all", "{s} {was} anything but {adj}")
# A note in key words has neither articles nor verbs.
KEY_WORDS = ("{bare} {adj}",)
NEGATED_KEY_WORDS = ("{bare} not {adj}", "{bare} hardly {adj}", "{bare} no longer {adj}", "{bare} far from {adj}")
STRONGLY_NEGATED_KEY_WORDS = ("{bare} not at all {adj}", "{bare} not {adj} at all", "{bare} anything but {adj}")
REPORTED_KEY_WORDS = ("{who}: {clause}",)
FORMS = {
    "told": (PLAIN_CLAUSES, NEGATED_CLAUSES, STRONGLY_NEGATED_CLAUSES),
    "reported": (REPORTED_CLAUSES, NEGATED_REPORTED_CLAUSES, STRONGLY_NEGATED_REPORTED_CLAUSES),
    "key words": (KEY_WORDS, NEGATED_KEY_WORDS, STRONGLY_NEGATED_KEY_WORDS),
}
# What all worlds may add to a judgement, praise or blame.
COMMON_TAILS = (
    ", as {I} saw more than once",
    ", which {I} noticed at once",
    ", which is why {I} mention it",
    ", as far as {I} looked into it",
)
AGREEING = (" and ", " and ", ", and ", ", and ", ", just as ", "; likewise, ")
# How often two judgements stand in one sentence.
JOINED = 0.45
OPPOSING = (", but ", ", but ", ", but ", ", while ", ", although ", ", yet ", ", though ", ", whereas ", "; even so, ")
AGREEING_OPENINGS = ("", "", "besides, ", "also, ", "in keeping with that, ", "on top of that, ")
OPPOSING_OPENINGS = ("", "however, ", "on the other hand, ", "still, ", "then again, ", "in contrast, ")
# The order in which things were looked at.
FIRST_OPENINGS = ("", "", "", "to begin with, ", "first of all, ", "to start with, ")
NEXT_OPENINGS = ("after that, ", "next, ", "then, ", "a little later, ")
LAST_OPENINGS = ("finally, ", "last of all, ", "to finish, ")
# How often a later sentence says when rather than how it goes with the one before.
IN_ORDER = 0.3


def judge(rng: np.random.Generator, subject: dict, judgement: dict, scene: dict, told: dict) -> str:
    """One clause without capital and full stop.

    `judgement` has a word and whether it is negated, strong, reported; `told` the form of the text, the tails that are
    left for it, the turns of phrase that it has used, whom it can quote and whether its things can change.
    """
    negated, strong, reported = judgement["negated"], judgement["strong"], judgement["reported"]
    grade = "" if negated else pick(rng, STRONG_GRADES if strong else GRADES)
    full = told["form"] == "told"
    clauses = FORMS["reported" if reported and full else told["form"]][negated * (1 + strong)]
    if not told["changing"]:
        clauses = tuple(one for one in clauses if "no longer" not in one)
    clause = pick_fresh(rng, clauses, told["used"])
    # With a tail and without one it is the same turn of phrase.
    told["used"].update({clause.replace("{tail}", ""), clause.replace("{tail}", "") + "{tail}"})
    if "{tail}" in clause:
        tail = tell(rng, told["tails"].pop(), scene)
        clause = clause.replace("{tail}", tail if tail.startswith(",") else f" {tail}")
    name = subject["name"]
    clause = clause.format(
        **scene,
        s=name,
        bare=name.split(" ", 1)[-1],
        was="were" if subject["many"] else "was",
        verb=pick(rng, subject["verbs"]),
        adj=grade + judgement["word"],
    )
    if not reported:
        return clause
    if not full:
        return pick_fresh(rng, REPORTED_KEY_WORDS, told["used"]).format(**scene, clause=clause)
    # Whoever was quoted before is not quoted again.
    who = pick_fresh(rng, told["people"], told["used"])
    report = pick_fresh(rng, STRONG_REPORTS if strong and rng.random() < 0.5 else REPORTS, told["used"])
    return report.format(**{**scene, "who": who}, clause=clause)


def join_judgements(rng: np.random.Generator, clauses: list[str], tones: list[float]) -> list[tuple[str, int]]:
    """Sentences of one or two clauses, each with the number of its last one; what joins or opens them agrees with
    whether the tone stays or turns, or with the order in which things were looked at."""
    sentences: list[tuple[str, int]] = []
    joined, used = False, set()
    in_order = rng.random() < 0.5 and len(clauses) > 2
    for at, clause in enumerate(clauses):
        stays = at > 0 and tones[at] * tones[at - 1] > 0
        if at > 0 and not joined and not set(",;") & set(clauses[at - 1]) and rng.random() < JOINED:
            sentences[-1] = (sentences[-1][0] + pick(rng, AGREEING if stays else OPPOSING) + clause, at)
            joined = True
            continue
        openings = AGREEING_OPENINGS if stays else OPPOSING_OPENINGS
        if at == 0:
            openings = FIRST_OPENINGS if in_order else ("",)
        elif in_order and at == len(clauses) - 1:
            openings = LAST_OPENINGS
        elif in_order and rng.random() < IN_ORDER:
            openings = NEXT_OPENINGS
        opening = "" if clause.startswith("to ") else pick_fresh(rng, openings, used)
        sentences.append((opening + clause, at))
        joined = False
    return sentences
