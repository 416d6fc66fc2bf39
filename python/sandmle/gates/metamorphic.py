"""What must hold for any evaluator of a metric, whatever its code: same answers, same score; better, better
score."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable

from sandmle.gates.measurement import Anchor, Measurement, fact, figure
from sandmle.gates.runner import Outcome
from sandmle.gates.submission_cases import (
    Rows,
    dialect_cases,
    perfect_rows,
    same_score_cases,
    scorable_cases,
    text_of,
)
from sandmle.kernels import METRICS
from sandmle.scoring import AnswerKey, score_predictions
from sandmle.submissions import InvalidSubmission

GATE = "evaluator"
EVALUATOR = Anchor("judge/evaluator.py")
TOLERANCE = 1e-5
MOST_TOLD = 4
# What shuffled answers are worth by chance is measured on this many shuffles with the trusted kernel: a lucky order
# of labels beats a single one, and the more uncertain the fewer rows there are.
SHUFFLES = 20
MOST_DEVIATIONS = 4
# Below this share of the way to perfect it is no use telling luck from merit.
LEAST_LIMIT = 0.05
# The same for constants: which one is best is known up to rounding.
MOST_BY_CONSTANT = 0.02
THRESHOLDS = ("median", "bronze", "silver", "gold")
Run = Callable[[bytes], Outcome]
Trusted = Callable[[bytes], float]


def metamorphic_measurements(
    key: AnswerKey, task: dict, given: dict[str, bytes], run: Run, trusted: Trusted
) -> list[Measurement]:
    """Perfect, shuffled, constant, repeated, direction, and equality with the trusted kernel.

    `given` are the sample submission and the oracle by name; `trusted` scores bytes with the trusted kernel.
    """
    cases = {**scorable_cases(key), **given}
    outcomes = {name: run(content) for name, content in cases.items()}
    return [
        perfect_check(key, outcomes["perfect"]),
        ordering_check(outcomes, most_by_chance(key, cases, trusted)),
        constant_check(outcomes, not beats(key, trusted, given["oracle"], cases["constant"])),
        repeat_check(run, cases["random"]),
        report_check(key, task, outcomes["perfect"]),
        equality_check(cases, outcomes, trusted),
    ]


def answer(
    name: str, holds: bool, message: str, value: float | None = None, against: float | None = None
) -> Measurement:
    """A fact about evaluator.py."""
    return fact(GATE, name, holds, message, value, against, None if holds else EVALUATOR)


def count(name: str, value: float, message: str) -> Measurement:
    """A figure about evaluator.py."""
    return figure(GATE, name, value, message, EVALUATOR)


def perfect_check(key: AnswerKey, outcome: Outcome) -> Measurement:
    """The answers themselves get the best score that the metric has."""
    best = 1.0 if METRICS[key.metric][1] == "maximize" else 0.0
    fine = outcome.score is not None and abs(outcome.score - best) <= TOLERANCE
    return answer(
        "perfect-is-best",
        fine,
        f"perfect answers score {outcome.score}, the best is {best:g}",
        outcome.score,
        best,
    )


def rewriting_check(key: AnswerKey, run: Run) -> Measurement:
    """Order of rows, quoting, line ends and number formats do not change the score."""
    rows = middling_rows(key)
    plain = run(text_of(key.header, rows))
    outcomes = {name: run(content) for name, content in same_score_cases(key, rows).items()}
    changed = {name: outcome.reason for name, outcome in outcomes.items() if outcome.score != plain.score}
    fine = plain.score is not None and not changed
    if fine:
        message = "the same answers written differently score the same"
    elif plain.score is None:
        message = f"a plain submission is not scored ({plain.reason})"
    else:
        message = f"it scores {plain.score} as plain CSV and not with: {told(changed)}"
    return answer("rewriting", fine, message, len(changed), 0)


def middling_rows(key: AnswerKey) -> Rows:
    """Half of the answers moved by one row: a submission in the middle of the scale."""
    rows = perfect_rows(key)
    half = len(rows) // 2
    return [
        [row[0], *rows[(number + 1) % half][1:]] if number < half else row for number, row in enumerate(rows)
    ]


def dialect_check(key: AnswerKey, run: Run, trusted: Trusted) -> Measurement:
    """What spreadsheets of other countries write is refused or read right, and what may be two numbers is refused."""
    wrong: dict[str, str] = {}
    for name, content in dialect_cases(key, middling_rows(key)).items():
        outcome = run(content)
        if outcome.status == "refused":
            continue
        try:
            right = trusted(content)
        except InvalidSubmission as error:
            wrong[name] = f"{outcome.reason}, and cannot be read for certain: {error}"
            continue
        if outcome.score is None or abs(outcome.score - right) > TOLERANCE:
            wrong[name] = f"{outcome.reason}, right is {right:.5f}, or a refusal"
    message = (
        f"read wrongly: {told(wrong)}" if wrong else "submissions of other dialects are refused or read right"
    )
    return count("dialects", len(wrong), message)


def told(cases: dict[str, str]) -> str:
    """Some cases with what happened to each."""
    named = [f"{name} ({reason})" for name, reason in list(cases.items())[:MOST_TOLD]]
    return "; ".join(named) + (f"; and {len(cases) - MOST_TOLD} more" if len(cases) > MOST_TOLD else "")


def share_of_way(score: float | None, constant: float | None, perfect: float | None) -> float | None:
    """How far a score is from the constant's to the perfect one; None when one is missing or the two are
    equal."""
    if score is None or constant is None or perfect is None or abs(perfect - constant) < TOLERANCE:
        return None
    return (score - constant) / (perfect - constant)


def towards_perfect(outcomes: dict[str, Outcome], name: str) -> float | None:
    """The same for a submission that the evaluator scored."""
    return share_of_way(outcomes[name].score, outcomes["constant"].score, outcomes["perfect"].score)


def beats(key: AnswerKey, trusted: Trusted, first: bytes, second: bytes) -> bool:
    """Whether the first submission is better than the second by the trusted kernel."""
    gain = trusted(first) - trusted(second)
    return gain > 0 if METRICS[key.metric][1] == "maximize" else gain < 0


def perfect_predictions(key: AnswerKey) -> list:
    """The answers themselves as a kernel takes them."""
    if key.kind == "probabilities":
        return [[float(name == truth) for name in key.classes] for truth in key.truth]
    return list(key.truth)


def most_by_chance(key: AnswerKey, cases: dict[str, bytes], trusted: Trusted) -> float:
    """The share of the way that answers of other rows close by luck, at most."""
    rng = random.Random(21)
    constant, perfect = trusted(cases["constant"]), trusted(cases["perfect"])
    answers = perfect_predictions(key)
    # Every answer given to a random row.
    scores = [score_predictions(key, rng.sample(answers, len(answers))) for _ in range(SHUFFLES)]
    shares = [share_of_way(score, constant, perfect) or 0.0 for score in scores]
    return max(LEAST_LIMIT, statistics.fmean(shares) + MOST_DEVIATIONS * statistics.stdev(shares))


def ordering_check(outcomes: dict[str, Outcome], limit: float) -> Measurement:
    """Answers given to the wrong rows are worth no more than luck, half of them in place something in
    between."""
    shuffled, half = (towards_perfect(outcomes, name) for name in ("shuffled answers", "half shuffled"))
    fine = shuffled is not None and half is not None and shuffled <= limit and shuffled < half < 1
    message = "answers of other rows close {} of the way from constant to perfect, half right ones {}".format(
        *("an unknown share" if share is None else f"{share:.0%}" for share in (shuffled, half))
    )
    message += f"; luck closes at most {limit:.0%}"
    return answer("shuffled-is-worthless", fine, message, shuffled, limit)


def constant_check(outcomes: dict[str, Outcome], hopeless: bool) -> Measurement:
    """No constant beats the best constant, and the oracle beats it.

    `hopeless`: by the trusted kernel it does not either. Then the task is too noisy, which is not the
    evaluator's fault and not this gate's business.
    """
    names = [name for name in outcomes if name.startswith("all ") or name == "sample submission"]
    shares = {name: towards_perfect(outcomes, name) for name in names}
    high = [name for name, share in shares.items() if share is None or share > MOST_BY_CONSTANT]
    oracle = towards_perfect(outcomes, "oracle")
    fine = not high and oracle is not None and (oracle > 0 or hopeless)
    message = f"no constant beats the best one; the oracle closes {oracle or 0:.0%} of the way to perfect"
    if high:
        message = f"constant submissions above the best constant: {', '.join(high)}"
    return answer("constant-is-dummy", fine, message, oracle, 0)


def repeat_check(run: Run, content: bytes) -> Measurement:
    """Two runs print the same bytes."""
    first, second = run(content), run(content)
    return answer(
        "repeatable", first.output == second.output and first.score is not None, "two runs print the same"
    )


def report_check(key: AnswerKey, task: dict, outcome: Outcome) -> Measurement:
    """Direction and thresholds in the report are those of the task, and the tiers are in order."""
    lower = METRICS[key.metric][1] == "minimize"
    report = outcome.report or {}
    expected = {"is_lower_better": lower} | {
        f"{tier}_threshold": task["thresholds"][tier] for tier in THRESHOLDS
    }
    wrong = [name for name, value in expected.items() if not same_value(report.get(name), value)]
    spare = sorted(set(report) - set(expected) - {"score"})
    tiers = [task["thresholds"][tier] for tier in THRESHOLDS]
    ordered = tiers == sorted(tiers, reverse=lower)
    message = "direction and thresholds are those of the task"
    if wrong or spare:
        message = f"report differs from the task in {', '.join(wrong + spare)}"
    elif not ordered:
        message = "thresholds do not rise from median to gold"
    return answer("report", not wrong and not spare and ordered, message)


def same_value(found: object, expected: bool | float) -> bool:
    """Equal, and of the same kind: true is not 1."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return found is expected
    return isinstance(found, (int, float)) and abs(found - expected) <= TOLERANCE


FEEDBACK_CASES = ("perfect", "half shuffled", "random", "constant", "oracle")


def feedback_check(key: AnswerKey, given: dict[str, bytes], run: Run, trusted: Trusted) -> Measurement:
    """Asked for the feedback rows, the evaluator scores them as the trusted kernel does, and refuses a submission that
    does not cover the other rows too."""
    cases = {**scorable_cases(key), **given}
    chosen = {name: cases[name] for name in FEEDBACK_CASES}
    outcomes = {name: run(content) for name, content in chosen.items()}
    equal = equality_check(chosen, outcomes, trusted)
    alone = key.only("feedback")
    accepted = run(text_of(key.header, perfect_rows(alone))).status != "refused"
    message = f"with --part feedback {equal.message}"
    if equal.holds and accepted:
        message = "with --part feedback it accepts a submission of the feedback rows alone"
    return answer("feedback-part", equal.holds and not accepted, message, equal.value, TOLERANCE)


def equality_check(cases: dict[str, bytes], outcomes: dict[str, Outcome], trusted: Trusted) -> Measurement:
    """The evaluator agrees with the trusted kernel on every submission."""
    differences = {}
    for name, content in cases.items():
        expected, found = trusted(content), outcomes[name].score
        differences[name] = float("inf") if found is None else abs(found - expected)
    worst = max(differences, key=lambda name: differences[name])
    fine = differences[worst] <= TOLERANCE
    message = f"equal to the trusted kernel on {len(cases)} submissions"
    if not fine:
        expected, found = trusted(cases[worst]), outcomes[worst].score
        message = f"differs from the trusted kernel on {worst!r}: {found} instead of {expected}"
    return answer("equals-kernel", fine, message, differences[worst], TOLERANCE)
