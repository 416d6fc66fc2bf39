"""Remarks by the ending of their last word, and clauses that they close; pasted into generators of text tasks."""

from __future__ import annotations

import numpy as np

from sandmle.parts.prose import pick, pick_fresh

# Ending -> remarks whose last word has it, first those that comment, then those that say when or where. Each can stand
# behind a clause or in front of it, but a clause says when or where only once.
REMARKS = {
    "ly": (
        "apparently,unexpectedly,undeniably,surprisingly,admittedly,understandably",
        "lately,recently,initially,originally,previously,temporarily,occasionally,eventually,only briefly,"
        "repeatedly,consistently,in July,since July",
    ),
    "ed": (
        "as expected,as mentioned,as reported,as noted,as described,as announced,as predicted,as suspected,"
        "as observed,all things considered,as explained,as feared,as agreed,as promised",
        "after it had rained,before work started",
    ),
    "ing": (
        "generally speaking,broadly speaking,strictly speaking,to {my} understanding",
        "this morning,in the evening,for the time being,in the beginning,before closing,since the opening,"
        "this spring,after the cleaning,the next morning,that evening,at the last meeting",
    ),
    "ion": (
        "on reflection,in {my} opinion,on inspection,without exception,beyond question,in {my} recollection,"
        "on closer inspection",
        "on this occasion,on that occasion,after the inspection,in that position",
    ),
    "ent": (
        "in {my} judgement,to {my} astonishment,to some extent,to a large extent,to {my} amusement,"
        "by {my} measurement",
        "at the moment,for the moment,at that moment,at present,after the treatment",
    ),
    "er": (
        "on paper,altogether,however",
        "a little later,soon after,an hour later,in this weather,a day later,the day after,a week earlier,"
        "last summer,last winter,since October,since November,over the winter,in wet weather,all summer",
    ),
    "nce": (
        "at first glance,from a distance,for once,in {my} experience,at second glance,at a distance",
        "more than once,since the maintenance,in {my} absence",
    ),
    "ay": (
        "anyway,in a way,in every way,by the way",
        "today,yesterday,on Monday,since Tuesday,last Wednesday,on Thursday,last Friday,on Saturday,"
        "since Sunday,in May,the other day,on the last holiday",
    ),
    "ght": (
        "at first sight,in hindsight",
        "last night,overnight,in daylight,in this light,for a fortnight,in bright sunlight,that night,by lamplight",
    ),
    "ime": (
        "this time,for the first time",
        "most of the time,for some time,at lunchtime,in the meantime,last time,in the daytime,for a long time",
    ),
    "th": (
        "in truth,for what it is worth",
        "last month,this month,underneath,to the north,to the south,beneath,over its whole length,for a month",
    ),
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
AGREEING_JOINTS = (", and ", ", while ")
OPPOSING_JOINTS = (", but ", ", yet ", ", although ")


def remark_on(
    rng: np.random.Generator, subject: dict, endings: tuple[str, str], scene: dict, used: set
) -> tuple[str, int]:
    """A clause about a thing between a remark of the first ending, if any, and one of the second; and its tone."""
    form, turned = pick_fresh(rng, CLAUSES, used)
    side = "good" if rng.random() < 0.5 else "bad"
    tone = (1 if side == "good" else -1) * (-1 if turned else 1)
    first, last = pick_remarks(rng, endings, used)
    clause = f"{first} {form} {last}".strip().format(
        **scene,
        s=subject["name"],
        was="were" if subject["many"] else "was",
        verb=pick(rng, subject["verbs"]),
        adj=pick(rng, subject[side]),
    )
    return clause, tone


def pick_remarks(rng: np.random.Generator, endings: tuple[str, str], used: set) -> tuple[str, str]:
    """The remarks around a clause, the first empty where it has no ending; at most one says when or where."""
    before, behind = ([kind.split(",") for kind in REMARKS.get(ending, ("", ""))] for ending in endings)
    last = pick_fresh(rng, behind[0] + behind[1], used)
    fitting = before[0] if last in behind[1] else before[0] + before[1]
    return pick_fresh(rng, fitting, used) if endings[0] else "", last


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
