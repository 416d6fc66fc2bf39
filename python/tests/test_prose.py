"""Texts of the text mechanisms: sentences of the task's world, whole, agreeing, of about the wished length."""
from __future__ import annotations

import json
import re
import unittest
from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.general_prose import GENERAL_PROSE
from sandmle.mechanisms import load_mechanism
from sandmle.parts.clauses import clauses_of, judged_thing, judging_word
from sandmle.parts.habit_clauses import habit_clause, in_order, near_doings, speakable
from sandmle.parts.habits import HABITS
from sandmle.parts.inflection import graded
from sandmle.parts.judgements import AGREEING_OPENINGS, OPPOSING_OPENINGS, join_judgements
from sandmle.parts.prose import inner, set_scene, tell
from sandmle.parts.style import count_habits

WORLDS = Path(__file__).parents[2] / "lib" / "pipeline" / "domains"
MECHANISMS = ("text-negation-scope", "text-author-morphology")


def proses(words: int) -> dict[str, dict]:
    """What every world says about its texts, by world and form."""
    found = {}
    for path in sorted(WORLDS.glob("*.json")):
        for world in json.loads(path.read_text(encoding="utf-8"))["domains"]:
            own = {key: value for key, value in world["words"].items() if key not in ("forms", "favours", "matters")}
            for number, form in enumerate(world["words"]["forms"]):
                found[f"{world['id']}/{number}"] = {**own, **form, "favours": 1, "words": words}
    return found


def texts_of(mechanism: str, prose: dict | None, rows: int = 60, seed: int = 7) -> list[str]:
    """Some texts of a mechanism under a prose."""
    module, rng = load_mechanism(mechanism), np.random.default_rng(seed)
    knobs = {knob["name"]: knob["default"] for knob in module.META["knobs"]}
    p = module.parameters(rng, {}, knobs, {"outputs": 1, "prose": prose, "drivers": None})
    d = pd.DataFrame(module.rows(rng, rows, {"text": "text"}, p, "train", pd.DataFrame()))
    return module.render(rng, d, {"text": "text"}, p)["text"]


class ProseTest(unittest.TestCase):
    """Every world in every form."""

    def test_every_world_makes_whole_sentences(self) -> None:
        for name, prose in proses(45).items():
            for mechanism in MECHANISMS:
                with self.subTest(world=name, mechanism=mechanism):
                    for text in texts_of(mechanism, prose):
                        self.assertNotRegex(text, r"[{}]|  |(?<!\.)\.\.(?!\.)|,,| ,|\ba an\b|\bthe the\b|[,;]\.")
                        for thing in prose["subjects"]:
                            wrong = "was" if thing["many"] else "were"
                            self.assertNotRegex(text, rf"(?i)(?<!and |..& ){thing['name']} {wrong}\b")

    def test_things_are_judged_by_their_own_words(self) -> None:
        for name, prose in proses(45).items():
            own = {
                thing["name"].split(" ", 1)[1]: {*thing["good"], *thing["bad"], "good", "bad"} for thing in prose["subjects"]
            }
            every = set().union(*own.values())
            judged = [
                (judged_thing(words), judging_word(words))
                for text in texts_of("text-negation-scope", prose)
                for clause, _, _ in clauses_of(text)
                if (words := clause.split())
            ]
            found = [(thing, word) for thing, word in judged if thing in own and word in every]
            with self.subTest(world=name):
                self.assertGreater(len(found), 60)
                self.assertEqual([(thing, word) for thing, word in found if word not in own[thing]], [])

    def test_what_goes_on_from_a_sentence_agrees_with_it_and_stands_right_behind_it(self) -> None:
        going_on = "|".join([*AGREEING_OPENINGS, *OPPOSING_OPENINGS])
        odd = re.compile(rf"(?:{going_on})(?:no doubt|not for the first|luckily|sadly|if only|nobody)|\? (?:No|Hardly);", re.IGNORECASE)
        aside = re.compile(rf"\b(?:spoke to|pointed (?:it|them) out|lines about|had asked about)[^.!?]*\. (?:{going_on})", re.IGNORECASE)
        for name, prose in proses(45).items():
            texts = texts_of("text-negation-scope", prose)
            with self.subTest(world=name):
                self.assertEqual([text for text in texts if odd.search(text) or aside.search(text)], [])
        rng = np.random.default_rng(4)
        for tone, openings in ((1.0, AGREEING_OPENINGS), (-1.0, OPPOSING_OPENINGS)):
            pairs = [join_judgements(rng, ["one", "two"], [1.0, tone], "plain") for _ in range(200)]
            begun = {pair[1][0].removesuffix("two") for pair in pairs if len(pair) == 2} - {""}
            self.assertEqual(begun, set(openings))

    def test_lists_hold_notes_and_no_whole_sentences(self) -> None:
        for seed in range(20):
            rng = np.random.default_rng(seed)
            listed = join_judgements(rng, ["ropes: dry", "gate: light", "I liked the crew", "paddle: easy"], [1.0] * 4, "list", (False, False, True, False))
            self.assertIn(("I liked the crew", 2), listed)
            self.assertEqual([last for _, last in listed][-2:], [2, 3])

    def test_texts_of_a_world_begin_in_many_ways(self) -> None:
        for name, prose in proses(45).items():
            self.assertGreaterEqual(len(set(prose["openings"])), 9, name)
            begun = [" ".join(text.lower().split()[:2]) for text in texts_of("text-negation-scope", prose, rows=300)]
            often, times = max(((one, begun.count(one)) for one in set(begun)), key=lambda found: found[1])
            with self.subTest(world=name, often=often):
                self.assertLess(times / len(begun), 0.2)

    def test_nothing_is_said_that_cannot_be_so(self) -> None:
        odd = re.compile(
            r"could not have been less|\bless (?:good|bad)\b|called [^.,;]* over|which [^.,;]* noticed first|had a lot to do|"
            r"nothing has to be done|looked drifting|had found the page|right in front of",
            re.IGNORECASE,
        )
        persons = re.compile(r"\bthe (?:driver|courier|patient|guarantor) was (?:not )?as [a-z]+ as (?:(?:I|we) have ever known it|it )", re.IGNORECASE)
        selves = re.compile(r"\b(the [a-z]+) (?:praised|complained about) \1\b", re.IGNORECASE)
        for name, prose in proses(45).items():
            texts = texts_of("text-negation-scope", prose, rows=300)
            with self.subTest(world=name):
                self.assertEqual([one for one in texts if odd.search(one) or persons.search(one) or selves.search(one)], [])

    def test_nobody_does_the_same_twice_in_one_sentence(self) -> None:
        for name, prose in proses(45).items():
            acts = [act for role in prose["roles"] for act in role["acts"]]
            told = " ".join(texts_of("text-author-morphology", prose, rows=200))
            with self.subTest(world=name):
                self.assertEqual([act for act in acts if f"{act} and {act}" in told or f"{act} & {act}" in told], [])

    def test_plans_come_last_and_nothing_begins_with_what_came_after(self) -> None:
        ways = [("duty", 0), ("after", 1), ("hedge", 0), ("future", 2), ("number", 1)]
        self.assertEqual([habit for habit, _ in in_order(ways)], ["hedge", "after", "number", "duty", "future"])
        self.assertEqual(in_order([("after", 1), ("maybe", 0)]), [("after", 1), ("maybe", 0)])
        self.assertEqual(in_order([("after", 1), ("hour", 0)]), [("hour", 0), ("after", 1)])
        begun = re.compile(r"^(?:after that|afterwards|then)\b", re.IGNORECASE)
        for name, prose in proses(16).items():
            with self.subTest(world=name):
                self.assertEqual([text for text in texts_of("text-author-morphology", prose) if begun.search(text)], [])

    def test_people_do_what_is_theirs_and_say_so_in_the_first_person(self) -> None:
        for name, prose in proses(45).items():
            own = {role["who"]: role["acts"] for role in prose["roles"]}
            told = " ".join(texts_of("text-author-morphology", {**prose, "words": 60}, rows=200))
            with self.subTest(world=name):
                self.assertEqual(set(own), set(prose["people"]))
                self.assertEqual([who for who, acts in own.items() if len(speakable(acts)) < 2], [])
                self.assertNotRegex(told, r'"[^"]*\bI (?:[a-z]+ ){1,3}(?:me|us)\b[^"]*"')
                strange = [
                    f"{who} {act}" for who in own for act in prose["acts"] if act not in own[who] and f"{who} {act}." in told
                ]
                self.assertEqual(strange, [])

    def test_acts_and_plans_show_no_habit(self) -> None:
        for name, prose in proses(45).items():
            acts = [*prose["acts"], *[act for one in [*prose["roles"], *prose["tied"]] for act in one["acts"]]]
            plans = [*prose["plans"], *[plan for one in prose["tied"] for plan in one["plans"]]]
            told = [*[f"X. we {act}." for act in acts], *[f"X. {plan}." for plan in plans]]
            with self.subTest(world=name):
                self.assertEqual([one for one, shown in zip(told, count_habits(told, own=True).any(axis=1)) if shown], [])

    def test_what_is_only_called_it_stands_behind_its_name(self) -> None:
        thing, told = {"name": "the gate"}, {"used": set(), "topic": "the gate"}
        near = {**told, "near": {"acts": ["leaned on it", "leaned on the beam"]}}
        self.assertEqual(near_doings("acts", near), ["leaned on the beam"])
        self.assertEqual(near_doings("acts", {**near, "last": thing["name"]}), near["near"]["acts"])

    def test_texts_have_about_the_wished_length(self) -> None:
        for wished, low, high in ((6, 3, 24), (20, 11, 32), (45, 30, 65), (80, 50, 110)):
            for mechanism in MECHANISMS:
                middle = np.median([len(text.split()) for text in texts_of(mechanism, {**GENERAL_PROSE, "words": wished})])
                with self.subTest(wished=wished, mechanism=mechanism):
                    self.assertTrue(low <= middle <= high, middle)

    def test_time_passes_within_a_text(self) -> None:
        for seed in range(50):
            rng = np.random.default_rng(seed)
            scene = set_scene(rng, {**GENERAL_PROSE, "hours": [7, 20]})
            hours = [tell(rng, "{time}", scene).split(":") for _ in range(6)]
            minutes = [60 * int(hour) + int(minute) for hour, minute in hours]
            self.assertEqual(minutes, sorted(minutes))
            self.assertGreater(minutes[-1], minutes[0])
            self.assertLess(minutes[-1], 24 * 60)

    def test_quotes_and_own_words_show_each_way_of_a_habit_once(self) -> None:
        rng, markers = np.random.default_rng(3), {}
        prose = {**GENERAL_PROSE, "hours": [7, 20]}
        for habit, ways in HABITS.items():
            for way in range(len(ways)):
                scene = {**set_scene(rng, prose), "people": prose["people"]}
                told = {key: prose[key] for key in ("acts", "plans")}
                thing = {**prose["subjects"][0], "good": ["smooth", "prompt"], "bad": ["hasty", "late"]}
                clauses = [habit_clause(rng, thing, habit, way, scene, {**told, "used": set()})[0] for _ in range(30)]
                markers[habit, way] = count_habits([f"X. {clause}." for clause in clauses], own=True).mean(axis=0)
                self.assertEqual(count_habits([f'"{clause}"' for clause in clauses], own=True).sum(), 0)
            for way in range(1, len(ways)):
                with self.subTest(habit=habit, way=way):
                    self.assertGreater(np.abs(markers[habit, way] - markers[habit, 0]).max(), 0.9)

    def test_a_plan_without_prose_has_the_general_one(self) -> None:
        for mechanism in MECHANISMS:
            text = " ".join(texts_of(mechanism, None)).lower()
            self.assertTrue(any(re.search(rf"\b{thing['name']}\b", text) for thing in GENERAL_PROSE["subjects"]))

    def test_what_stands_behind_a_joint_begins_small_but_for_names(self) -> None:
        for said, joined in (("Eight minutes later we left.", "eight minutes later we left"), ("K-104 was off", "K-104 was off")):
            self.assertEqual(inner(said), joined)

    def test_compares_words(self) -> None:
        cases = {
            "thin": "thinner", "dry": "drier", "loose": "looser", "even": "more even", "gentle": "more gentle",
            "torn": "", "frayed": "more frayed", "busy": "busier", "clear": "clearer", "good": "better",
        }
        self.assertEqual({word: graded(word, "er") for word in cases}, cases)

    def test_parses_what_it_writes(self) -> None:
        cases = (
            ("The seal wasn't loose, and I told him.", ("seal", "loose", -1.0)),
            ("There was nothing loose about the seal at all.", ("", "loose", -1.6)),
            ("the seal was anything but tight & wet", ("seal", "tight", -1.6)),
            ("The seal could not have been tighter.", ("seal", "tighter", 1.6)),
            ("The seal could have been tighter.", ("seal", "tighter", -1.0)),
            ("The seal could not have been less tight.", ("seal", "tight", -1.6)),
            ("Was the seal tight? Hardly.", ("seal", "tight", -1.0)),
            ("I have never known the seal so tight.", ("seal", "tight", 1.6)),
            ("No doubt the seal was tight.", ("seal", "tight", 1.0)),
            ("I did not like the seal.", ("", "good", -1.0)),
            ("The seal did not let me down at all.", ("", "bad", -1.6)),
            ("According to the driver the seal seemed very tight.", ("seal", "tight", 1.6)),
        )
        for text, (thing, word, strength) in cases:
            with self.subTest(text=text):
                clause, found, _ = clauses_of(text)[0]
                self.assertEqual((judging_word(clause.split()), found), (word, strength))
                if thing:
                    self.assertEqual(judged_thing(clause.split()), thing)


if __name__ == "__main__":
    unittest.main()
