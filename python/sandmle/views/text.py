"""Views of short texts: words, word sequences, characters, word endings, words under negation, counts."""

from __future__ import annotations

import re

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from sandmle.problem import Problem
from sandmle.views.crosses import cap
from sandmle.views.tabular import table

MOST_TERMS = 300
NEGATORS = frozenset(
    "not never no hardly nor without neither scarcely barely nothing nobody none cannot".split()
)
NEGATING_PHRASES = re.compile(r"n't\b|\bfar from\b|\banything but\b")
CLAUSE = re.compile(r"[.,;:!?]|\b(?:and|but|while|although|yet)\b")
WORD = re.compile(r"[^\W\d_]+")
MARKS = ",;:-!?."


def words(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """The raw obvious view: tf-idf of words."""
    return beside_table(problem, TfidfVectorizer(sublinear_tf=True, max_features=MOST_TERMS), encoding)


def word_sequences(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Presence of runs of one to three words that occur in at least three training texts."""
    counts = CountVectorizer(ngram_range=(1, 3), min_df=3, binary=True, max_features=MOST_TERMS)
    return beside_table(problem, counts, encoding)


def characters(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Tf-idf of character runs inside words."""
    runs = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 3), min_df=4, sublinear_tf=True, max_features=MOST_TERMS
    )
    return beside_table(problem, runs, encoding)


def endings(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Word endings of two and three letters and punctuation marks, per word."""
    left, right = vectorize(problem, CountVectorizer(analyzer=word_endings, max_features=MOST_TERMS))
    column = problem.columns_of("text")[0]
    left = left / (1 + problem.train[column].str.count(" ").to_numpy(float))[:, None]
    right = right / (1 + problem.test[column].str.count(" ").to_numpy(float))[:, None]
    return append_table(problem, left, right, encoding)


def negated_words(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Word counts in which a word after a negator, up to the end of its clause, is a word of its own."""
    return beside_table(problem, CountVectorizer(analyzer=mark_negation, max_features=MOST_TERMS), encoding)


def counts(problem: Problem, encoding: str) -> tuple[np.ndarray, np.ndarray]:
    """Lengths, punctuation and negators: five numbers a text."""
    column = problem.columns_of("text")[0]
    left, right = (
        np.array([count_text(text) for text in frame[column]], dtype=float)
        for frame in (problem.train, problem.test)
    )
    return append_table(problem, left, right, encoding)


def word_endings(text: str) -> list[str]:
    """The last two and three letters of every word, and every punctuation mark."""
    tails = [
        f"-{word[-length:]}"
        for word in WORD.findall(text.lower())
        for length in (2, 3)
        if len(word) >= length
    ]
    return tails + [mark for mark in text if mark in MARKS]


def mark_negation(text: str) -> list[str]:
    """Words of a text; those after a negator in the same clause start with NOT_."""
    found = []
    for clause in CLAUSE.split(spelled_out(text)):
        negated = False
        for word in clause.split():
            negated = negated or word in NEGATORS
            found.append(f"NOT_{word}" if negated else word)
    return found


def spelled_out(text: str) -> str:
    """A text in lower case, with contracted negations and those of two words as the word "not"."""
    return NEGATING_PHRASES.sub(" not", text.lower())


def count_text(text: str) -> list[float]:
    """Characters, words, clauses, commas, negators."""
    tokens = spelled_out(text).split()
    return [
        len(text),
        len(tokens),
        len(CLAUSE.split(text)),
        text.count(","),
        sum(t in NEGATORS for t in tokens),
    ]


def beside_table(
    problem: Problem, vectorizer: CountVectorizer, encoding: str
) -> tuple[np.ndarray, np.ndarray]:
    """Term matrices of both files with the columns of the table appended."""
    return append_table(problem, *vectorize(problem, vectorizer), encoding)


def vectorize(problem: Problem, vectorizer: CountVectorizer) -> tuple[np.ndarray, np.ndarray]:
    """Fit the vectorizer on the training texts; dense term matrices of at most MOST_TERMS columns."""
    column = problem.columns_of("text")[0]
    left = vectorizer.fit_transform(problem.train[column]).toarray().astype(float)
    right = vectorizer.transform(problem.test[column]).toarray().astype(float)
    return cap(left, right, MOST_TERMS)


def append_table(
    problem: Problem, left: np.ndarray, right: np.ndarray, encoding: str
) -> tuple[np.ndarray, np.ndarray]:
    """Put the numeric and categorical columns of the files, if any, beside a text matrix."""
    if not problem.columns_of("numeric") and not problem.columns_of("categorical"):
        return left, right
    table_left, table_right = table(problem, encoding)
    return np.hstack([left, table_left]), np.hstack([right, table_right])
