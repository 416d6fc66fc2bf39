"""Clauses that judge a thing, plainly, negated, strongly or by hearsay; pasted into generators of text tasks."""

from __future__ import annotations

import numpy as np

from sandmle.parts.inflection import graded, with_article
from sandmle.parts.prose import pick, pick_fresh, tell
from sandmle.parts.turns import (
    BRIEF_REPORTS,
    FEELING_TURNS,
    GRADES,
    REPORTED_TURNS,
    REPORTED_VERDICTS,
    REPORTS,
    SHOWN_TAILS,
    STRONG_GRADES,
    TURNS,
    VERDICTS,
)

# How often a judgement shows that its writer is glad of it or sorry.
FEELING = 0.22
PAIR_TURNS = ("{s} {was} {word}", "{s} {verb} {word}")
# How often what a thing showed is told with a tail.
TAIL_SHARE = 0.85
# How often two judgements that say the same become one.
SHARED = 0.75
AGREEING = (" and ", " and ", ", and ", ", and ", "; ")
OPPOSING = (", but ", ", but ", ", while ", ", although ", ", yet ", ", though ", ", whereas ")
AGREEING_OPENINGS = ("besides, ", "also, ", "on top of that, ")
OPPOSING_OPENINGS = ("however, ", "on the other hand, ", "still, ", "mind you, ")
# How often two judgements stand in one sentence, and how often one sentence of a text goes on from the one before.
JOINED = 0.4
LINKED = 0.25
MARKS = frozenset(",;?!:(.")
PERSONS = frozenset(("the driver", "the courier", "the patient", "the guarantor", "the carrier", "the queen"))
# Clauses that begin with words of their own take none in front that go on from the sentence before.
OWN_BEGINNING = (
    *("no doubt", "not for the first", "luckily", "sadly", "if only"),
    *("so much for", "as to ", "full marks", "nobody", "nothing"),
)


def judge(rng: np.random.Generator, subject: dict, judgement: dict, scene: dict, told: dict) -> str:
    """One clause without capital and full stop.

    `judgement` has a word and its side, whether it is negated, strong, reported, and in which way it judges; `told` the
    manner of the text, the tails that are left for it, the turns of phrase that it has used, whom it can quote and
    whether its things can change.
    """
    row = judgement["strong"] + 2 * judgement["negated"]
    others = tuple(who for who in told["people"] if who != subject["name"]) or told["people"]
    shown = subject.get("shows") and judgement["way"] == "shown" and not judgement["strong"] | judgement["reported"]
    if shown:
        praise = (judgement["side"] == "good") != bool(judgement["negated"])
        told_of = inner_start(tell(rng, subject["shows"]["good" if praise else "bad"], scene), subject, scene)
        # What shows the same of a thing is told in few words, so that they seldom stand alone.
        if told["varied"] and rng.random() < TAIL_SHARE:
            quoted = {**scene, "who": pick_fresh(rng, others, told["used"])}
            return told_of + pick(rng, SHOWN_TAILS).format(**quoted)
        return told_of
    own, manner = judgement["way"] == "verdict", told["manner"]
    if not judgement["reported"]:
        turns = VERDICTS[judgement["side"]][row] if own else turns_for(rng, judgement, row, told)
        return fill(rng, turns, subject, judgement, scene, told)
    # Whoever was quoted before is not quoted again, and nobody on themselves.
    quoted = {**scene, "who": pick_fresh(rng, others, told["used"])}
    if own:
        return fill(rng, REPORTED_VERDICTS[judgement["side"]][row], subject, judgement, quoted, told)
    brief = manner in ("brief", "list")
    turns = TURNS[manner][row] if brief else REPORTED_TURNS[row]
    clause = fill(rng, [turn for turn in turns if "{tail}" not in turn], subject, judgement, quoted, told)
    return pick_fresh(rng, BRIEF_REPORTS if brief else REPORTS, told["used"]).format(**quoted, clause=clause)


def turns_for(rng: np.random.Generator, judgement: dict, row: int, told: dict) -> tuple[str, ...]:
    """The turns of phrase of a manner, those of two things at once, or those that show a feeling."""
    manner = told["manner"]
    if judgement.get("paired"):
        return PAIR_TURNS
    feelings = FEELING_TURNS[judgement["side"]][row]
    if feelings and told["feeling"] and manner in ("plain", "chatty") and rng.random() < FEELING:
        return feelings
    return TURNS[manner][row]


def inner_start(sentence: str, subject: dict, scene: dict) -> str:
    """A sentence as a clause, in the mouth of those who write: without a capital, but for I."""
    words = sentence.rstrip(".").split(" ")
    if scene["I"] == "we":
        swapped = {"I": "we", "my": "our", "My": "our", "me": "us"}
        words = [swapped.get(word, word) for word in words]
    return " ".join(words if words[0] == "I" else [words[0][:1].lower() + words[0][1:], *words[1:]])


def fill(rng: np.random.Generator, turns: tuple, subject: dict, judgement: dict, scene: dict, told: dict) -> str:
    """One of the turns of phrase with its places filled."""
    word, strong = judgement["word"], judgement["strong"]
    er, est = graded(word, "er"), graded(word, "est")
    fitting = [turn for turn in turns if fits(turn, subject, er, told)]
    turn = pick_fresh(rng, fitting, told["used"])
    # With a tail and without one it is the same turn of phrase.
    told["used"].update({turn.replace("{tail}", ""), turn.replace("{tail}", "") + "{tail}"})
    if "{tail}" in turn:
        tail = tell(rng, told["tails"].pop(), scene)
        turn = turn.replace("{tail}", tail if tail.startswith(",") else f" {tail}")
    grades = (STRONG_GRADES if strong else GRADES).get(told["manner"], ("very ",) if strong else ("",))
    grade = pick(rng, grades)
    return turn.format(
        **scene,
        s=subject["name"],
        bare=subject["name"].split(" ", 1)[-1],
        was="were" if subject["many"] else "was",
        it="they" if subject["many"] else "it",
        them="them" if subject["many"] else "it",
        wasI="was" if scene["I"] == "I" else "were",
        verb=pick(rng, subject["verbs"]),
        word=word,
        adj=grade + word,
        an=with_article(("very " if strong else "") + word, subject),
        er=er,
        est=est,
        an_er=with_article(er, subject),
    )


def fits(turn: str, subject: dict, er: str, told: dict) -> bool:
    """Whether a turn of phrase suits a thing and its word."""
    if not er and ("er}" in turn or "{est}" in turn):
        return False
    if subject.get("pair") and not turn.startswith("{s}"):
        return False
    # Nobody says "less good" or "nothing if not bad".
    if er in ("better", "worse") and any(said in turn for said in ("less {word}", "nothing if not")):
        return False
    # A person is no "it".
    if subject["name"] in PERSONS and any(place in turn for place in ("{it}", "{them}")):
        return False
    return told["changing"] or not any(said in turn for said in ("no longer", "remained", "last time", "again"))


def share(rng: np.random.Generator, judged: list[tuple[dict, dict, float]]) -> list[tuple[dict, dict, float]]:
    """The judgements, of which two that say the same of two things are often one: of both, or of neither."""
    kept: list[tuple[dict, dict, float]] = []
    for subject, judgement, tone in judged:
        twin = next((at for at, one in enumerate(kept) if same(one, judgement)), None)
        if twin is None or judgement["strong"] | judgement["reported"] or rng.random() > SHARED:
            kept.append((subject, judgement, tone))
            continue
        first, negated = kept[twin][0]["name"], judgement["negated"]
        name = f"neither {first} nor {subject['name']}" if negated else f"both {first} and {subject['name']}"
        many = subject["many"] if negated else True
        pair = {"name": name, "many": many, "pair": True, "verbs": ["seemed"], "asides": subject["asides"]}
        kept[twin] = (pair, {**judgement, "negated": 0, "paired": True}, tone)
    return kept


def same(one: tuple[dict, dict, float], judgement: dict) -> bool:
    """Whether a judgement says the same as one of before, in the same way."""
    before = one[1]
    if before.get("paired"):
        return False
    alike = all(before[key] == judgement[key] for key in ("side", "negated", "strong", "reported", "way"))
    return alike and (judgement["way"] == "verdict" or judgement["way"] == "word" and before["word"] == judgement["word"])


def join_judgements(
    rng: np.random.Generator, clauses: list[str], tones: list[float], manner: str, whole: tuple[bool, ...] = ()
) -> list[tuple[str, int]]:
    """Sentences of one or more clauses, each with the number of its last one; what joins them agrees with whether the
    tone stays or turns. Brief notes and lists join with a mark all that is not a `whole` sentence by itself."""
    if manner in ("brief", "list"):
        return list_judgements(rng, clauses, whole or (False,) * len(clauses))
    sentences: list[tuple[str, int]] = []
    joined, linked = False, rng.random() > LINKED * len(clauses)
    for at, clause in enumerate(clauses):
        stays = at > 0 and tones[at] * tones[at - 1] > 0
        by_itself = MARKS & {*clauses[at - 1], *clause} or clauses[at - 1].startswith(("so much for", "if only"))
        if at > 0 and not joined and not by_itself and rng.random() < JOINED:
            sentences[-1] = (sentences[-1][0] + pick(rng, AGREEING if stays else OPPOSING) + clause, at)
            joined = True
            continue
        opening = ""
        if at > 0 and not linked and not MARKS & {*clause} and not clause.startswith(OWN_BEGINNING):
            opening, linked = pick(rng, AGREEING_OPENINGS if stays else OPPOSING_OPENINGS), True
        sentences.append((opening + clause, at))
        joined = False
    return sentences


def list_judgements(
    rng: np.random.Generator, clauses: list[str], whole: tuple[bool, ...]
) -> list[tuple[str, int]]:
    """All clauses in a row, or two by two, or one by one; whole sentences stand by themselves."""
    size, mark = pick(rng, (1, 2, 5)), pick(rng, (", ", ", ", "; "))
    # Where a clause has commas of its own, they part nothing else.
    mark = "; " if any(", " in clause for clause in clauses) else mark
    listed: list[tuple[str, int]] = []
    room = 0
    for at, clause in enumerate(clauses):
        if room == 0 or whole[at]:
            listed.append((clause, at))
        else:
            listed[-1] = (listed[-1][0] + mark + clause, at)
        room = 0 if whole[at] else (room or size) - 1
    return listed
