"""Remarks by the ending of their last word, and clauses that they close; pasted into generators of text tasks."""

from __future__ import annotations

import numpy as np

from sandmle.parts.prose import pick, pick_fresh

# Ending -> remarks whose last word has it. Any of them can stand behind a clause or in front of it.
REMARKS = {
    "ly": (
        "apparently,obviously,certainly,probably,definitely,possibly,presumably,clearly,evidently,recently,"
        "initially,originally,lately,previously,temporarily,occasionally,frequently,constantly,mostly,"
        "generally,usually,normally,visibly,noticeably"
    ).split(","),
    "ed": (
        "as expected,as mentioned,as reported,as noted,as discussed,as described,as announced,as predicted,"
        "as recorded,as stated,as suspected,as remembered,as observed,all things considered,as indicated,"
        "as explained,as guessed,as listed,as feared"
    ).split(","),
    "ing": (
        "this morning,in the evening,for the time being,generally speaking,strictly speaking,"
        "broadly speaking,at the time of writing,in the beginning,before leaving,roughly speaking,"
        "frankly speaking,to {my} understanding,before closing"
    ).split(","),
    "ion": (
        "on reflection,in {my} opinion,on inspection,in addition,without exception,on this occasion,"
        "in conclusion,without question,in {my} recollection,on that occasion,in {my} estimation,"
        "on closer inspection,beyond question,on second inspection"
    ).split(","),
    "ment": (
        "at the moment,for the moment,to {my} amusement,to {my} astonishment,in {my} judgement,"
        "in {my} assessment,without argument,at that moment,by {my} measurement"
    ).split(","),
    "ness": (
        "in fairness,in all fairness,in all seriousness,in all frankness,in all openness,"
        "in all truthfulness,for completeness"
    ).split(","),
    "er": (
        "a little later,soon after,altogether,an hour later,moments later,on paper,in this weather,"
        "a day later,the day after,a week earlier,a little earlier,a moment later,an hour earlier,"
        "the week after"
    ).split(","),
    "nce": (
        "at first glance,at a glance,for instance,in this instance,by chance,from a distance,"
        "more than once,for once,by all appearance,in essence,on the evidence,in {my} experience,"
        "to {my} annoyance,at second glance"
    ).split(","),
    "ure": (
        "for sure,to be sure,for good measure,beyond measure,by any measure,to {my} displeasure,to {my} pleasure,"
        "at this temperature"
    ).split(","),
    "ty": (
        "in all honesty,in reality,in all probability,with certainty,in all certainty,"
        "in all sincerity,with near certainty"
    ).split(","),
}
# Clauses, and whether they turn the word that judges.
CLAUSES = (
    ("{s} {was} {adj}", False),
    ("{s} {was} quite {adj}", False),
    ("{s} {verb} {adj}", False),
    ("{s} {verb} fairly {adj}", False),
    ("{I} found {s} {adj}", False),
    ("{s} {was} very {adj}", False),
    ("{s} {was} rather {adj}", False),
    ("{s} {was} not {adj}", True),
    ("{s} {was}n't {adj}", True),
    ("{s} {was} hardly {adj}", True),
)
AGREEING_JOINTS = (", and ", ", and also ")
OPPOSING_JOINTS = (", but ", ", yet ", ", although ")


def remark_on(
    rng: np.random.Generator, subject: dict, endings: tuple[str, str], scene: dict, used: set
) -> tuple[str, int]:
    """A clause about a thing between a remark of the first ending, if any, and one of the second; and its tone."""
    form, turned = pick_fresh(rng, CLAUSES, used)
    side = "good" if rng.random() < 0.5 else "bad"
    tone = (1 if side == "good" else -1) * (-1 if turned else 1)
    first, last = (pick_fresh(rng, REMARKS[ending], used) if ending else "" for ending in endings)
    clause = f"{first} {form} {last}".strip().format(
        **scene,
        s=subject["name"],
        was="were" if subject["many"] else "was",
        verb=pick(rng, subject["verbs"]),
        adj=pick(rng, subject[side]),
    )
    return clause, tone


def join_clauses(rng: np.random.Generator, clauses: list[tuple[str, int]], marks: list[str]) -> list[str]:
    """Sentences: behind every clause its mark, where a full stop ends the sentence; behind a comma stands a
    conjunction that agrees with whether the tone turns."""
    sentences, text = [], ""
    for at, ((clause, tone), mark) in enumerate(zip(clauses, marks)):
        text += clause
        if mark == ".":
            sentences.append(text)
            text = ""
        elif mark == ",":
            text += pick(rng, OPPOSING_JOINTS if tone * clauses[at + 1][1] < 0 else AGREEING_JOINTS)
        else:
            text += f"{mark} "
    return sentences
