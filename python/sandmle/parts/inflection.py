"""Comparatives, superlatives and articles of the words that judge; pasted into generators of text tasks."""

from __future__ import annotations

import re

# What something is wholly or not: it has no degrees.
WITHOUT_DEGREES = frozenset(
    "whole wrong perfect silent empty random audible constant hollow late early present settled sound right "
    "continuous blistered scored chipped cracked stained scorched blocked greased rutted absent transparent "
    "blue red yellow green brown golden white burnt torn worn bent dead level".split()
)


def graded(word: str, ending: str) -> str:
    """The comparative ("er") or the superlative ("est") of an adjective; empty where it has none."""
    if word in WITHOUT_DEGREES:
        return ""
    if word in ("good", "bad"):
        return {"good": {"er": "better", "est": "best"}, "bad": {"er": "worse", "est": "worst"}}[word][ending]
    if re.fullmatch(r"[a-z]+[^aeiou]y", word) and syllables(word) <= 2:
        return f"{word[:-1]}i{ending}"
    if syllables(word) > 1 or word.endswith("ed"):
        return f"{'more' if ending == 'er' else 'most'} {word}"
    if word.endswith("e"):
        return word + ending[1:]
    double = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", word)
    return f"{word}{word[-1]}{ending}" if double else word + ending


def syllables(word: str) -> int:
    """How many groups of vowels are spoken."""
    spoken = word[:-1] if word.endswith("e") and not re.search(r"[^aeiou]le$", word) else word
    return max(1, len(re.findall(r"[aeiouy]+", spoken)))


def with_article(words: str, subject: dict) -> str:
    """The words with "a" or "an" before them where one thing that can be counted follows."""
    if not words or subject["many"] or subject.get("mass"):
        return words
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
