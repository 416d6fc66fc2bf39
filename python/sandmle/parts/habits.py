"""Small habits of writing and sentences that show them; pasted into generators of text tasks."""

from __future__ import annotations

# Habit -> the ways to have it; of each way the same sentences, in the same order. {act} and {other} are what people
# did, {plan} is what they will do, {C} a plain clause on a thing.
HABITS = {
    "negation": (
        (
            "{s} {was} not {adj}",
            "{I} did not find {s} {adj}",
            "{I} would not call {s} {adj}",
            "{s} did not strike {me} as {adj}",
            "there was not enough time to {plan} with {who}",
        ),
        (
            "{s} {was}n't {adj}",
            "{I} didn't find {s} {adj}",
            "{I} wouldn't call {s} {adj}",
            "{s} didn't strike {me} as {adj}",
            "there wasn't enough time to {plan} with {who}",
        ),
    ),
    "spelling": (
        ("{I} realised that {C}", "{who} realised that {C}", "{who} criticised {s}", "{who} recognised that {C}"),
        ("{I} realized that {C}", "{who} realized that {C}", "{who} criticized {s}", "{who} recognized that {C}"),
    ),
    "that": (
        ("{I} thought that {C}", "{I} noticed that {C}", "{who} thinks that {C}", "{who} says that {C}"),
        ("{I} thought {C}", "{I} noticed {C}", "{who} thinks {C}", "{who} says {C}"),
    ),
    "hedge": (
        ("{s} {was} a bit {adj}", "{s} {verb} a bit {adj}", "{I} found {s} a bit {adj}"),
        ("{s} {was} rather {adj}", "{s} {verb} rather {adj}", "{I} found {s} rather {adj}"),
        ("{s} {was} somewhat {adj}", "{s} {verb} somewhat {adj}", "{I} found {s} somewhat {adj}"),
    ),
    "comma": (
        (
            "when {who} had left, {I} {act}",
            "before {who} returned, {I} {act}",
            "this time, {C}",
            "after a break, {who} {act}",
            "in the end, {I} {act}",
        ),
        (
            "when {who} had left {I} {act}",
            "before {who} returned {I} {act}",
            "this time {C}",
            "after a break {who} {act}",
            "in the end {I} {act}",
        ),
    ),
    "opening": (
        ("looking closer, {I} found {s} {adj}", "coming back, {I} found {s} {adj}"),
        ("when {I} looked closer, {I} found {s} {adj}", "when {I} came back, {I} found {s} {adj}"),
        ("on a closer look {I} found {s} {adj}", "on {my} return {I} found {s} {adj}"),
    ),
    "tense": (
        (
            "{I} have told {who} that {C}",
            "{I} have asked {who} about {s}",
            "{I} have written down that {C}",
            "{I} have seen that {C}",
        ),
        ("{I} told {who} that {C}", "{I} asked {who} about {s}", "{I} wrote down that {C}", "{I} saw that {C}"),
        (
            "{I}'ve told {who} that {C}",
            "{I}'ve asked {who} about {s}",
            "{I}'ve written down that {C}",
            "{I}'ve seen that {C}",
        ),
    ),
    "adverb": (
        ("{s} {was} surprisingly {adj}", "{s} {was} unusually {adj}", "{s} {was} presumably {adj}"),
        ("{s} {was} {adj}, to {my} surprise", "{s} {was} {adj}, more than usual", "{s} {was} {adj}, {I} suppose"),
    ),
    "aside": (
        (
            "{s}, as far as {I} could tell, {was} {adj}",
            "{who}, as usual, {act}",
            "{who}, back from a break, {act}",
            "{who}, with some help, {act}",
        ),
        (
            "{s} (as far as {I} could tell) {was} {adj}",
            "{who} (as usual) {act}",
            "{who} (back from a break) {act}",
            "{who} (with some help) {act}",
        ),
        (
            "{s} - as far as {I} could tell - {was} {adj}",
            "{who} - as usual - {act}",
            "{who} - back from a break - {act}",
            "{who} - with some help - {act}",
        ),
    ),
    "contrast": (
        (
            "{C}, although {who} disagrees",
            "{C}, although {I} had been told otherwise",
            "{I} {act}, although time was short",
            "{who} {act}, although nobody had asked",
        ),
        (
            "{C}, though {who} disagrees",
            "{C}, though {I} had been told otherwise",
            "{I} {act}, though time was short",
            "{who} {act}, though nobody had asked",
        ),
        (
            "{C}, but {who} disagrees",
            "{C}, but {I} had been told otherwise",
            "{I} {act}, but time was short",
            "{who} {act}, but nobody had asked",
        ),
    ),
    "pair": (
        ("{s} {was} {adj} and {more}", "{I} found {s} {adj} and {more}", "{who} {act} and {other}"),
        ("{s} {was} {adj} & {more}", "{I} found {s} {adj} & {more}", "{who} {act} & {other}"),
    ),
    "number": (
        (
            "{I} spoke to {who} for {figure} minutes",
            "{who} called {figure} minutes later",
            "{figure} minutes later {who} {act}",
            "{I} needed {figure} minutes with {who}",
        ),
        (
            "{I} spoke to {who} for {number} minutes",
            "{who} called {number} minutes later",
            "{number} minutes later {who} {act}",
            "{I} needed {number} minutes with {who}",
        ),
    ),
    "hour": (
        (
            "at {hour}:{minute} {I} {act}",
            "{who} {act} at {hour}:{minute}",
            "{who} called at {hour}:{minute}",
            "from {hour}:{minute} on {I} {wasI} alone with {who}",
        ),
        (
            "at {hour}.{minute} {I} {act}",
            "{who} {act} at {hour}.{minute}",
            "{who} called at {hour}.{minute}",
            "from {hour}.{minute} on {I} {wasI} alone with {who}",
        ),
        (
            "at {spoken} {I} {act}",
            "{who} {act} at {spoken}",
            "{who} called at {spoken}",
            "from {spoken} on {I} {wasI} alone with {who}",
        ),
    ),
    "future": (
        (
            "{I} will {plan} with {who}",
            "{I} will {plan} before {who} is back",
            "{I} will {plan} for {who}",
            "tomorrow {I} will {plan} with {who}",
        ),
        (
            "{I}'ll {plan} with {who}",
            "{I}'ll {plan} before {who} is back",
            "{I}'ll {plan} for {who}",
            "tomorrow {I}'ll {plan} with {who}",
        ),
        (
            "{I} {am} going to {plan} with {who}",
            "{I} {am} going to {plan} before {who} is back",
            "{I} {am} going to {plan} for {who}",
            "tomorrow {I} {am} going to {plan} with {who}",
        ),
    ),
    "duty": (
        (
            "{I} still have to {plan} with {who}",
            "next time {I} have to {plan} for {who}",
            "{I} have to {plan} before {who} is back",
        ),
        (
            "{I} still need to {plan} with {who}",
            "next time {I} need to {plan} for {who}",
            "{I} need to {plan} before {who} is back",
        ),
        (
            "{I} must still {plan} with {who}",
            "next time {I} must {plan} for {who}",
            "{I} must {plan} before {who} is back",
        ),
    ),
    "maybe": (
        (
            "maybe {who} could help {me} {plan}",
            "maybe it is time to {plan} with {who}",
            "maybe {I} should {plan} for {who}",
            "maybe {I} can {plan} before {who} is back",
        ),
        (
            "perhaps {who} could help {me} {plan}",
            "perhaps it is time to {plan} with {who}",
            "perhaps {I} should {plan} for {who}",
            "perhaps {I} can {plan} before {who} is back",
        ),
    ),
    "after": (
        ("after that {I} {act} for {who}", "after that {who} {act} next to {me}", "after that {I} {act} with {who} gone"),
        ("then {I} {act} for {who}", "then {who} {act} next to {me}", "then {I} {act} with {who} gone"),
        ("afterwards {I} {act} for {who}", "afterwards {who} {act} next to {me}", "afterwards {I} {act} with {who} gone"),
    ),
    "cause": (
        ("{s} {was} {adj}, so {I} called {who}", "{s} {was} {adj}, so {I} made a note of it", "{s} {was} {adj}, so {who} was called"),
        (
            "because {s} {was} {adj}, {I} called {who}",
            "because {s} {was} {adj}, {I} made a note of it",
            "because {s} {was} {adj}, {who} was called",
        ),
        (
            "since {s} {was} {adj}, {I} called {who}",
            "since {s} {was} {adj}, {I} made a note of it",
            "since {s} {was} {adj}, {who} was called",
        ),
    ),
    "haste": (
        ("{who} was told about {s} immediately", "{I} knew immediately that {C}", "{who} looked into {s} immediately"),
        ("{who} was told about {s} at once", "{I} knew at once that {C}", "{who} looked into {s} at once"),
        ("{who} was told about {s} straight away", "{I} knew straight away that {C}", "{who} looked into {s} straight away"),
    ),
    "length": (
        (
            "{I} {act}, which took about {lot} minutes",
            "{who} stayed for about {lot} minutes",
            "{I} had about {lot} minutes for all of it",
        ),
        (
            "{I} {act}, which took around {lot} minutes",
            "{who} stayed for around {lot} minutes",
            "{I} had around {lot} minutes for all of it",
        ),
        (
            "{I} {act}, which took roughly {lot} minutes",
            "{who} stayed for roughly {lot} minutes",
            "{I} had roughly {lot} minutes for all of it",
        ),
    ),
    "meanwhile": (
        ("{I} {act} while {who} {other}", "{who} {act} while {I} {other}", "while {who} {act} {I} {other}"),
        ("{I} {act} whilst {who} {other}", "{who} {act} whilst {I} {other}", "whilst {who} {act} {I} {other}"),
        ("{I} {act} as {who} {other}", "{who} {act} as {I} {other}", "as {who} {act} {I} {other}"),
    ),
}
