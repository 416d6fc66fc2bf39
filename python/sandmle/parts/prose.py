"""Sentences of a task's world and the people who write them down; pasted into generators of text tasks."""

from __future__ import annotations

import re

import numpy as np

WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SMALL_NUMBERS = "two three four five six seven eight nine".split()
SHORT_FORMS = {"and": "&", "minutes": "min", "hours": "hrs", "about": "abt", "please": "pls", "with": "w/"}
# Words that keep their capital at the beginning of a sentence only.
INSIDE_SMALL = frozenset(
    "The A An It He She They We There This That Our My His Her Their One Some First".split()
    + [number.capitalize() for number in SMALL_NUMBERS]
)
# How often a careless writer mistypes a word that is long enough.
MISTYPED = 0.08
# 23:55
LAST_MINUTE = 1435


def pick(rng: np.random.Generator, items: list | tuple):
    """One of the items."""
    return items[int(rng.random() * len(items))]


def pick_fresh(rng: np.random.Generator, items: tuple, used: set):
    """One of the items, as good as never one that was used before."""
    chosen = pick(rng, items)
    for _ in range(3):
        if chosen and chosen in used:
            chosen = pick(rng, items)
    used.add(chosen)
    return chosen


def acts_of(prose: dict, who: str) -> list[str]:
    """What one of the people does; where a world does not tell them apart, what anybody does."""
    return next((role["acts"] for role in prose.get("roles", []) if role["who"] == who), prose["acts"])


def set_scene(rng: np.random.Generator, prose: dict) -> dict:
    """What stays the same within one text: people, place, number, day, hour, who speaks and how numbers are written."""
    person, (first, last) = prose["person"], prose["hours"]
    return {
        "who": pick(rng, prose["people"]),
        "place": pick(rng, prose["places"]),
        "ref": f"{prose['ref']}{100 + int(900 * rng.random())}",
        "day": pick(rng, WEEKDAYS),
        "time": f"{first + int((last - first) * rng.random())}:{5 * int(12 * rng.random()):02d}",
        "figures": rng.random() < 0.5,
        "I": person,
        "me": "me" if person == "I" else "us",
        "my": "my" if person == "I" else "our",
    }


def seen_in(row: dict, scene: dict, prose: dict) -> dict:
    """A scene that says nothing else than its row: the weekday of its date, the group that it is in, or neither.

    Prose that names no columns is of no table: its scene stays as it is.
    """
    if "columns" not in prose:
        return scene
    date, site = (row.get(prose["columns"].get(kind)) for kind in ("date", "site"))
    # Day 0 of the calendar is a Thursday.
    day = WEEKDAYS[(int(np.datetime64(date, "D").astype(int)) + 3) % 7] if isinstance(date, str) else ""
    told = {"day": day, "site": site if isinstance(site, str) else ""}
    # Where a column tells the hour, a text tells none.
    return {**scene, **told, "clock": "hour" not in prose["columns"]}


def tellable(templates: list[str] | tuple[str, ...], scene: dict) -> list[str]:
    """Sentences whose day, site and hour can be told."""
    known = {"{day}": scene.get("day"), "{site}": scene.get("site"), "{time}": scene.get("clock", True)}
    missing = [place for place, value in known.items() if not value]
    return [template for template in templates if not any(place in template for place in missing)]


def tell(rng: np.random.Generator, template: str, scene: dict) -> str:
    """A sentence of the world with its places filled; quantities are new in every sentence, and time passes."""
    few = int(8 * rng.random())
    told = template.format(
        few=few + 2 if scene["figures"] else SMALL_NUMBERS[few], lot=12 + int(49 * rng.random()), **scene
    )
    if "{time}" in template:
        scene["time"] = later(rng, scene["time"])
    return told


def later(rng: np.random.Generator, time: str) -> str:
    """A time of the same day, half an hour to three hours after this one, or less where midnight is near."""
    hour, minute = (int(part) for part in time.split(":"))
    start = 60 * hour + minute
    passed = start + 5 * (6 + int(31 * rng.random()))
    if passed > LAST_MINUTE:
        # At some time before midnight.
        passed = start + 5 * int((LAST_MINUTE - start) / 5 * rng.random() + 0.5)
    return f"{passed // 60}:{passed % 60:02d}"


def spoken_by(sentence: str, scene: dict) -> str:
    """A sentence of one person in the mouth of those who write the text."""
    if scene["I"] == "I":
        return sentence
    swapped = {"I": "we", "my": "our", "My": "Our", "me": "us", "am": "are"}
    return capital(" ".join(swapped.get(word, word) for word in sentence.split(" ")))


def inner(sentence: str) -> str:
    """A sentence as it stands behind a joint: without its end mark, and small but for names, codes and I."""
    text = sentence.rstrip(".")
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first in INSIDE_SMALL else text


def short_share(rng: np.random.Generator, low: float, high: float) -> float:
    """A drawn share with two digits."""
    return round(float(rng.uniform(low, high)), 2)


def capital(text: str) -> str:
    """With a capital where a sentence begins."""
    return text[:1].upper() + text[1:]


def write_down(rng: np.random.Generator, sentences: list[str], habits: dict) -> str:
    """The sentences as one writer types them: neatly, in haste (small letters, short forms) or carelessly (slips)."""
    luck = rng.random()
    if luck < habits["hasty"]:
        return type_in_haste(rng, sentences)
    text = " ".join(sentence if sentence[-1] in ".!?" else f"{sentence}." for sentence in map(capital, sentences))
    text = re.sub(r"(?<=[!?] )[a-z]", lambda found: found.group().upper(), text)
    if luck > 1 - habits["careless"]:
        return " ".join(mistype(rng, word) if rng.random() < MISTYPED else word for word in text.split(" "))
    return text


def type_in_haste(rng: np.random.Generator, sentences: list[str]) -> str:
    """Small letters or short forms, and often no full stop at the end."""
    small, short = rng.random() < 0.7, rng.random() < 0.5
    written = [lower(sentence) if small else capital(sentence) for sentence in without_stops(sentences)]
    typed = " ".join(sentence if sentence[-1] in "!?" else f"{sentence}." for sentence in written)
    if short:
        typed = " ".join(SHORT_FORMS.get(word, word) for word in typed.split(" "))
    return typed if rng.random() < 0.4 else typed.removesuffix(".")


def without_stops(sentences: list[str]) -> list[str]:
    """The sentences without their full stops."""
    return [sentence.rstrip(".") for sentence in sentences]


def lower(sentence: str) -> str:
    """With small letters where a word begins, but in codes such as K-104."""
    return " ".join(word if "-" in word else word.lower() for word in sentence.split(" "))


def mistype(rng: np.random.Generator, word: str) -> str:
    """A slip inside a long word: two letters change places, or one is lost. Its end stays as it is."""
    if len(word) < 7 or not word.isalpha():
        return word
    at = 1 + int((len(word) - 5) * rng.random())
    if rng.random() < 0.5:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]
