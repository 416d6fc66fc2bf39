"""Splitting reports into clauses that judge something; pasted into solutions of text tasks."""

from __future__ import annotations

import re

import numpy as np

CLAUSE_END = re.compile(r"[.;!?,]|\band\b|&| - ")
NEGATION = re.compile(r"\b(?:not|never|no|hardly|scarcely|nothing|nobody|neither|far from|anything but)\b")
EMPHASIS = re.compile(r"\b(?:very|really|extremely|at all|in the least|anything but|in no way)\b")
REPORT = re.compile(r"\b(?:according to|says|told|wrote|insists|thinks|mentioned)\b|:")
EMPHATIC = 1.6
VERBS = frozenset("was were is are seemed seem looked felt sounded tasted smelled ran been being turned".split())
# Words between a verb and the judgement, beside negators.
BETWEEN = frozenset(
    "not never no nothing hardly scarcely longer far from anything but in way at all out very really extremely fairly "
    "rather quite too so a an the".split()
)
ARTICLES = frozenset("the my our".split())
LEAST_SEEN = 4


def clauses_of(text: str) -> list[tuple[str, float, bool]]:
    """The clauses of a text: words, strength (negative under a negator), and whether somebody else is quoted."""
    plain = re.sub(r"n't\b", " not", text.lower()).replace("w/", "with")
    found = []
    for clause in CLAUSE_END.split(plain):
        words = " ".join(re.findall(r"[a-z]+|:", clause))
        if words:
            strength = EMPHATIC if EMPHASIS.search(words) else 1.0
            found.append((words, -strength if NEGATION.search(words) else strength, bool(REPORT.search(words))))
    return found


def judging_word(words: list[str]) -> str:
    """The word behind the last verb of a clause and what stands between them; its last word where there is no verb."""
    start = max((at for at, word in enumerate(words) if word in VERBS), default=-1) + 1
    if start == 0:
        return words[-1] if len(words) <= 6 else ""
    return next((word for word in words[start:] if word not in BETWEEN), "")


def judged_thing(words: list[str]) -> str:
    """The noun in front of the first verb or negator, with what stands between it and its article."""
    stop = next((at for at, word in enumerate(words) if word in VERBS or word in BETWEEN and word not in ARTICLES), 0)
    stop = stop or len(words) - 1
    start = max((at for at, word in enumerate(words[:stop]) if word in ARTICLES or word == ":"), default=-1)
    return " ".join(words[start + 1 : stop])


def judging_words(texts: list) -> list[str]:
    """Words that often stand where a judgement does, both negated and plain: sorted."""
    plain: dict[str, int] = {}
    turned: dict[str, int] = {}
    for clauses in texts:
        for clause, strength, _ in clauses:
            seen = turned if strength < 0 else plain
            word = judging_word(clause.split())
            seen[word] = seen.get(word, 0) + 1
    return sorted(word for word in plain if word and turned.get(word, 0) and plain[word] + turned[word] >= LEAST_SEEN)


def signed_counts(texts: list, vocabulary: list[str]) -> np.ndarray:
    """(texts, words): +1 for every clause with the word, -1 where the clause is negated."""
    index = {word: position for position, word in enumerate(vocabulary)}
    counts = np.zeros((len(texts), len(vocabulary)))
    for number, clauses in enumerate(texts):
        for clause, strength, _ in clauses:
            for word in clause.split():
                if word in index:
                    counts[number, index[word]] += np.sign(strength)
    return counts
