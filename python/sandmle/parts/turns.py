"""Turns of phrase that judge a thing, by the manner of the writer; pasted into generators of text tasks.

Each row of a table is for judgements that are plain, strong, negated and strongly negated. {word} is the bare word,
{adj} the word with its degree, {er} and {est} its comparative and superlative, {an} and {an_er} those with an article.
"""

from __future__ import annotations

GRADES = {
    "plain": ("", "", "", "", "fairly ", "rather ", "quite "),
    "chatty": ("", "", "", "pretty ", "rather "),
    "formal": ("", "", "", "fairly ", "rather "),
    "brief": ("", "", "", "", "rather "),
}
STRONG_GRADES = {
    "plain": ("very ", "really ", "extremely "),
    "chatty": ("really ", "incredibly ", "very, very ", "terribly "),
    "formal": ("very ", "exceptionally ", "extremely "),
    "brief": ("very ", "really ", "v. "),
}
PLAIN_TURNS = (
    (
        "{s} {was} {adj}",
        "{s} {was} {adj}{tail}",
        "{s} {verb} {adj}",
        "{s} {verb} {adj}{tail}",
        "{I} found {s} {adj}",
        "{s} turned out {adj}",
        "{s} {was} {er} than last time",
    ),
    (
        "{s} {was} {adj}",
        "{I} found {s} {adj}{tail}",
        "{s} {was} so {word} that {who} noticed at once",
        "{s} could not have been {er}",
        "{s} {was} as {word} as {I} have ever known {them}",
        "{s} {was} as {word} as can be",
        "{s} {was} nothing if not {word}",
        "{s} {verb} {adj}{tail}",
    ),
    (
        "{s} {was} not {word}",
        "{s} {was} not {word}{tail}",
        "{s} {was}n't {word}",
        "{s} {was} hardly {word}",
        "{s} {was} no longer {word}",
        "{s} did not seem {word}",
        "{s} {was} less {word} than last time",
        "{I} did not find {s} {word}{tail}",
        "{s} {was} far from {word}",
    ),
    (
        "{s} {was} not {word} at all",
        "{s} {was} not at all {word}{tail}",
        "{s} {was} anything but {word}",
        "{s} {was} not {word} in the least{tail}",
        "{s} did not seem {word} at all",
    ),
)
CHATTY_TURNS = (
    (
        "{I} must say {s} {was} {adj}",
        "no doubt {s} {was} {word}",
        "not for the first time {s} {was} {adj}",
        "{s} {verb} {adj}{tail}",
        "{s} {was} {adj}{tail}",
        "{s} {was} {er} than {I} remember",
        "{I} would call {s} {word}",
    ),
    (
        "what {an} {bare}!",
        "{s} {was} {adj}!",
        "{s} {was} the {est} {I} have seen",
        "{I} have never known {s} so {word}",
        "{s} could hardly have been {er}",
        "{s} {was} so {word} that {I} told {who} at once",
    ),
    (
        "{s} {was}n't {word}",
        "{s} {was}n't exactly {word}",
        "{was} {s} {word}? Hardly",
        "{was} {s} {word}? No",
        "{I} would not call {s} {word}",
        "{s} didn't strike {me} as {word}{tail}",
        "nobody could call {s} {word}",
    ),
    (
        "{s} {was}n't {word} in the least!",
        "{was} {s} {word}? Not at all",
        "{s} {was} nowhere near {word}",
        "{s} {was}n't the least bit {word}",
        "{was} {s} {word}? Anything but",
    ),
)
FORMAL_TURNS = (
    (
        "{s} {was} found to be {adj}",
        "{s} proved {adj}",
        "{s} remained {adj}",
        "{s} can be described as {adj}",
        "{s} {was} {er} than expected",
        "as to {s}, {it} {was} {adj}",
        "{s} {was} {adj}{tail}",
    ),
    (
        "{s} {was} found to be {adj}",
        "{s} proved {adj}{tail}",
        "{s} {was} remarkably {word}",
        "{s} {was} the {est} on record",
    ),
    (
        "{s} {was} not found to be {word}",
        "{s} cannot be described as {word}",
        "{s} {was} no longer {word}{tail}",
        "{s} {was} less {word} than expected",
        "{s} did not prove {word}",
        "{s} {was} not as {word} as {it} had been",
    ),
    (
        "{s} {was} by no means {word}",
        "{s} {was} in no way {word}",
        "{s} did not prove {word} at all",
        "{s} {was} not in the least {word}",
    ),
)
BRIEF_TURNS = (
    (
        "{bare} {adj}",
        "{adj} {bare}",
        "{bare} {adj}{tail}",
        "found {s} {adj}",
        "{bare} {er} than last time",
    ),
    ("{bare} {adj}", "{adj} {bare}", "{bare} {est} so far"),
    (
        "{bare} not {word}",
        "{bare} hardly {word}",
        "{bare} no longer {word}",
        "{bare} not {word}{tail}",
        "{bare} far from {word}",
        "{bare} less {word} than last time",
    ),
    ("{bare} not at all {word}", "{bare} anything but {word}", "{bare} not {word} at all"),
)
LIST_TURNS = (
    ("{bare}: {adj}", "{bare}: {adj}", "{bare}: {er} than last time"),
    ("{bare}: {adj}",),
    ("{bare}: not {word}", "{bare}: hardly {word}", "{bare}: no longer {word}", "{bare}: less {word} than last time"),
    ("{bare}: not at all {word}", "{bare}: anything but {word}"),
)
TURNS = {
    "plain": PLAIN_TURNS,
    "chatty": CHATTY_TURNS,
    "formal": FORMAL_TURNS,
    "brief": BRIEF_TURNS,
    "list": LIST_TURNS,
}
# What only fits words of praise, or only words of blame, by the manner; in the order of the rows above.
FEELING_TURNS = {
    "good": (
        ("{I} {wasI} glad to find {s} {word}", "luckily {s} {was} {word}"),
        (),
        (
            "{s} could have been {er}",
            "{s} should have been {er}",
            "{I} had hoped for {an_er} {bare}",
            "{I} would have liked {s} {er}",
            "if only {s} had been {er}",
            "so much for {an} {bare}",
            "{s} {was} not as {word} as {it} should be",
        ),
        (),
    ),
    "bad": (
        ("{I} {wasI} sorry to find {s} {word}", "sadly {s} {was} {word}", "{s} {was} {word} again{tail}"),
        (),
        ("{s} {was} less {word} than {I} had feared", "{s} {was} not as {word} as {I} had feared"),
        (),
    ),
}
REPORTED_TURNS = (
    ("{s} {was} {word}", "{s} {verb} {word}"),
    ("{s} {was} very {word}", "{s} {was} really {word}"),
    ("{s} {was} not {word}", "{s} {was} hardly {word}", "{s} {was} no longer {word}"),
    ("{s} {was} not {word} at all", "{s} {was} anything but {word}"),
)
REPORTS = (
    "according to {who} {clause}",
    "{who} says that {clause}",
    "{who} told {me} that {clause}",
    "{who} wrote that {clause}",
    "{who} thinks that {clause}",
    "{who} mentioned that {clause}",
)
BRIEF_REPORTS = ("{clause} (says {who})", "{clause} according to {who}")
# Verbs that judge by themselves: of praise and of blame; rows as above, and below them what others are quoted with.
VERDICTS = {
    "good": (
        (
            "{I} liked {s}",
            "{I} {wasI} pleased with {s}",
            "{s} pleased {me}",
            "full marks for {s}",
            "{s} {was} just as {it} should be",
            "{s} impressed {me}",
        ),
        ("{I} loved {s}", "{I} {wasI} delighted with {s}", "{s} could not have been better"),
        (
            "{I} did not like {s}",
            "{I} {wasI} not pleased with {s}",
            "{s} did not impress {me}",
            "{I} cannot praise {s}",
            "{s} {was} not as {it} should be",
        ),
        ("{I} did not like {s} at all", "{I} {wasI} not at all pleased with {s}", "{s} did not impress {me} in the least"),
    ),
    "bad": (
        (
            "{s} let {me} down",
            "{s} disappointed {me}",
            "{I} had {my} doubts about {s}",
            "{s} worried {me}",
            "{s} gave {me} trouble",
            "something has to be done about {s}",
        ),
        ("{I} hated {s}", "{I} {wasI} appalled by {s}", "{s} could not have been worse"),
        (
            "{s} did not let {me} down",
            "{I} have no complaints about {s}",
            "{s} gave {me} no trouble",
            "{I} could not fault {s}",
            "{s} did not disappoint {me}",
        ),
        ("{I} could not fault {s} at all", "{I} have no complaints whatsoever about {s}", "{s} gave {me} no trouble at all"),
    ),
}
REPORTED_VERDICTS = {
    "good": (
        ("{who} praised {s}", "{who} told {me} how pleased they were with {s}"),
        ("{who} told {me} how delighted they were with {s}",),
        ("{who} says they did not like {s}", "{who} told {me} they were not pleased with {s}"),
        ("{who} says they did not like {s} at all",),
    ),
    "bad": (
        ("{who} complained about {s}", "{who} says {s} let them down", "{who} told {me} they had doubts about {s}"),
        ("{who} says they were appalled by {s}",),
        ("{who} says they have no complaints about {s}", "{who} told {me} they could not fault {s}"),
        ("{who} says they have no complaints whatsoever about {s}",),
    ),
}
# What can follow on something that happened with a thing, whatever it was.
SHOWN_TAILS = (
    ", as {who} can confirm",
    ", and {who} noticed it too",
    ", as {I} told {who}",
    ", and {I} told {who} so",
    ", as {who} knows",
    ", and {who} knows about it",
    ", as {who} will tell you",
    ", and {who} remembers it",
    ", to the surprise of {who}",
)
# What all worlds may add to a judgement, praise or blame.
COMMON_TAILS = (
    ", as {I} see it",
    ", as far as {I} can tell",
    ", if you ask {me}",
    ", in {my} view",
    ", to be honest",
)
