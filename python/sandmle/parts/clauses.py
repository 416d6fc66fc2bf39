"""Splitting short reports into clauses; pasted into solutions of text tasks."""

from __future__ import annotations

import re

import numpy as np

NEGATORS = ("not", "never", "hardly", "no", "without", "scarcely")
VERBS = ("was", "were", "is", "are", "seemed", "looked", "felt", "had")
GRADES = {"very": 1.6, "rather": 1.0, "quite": 1.0}


def negated_clauses(text: str) -> list[tuple[list[str], bool]]:
    """The clauses of a text as word lists, and whether a negator stands in them."""
    clauses = [clause.split() for clause in re.split(r"[.;!?]", text.lower())]
    return [(words, any(word in NEGATORS for word in words)) for words in clauses if words]


def signed_counts(texts: list, vocabulary: list[str]) -> np.ndarray:
    """(texts, words): +1 for every clause that ends in the word, -1 when the clause is negated."""
    index = {word: position for position, word in enumerate(vocabulary)}
    counts = np.zeros((len(texts), len(vocabulary)))
    for number, clauses in enumerate(texts):
        for words, negated in clauses:
            if words[-1] in index:
                counts[number, index[words[-1]]] += -1.0 if negated else 1.0
    return counts


def parse_clause(words: list[str], negated: bool) -> tuple[str, str, float]:
    """Subject (the words before the verb or negator), last word, and signed intensity of a clause."""
    stop = next((k for k, word in enumerate(words) if word in VERBS or word in NEGATORS), len(words))
    strength = max((GRADES[word] for word in words if word in GRADES), default=1.0)
    return " ".join(words[:stop]), words[-1], -strength if negated else strength
