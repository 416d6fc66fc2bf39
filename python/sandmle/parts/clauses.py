"""Splitting reports into clauses that judge something; pasted into solutions of text tasks."""

from __future__ import annotations

import re

import numpy as np

CLAUSE_END = re.compile(r"[.;!,]|\band\b|&| - ")
NEGATION = re.compile(
    r"\b(?:not|cannot|never|no|hardly|scarcely|nothing|nobody|neither|far from|anything but|less|little|"
    r"had hoped|had feared|if only|so much for)\b"
)
EMPHASIS = re.compile(
    r"\b(?:very|really|extremely|exceptionally|incredibly|terribly|remarkably|at all|in the least|the least bit|"
    r"whatsoever|anything but|what|can be|ever known|so [a-z]+ that)\b"
    r"|\b(?:[a-z]+est|most [a-z]+|best|worst) (?:i|we|on record|so far)\b"
)
REPORT = re.compile(r"\b(?:according to|says|told (?:me|us)|wrote that|insists|thinks|mentioned)\b")
EMPHATIC = 1.6
# What is said in a way that words alone would misread, and how it can be said plainly.
PLAINLY = (
    (r"n't\b", " not"),
    (r"\bw/", "with"),
    (r"\bv\. ", "very "),
    (r"\d+:\d+", ""),
    (r"\bno longer\b", "not"),
    (r"\bwould have liked\b", "had hoped for"),
    (r"\bas to ((?:the|my|our) [a-z ]+), (?:it|they) ", r"\1 "),
    (r" than (?!(?:the|my|our) )[^,.;?!&(]*?(?= and | according|[,.;?!&(]|$)", ""),
    (r"\bnothing if not\b", "extremely"),
    (r"\b(?:no doubt|no wonder|not for the first time|not only)\b", ""),
    (r"\bcould (?:not|hardly) have been less (?=[a-z])", "was not at all "),
    (r"\bcould (?:not|hardly) have been (?:more )?(?=[a-z])", "was extremely "),
    (r"\b(?:could|should) have been (?:more )?(?=[a-z])", "was not "),
    (r"\bnever known (.+?) so (?=[a-z])", r"\1 was extremely "),
    (r"\b(was|were) ((?:the|my|our) [a-z ]+?) ([a-z]+)\?", r"\2 \1 \3 "),
    (r"\?", " "),
    (r"\b(?:found to be|described as|strike (?:me|us) as)\b", ""),
    (r"\b(?:nowhere near|by no means|in no way)\b", "not at all"),
    (r"\bboth ((?:the|my|our) [a-z ]+?) (?:and|&) ", r"both \1 with "),
    (r"\b(?:just )?as (?:it|they) should be\b", "good"),
    # Whoever praised or complained is somebody else.
    (r"\bpraised\b", "says was good"),
    (r"\bcomplained\b", "says was bad"),
    (r"\b(?:loved|delighted)\b", "was extremely good"),
    (r"\b(?:hated|appalled)\b", "was extremely bad"),
    (r"\b(?:liked? (?=the |my |our |both )|pleased\b|praise\b|full marks\b|impress(?:ed)?\b)", "was good "),
    (r"\b(?:let (?:me|us|them) down|disappoint(?:ed)?|worried|trouble|has to be done)\b", "was bad"),
    (r"\b(?:doubts?|complaints|fault)\b", "was bad"),
)
VERBS = frozenset("was were is are seemed seem looked felt sounded tasted smelled been being turned proved :".split())
# Words between a verb and the judgement, beside negators.
BETWEEN = frozenset(
    "not never no nothing hardly scarcely longer far from anything but in way at all out very really extremely fairly "
    "rather quite too so a an the exactly bit pretty incredibly terribly exceptionally reasonably remarkably "
    "least less more little v as again".split()
)
ARTICLES = frozenset("the my our".split())
NOT_THINGS = frozenset("i we it they you there that".split())
IRREGULAR = {"better": "good", "best": "good", "worse": "bad", "worst": "bad"}
JOINT = re.compile(r"^(?:but|yet|while|although|though|whereas|however|still|besides|also|mind you) ")
NOT_JUDGING = NOT_THINGS | frozenset("on in at by to of for with from me us and or last this that".split())
LEAST_SEEN = 4


def clauses_of(text: str) -> list[tuple[str, float, bool]]:
    """The clauses of a text: words, strength (negative under a negator), and whether somebody else is quoted."""
    plain = text.lower()
    for odd, said in PLAINLY:
        plain = re.sub(odd, said, plain)
    found = []
    for clause in CLAUSE_END.split(plain):
        words = JOINT.sub("", " ".join(re.findall(r"[a-z]+|:", clause)))
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
    start = max((at for at, word in enumerate(words[:stop]) if word in ARTICLES), default=-1)
    thing = words[start + 1 : stop]
    return "" if NOT_THINGS & set(thing) or len(thing) > 3 else " ".join(thing)


def things_in(clause: str, things: list[str]) -> list[int]:
    """The numbers of the things that a clause names."""
    return [at for at, thing in enumerate(things) if f" {thing} " in f" {clause} "]


def base_forms(word: str) -> list[str]:
    """The word, and what it may be the comparative or the superlative of."""
    stem = re.sub(r"(?:er|est)$", "", word)
    if word in IRREGULAR:
        return [IRREGULAR[word]]
    if stem == word:
        return [word]
    return [word, stem, f"{stem}e", re.sub(r"i$", "y", stem), re.sub(r"(.)\1$", r"\1", stem)]


def known_form(clause: str, vocabulary: dict | set | frozenset) -> str:
    """The first word of a clause that is in the vocabulary, in its plain form; the clause where it is in there."""
    forms = (form for word in clause.split() for form in base_forms(word))
    return next((form for form in forms if form in vocabulary), clause if clause in vocabulary else "")


def judging_words(texts: list) -> list[str]:
    """Words that often stand where a judgement does, both negated and plain, rarely behind an article: sorted."""
    plain: dict[str, int] = {}
    turned: dict[str, int] = {}
    named: dict[str, int] = {}
    for clauses in texts:
        for clause, strength, _ in clauses:
            words = clause.split()
            seen = turned if strength < 0 else plain
            word = judging_word(words)
            seen[word] = seen.get(word, 0) + 1
            for noun in nouns_of(words):
                named[noun] = named.get(noun, 0) + 1
    both = {word: plain[word] + turned[word] for word in plain if word in turned and word not in {"", *NOT_JUDGING}}
    often = {word for word, times in both.items() if times >= max(LEAST_SEEN, named.get(word, 0))}
    return sorted(word for word in often if not often & set(base_forms(word)[1:]))


def nouns_of(words: list[str]) -> set[str]:
    """What stands right behind an article, and the thing that is judged where it has one."""
    behind = {word for before, word in zip(words, words[1:]) if before in ARTICLES or before in ("a", "an")}
    thing = judged_thing(words).split()
    return behind | set(thing if thing and thing[0] in behind else ())


def shown_clauses(texts: list, things: list[str], vocabulary: list[str]) -> list[str]:
    """Clauses without a judging word that come back, word by word, about one of the things: sorted."""
    seen: dict[str, int] = {}
    known = set(vocabulary)
    for clauses in texts:
        for clause, _, _ in clauses:
            if len(clause.split()) > 3 and things_in(clause, things) and not known_form(clause, known):
                seen[clause] = seen.get(clause, 0) + 1
    return sorted(clause for clause, times in seen.items() if times >= LEAST_SEEN)


def signed_counts(texts: list, vocabulary: list[str]) -> np.ndarray:
    """(texts, words): +1 for every clause with the word, -1 where the clause is negated."""
    index = {word: position for position, word in enumerate(vocabulary)}
    counts = np.zeros((len(texts), len(vocabulary)))
    for number, clauses in enumerate(texts):
        for clause, strength, _ in clauses:
            for word in clause.split():
                form = next((form for form in base_forms(word) if form in index), "")
                if form:
                    counts[number, index[form]] += np.sign(strength)
    return counts
