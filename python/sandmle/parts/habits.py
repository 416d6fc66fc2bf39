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
        "before work started,once things had settled,before anyone had arrived,once work had ended,since work started,"
        "after things had calmed",
    ),
    "ing": (
        "generally speaking,broadly speaking,strictly speaking,to {my} understanding",
        "",
        "this morning,in the evening,for the time being,in the beginning,this spring,last spring,the next morning,"
        "that evening,all morning,late in the evening,every morning,since this morning,early in the morning,all evening",
    ),
    "ion": (
        "on reflection,beyond question",
        "in {my} opinion,on inspection,without exception,in {my} recollection,on closer inspection,to {my} satisfaction",
        "on this occasion,on that occasion,on one occasion,on the last occasion,at the last inspection,on each occasion",
    ),
    "ent": (
        "to {my} astonishment,to {my} amusement",
        "in {my} judgement,to some extent,to a large extent,by {my} measurement,to a certain extent",
        "at the moment,for the moment,at that moment,at present,up to the present,at this moment,from that moment",
    ),
    "er": (
        "",
        "altogether",
        "a little later,soon after,an hour later,a day later,the day after,a week earlier,shortly after,a day earlier,"
        "since October,since November,in September,some days later,a week later,in December",
    ),
    "nce": (
        "",
        "at first glance,for once,in {my} experience,at second glance",
        "more than once,in {my} absence,just once,ever since,all at once,at least once",
    ),
    "ay": (
        "by the way",
        "anyway,in a way,in every way",
        "today,yesterday,on Monday,since Tuesday,last Wednesday,on Thursday,last Friday,on Saturday,since Sunday,in May,"
        "the other day,on the last holiday,all day",
    ),
    "ght": (
        "",
        "at first sight,in hindsight",
        "last night,overnight,for a fortnight,that night,all night,before midnight,until midnight,the other night",
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
        "last month,this month,for a month,all month,on the fourth,on the sixth,since the ninth,on the tenth",
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
