"""Remarks by the ending of their last word, and clauses that they close; pasted into generators of text tasks."""

from __future__ import annotations

import numpy as np

from sandmle.parts.prose import pick, pick_fresh

# Ending -> remarks whose last word has it: comments that open a clause, comments that can stand at either end of it, and
# those that say when, where or how often, which can as well, but only once in a clause. None needs a comma around it.
REMARKS = {
    "ly": (
        "apparently,evidently,admittedly,undeniably,surprisingly,understandably,unexpectedly",
        "",
        "lately,recently,initially,originally,previously,temporarily,occasionally,eventually,only briefly,repeatedly,"
        "consistently,in July,since July,constantly,almost daily,momentarily,intermittently",
    ),
    "ed": (
        "all things considered",
        "as expected,as mentioned,as reported,as noted,as described,as announced,as predicted,as suspected,as observed,"
        "as explained,as feared,as agreed,as promised,as planned",
        "after it had rained,before work started,once things had settled,before anyone had arrived",
    ),
    "ing": (
        "generally speaking,broadly speaking,strictly speaking,to {my} understanding",
        "",
        "this morning,in the evening,for the time being,in the beginning,before closing,since the opening,this spring,"
        "after the cleaning,the next morning,that evening,at the last meeting,all morning,late in the evening,"
        "every morning,at the last reading,during the briefing",
    ),
    "ion": (
        "on reflection,beyond question",
        "in {my} opinion,on inspection,without exception,in {my} recollection,on closer inspection,to {my} satisfaction",
        "on this occasion,on that occasion,after the inspection,in that position,during the inspection,"
        "at the last inspection,in every position",
    ),
    "ent": (
        "to {my} astonishment,to {my} amusement",
        "in {my} judgement,to some extent,to a large extent,by {my} measurement,to a certain extent",
        "at the moment,for the moment,at that moment,at present,after the treatment,since the last adjustment,"
        "after a short adjustment",
    ),
    "er": (
        "",
        "on paper,altogether",
        "a little later,soon after,an hour later,in this weather,a day later,the day after,a week earlier,last summer,"
        "last winter,since October,since November,over the winter,in wet weather,all summer,in cold weather",
    ),
    "nce": (
        "",
        "at first glance,from a distance,for once,in {my} experience,at second glance,at a distance",
        "more than once,since the maintenance,in {my} absence,during the maintenance,just once,at the entrance",
    ),
    "ay": (
        "by the way",
        "anyway,in a way,in every way",
        "today,yesterday,on Monday,since Tuesday,last Wednesday,on Thursday,last Friday,on Saturday,since Sunday,in May,"
        "the other day,on the last holiday,all day,halfway",
    ),
    "ght": (
        "",
        "at first sight,in hindsight",
        "last night,overnight,in daylight,in this light,for a fortnight,in bright sunlight,that night,by lamplight,"
        "all night,before midnight",
    ),
    "ime": (
        "",
        "for the first time",
        "this time,most of the time,for some time,at lunchtime,in the meantime,last time,in the daytime,for a long time,"
        "the whole time",
    ),
    "th": (
        "in truth,for what it is worth",
        "",
        "last month,this month,underneath,to the north,to the south,beneath,over its whole length,for a month,all month",
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
    ("{s} {was} far from {adj}", True),
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
    before, behind = (
        [kind.split(",") if kind else [] for kind in REMARKS.get(ending, ("", "", ""))] for ending in endings
    )
    last = pick_fresh(rng, behind[1] + behind[2], used)
    fitting = before[0] + before[1] + (before[2] if last not in behind[2] else [])
    return pick_fresh(rng, fitting, used) if fitting else "", last


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
