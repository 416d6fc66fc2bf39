"""What must hold for any evaluator of a metric, whatever its code: same answers, same score; better, better
score."""

from __future__ import annotations

from collections.abc import Callable

from sandmle.gates.check import Anchor, Check
from sandmle.gates.runner import Outcome
from sandmle.gates.submission_cases import perfect_rows, same_score_cases, scorable_cases, text_of
from sandmle.kernels import METRICS
from sandmle.scoring import AnswerKey

GATE = "evaluator"
EVALUATOR = Anchor("judge/evaluator.py")
BEST = {"auc": 1.0, "accuracy": 1.0, "macro-f1": 1.0, "qwk": 1.0}
TOLERANCE = 1e-5
# Shuffled answers may beat a constant by luck; more than this share of the way to perfect is no luck.
MOST_BY_LUCK = 0.15
# Under macro F1 any mixture of labels beats a single one.
MOST_BY_MIXTURE = {"macro-f1": 0.40}
# The most frequent label is not always the best constant for macro F1.
MOST_BY_CONSTANT = {"macro-f1": 0.10}
THRESHOLDS = ("median", "bronze", "silver", "gold")
Run = Callable[[bytes], Outcome]
Trusted = Callable[[bytes], float]


def metamorphic_checks(
    key: AnswerKey, task: dict, given: dict[str, bytes], run: Run, trusted: Trusted
) -> list[Check]:
    """Perfect, permuted, shuffled, constant, repeated, direction, and equality with the trusted kernel.

    `given` are the sample submission and the oracle by name; `trusted` scores bytes with the trusted kernel.
    """
    cases = {**scorable_cases(key), **given}
    outcomes = {name: run(content) for name, content in cases.items()}
    return [
        perfect_check(key, outcomes["perfect"]),
        rewriting_check(key, run),
        ordering_check(key, outcomes),
        constant_check(key, outcomes),
        repeat_check(run, cases["random"]),
        report_check(key, task, outcomes["perfect"]),
        equality_check(cases, outcomes, trusted),
    ]


def verdict(
    name: str, fine: bool, message: str, value: float | None = None, limit: float | None = None
) -> Check:
    """A finding about evaluator.py."""
    return Check(GATE, name, fine, message, value, limit, None if fine else EVALUATOR)


def perfect_check(key: AnswerKey, outcome: Outcome) -> Check:
    """The answers themselves get the best score that the metric has."""
    best = BEST.get(key.metric, 0.0)
    fine = outcome.score is not None and abs(outcome.score - best) <= TOLERANCE
    return verdict(
        "perfect-is-best",
        fine,
        f"perfect answers score {outcome.score}, the best is {best:g}",
        outcome.score,
        best,
    )


def rewriting_check(key: AnswerKey, run: Run) -> Check:
    """Order of rows, quoting, line ends and number formats do not change the score."""
    rows = perfect_rows(key)
    half = len(rows) // 2
    # Half of the answers moved by one row: a submission in the middle of the scale.
    rows = [
        [row[0], *rows[(number + 1) % half][1:]] if number < half else row for number, row in enumerate(rows)
    ]
    reference = run(text_of(key.header, rows)).score
    changed = [
        name for name, content in same_score_cases(key, rows).items() if run(content).score != reference
    ]
    fine = reference is not None and not changed
    message = (
        "the same answers written differently score the same"
        if fine
        else f"score changes with: {', '.join(changed)}"
    )
    return verdict("rewriting", fine, message, len(changed), 0)


def towards_perfect(key: AnswerKey, outcomes: dict[str, Outcome], name: str) -> float | None:
    """Share of the way from the constant to the perfect submission; None when a score is missing."""
    scores = [outcomes[case].score for case in ("constant", "perfect", name)]
    if any(score is None for score in scores) or abs(scores[1] - scores[0]) < TOLERANCE:
        return None
    return (scores[2] - scores[0]) / (scores[1] - scores[0])


def ordering_check(key: AnswerKey, outcomes: dict[str, Outcome]) -> Check:
    """Answers given to the wrong rows are worth next to nothing, half of them in place something in
    between."""
    shuffled, half = (towards_perfect(key, outcomes, name) for name in ("shuffled answers", "half shuffled"))
    limit = MOST_BY_MIXTURE.get(key.metric, MOST_BY_LUCK)
    fine = shuffled is not None and half is not None and shuffled <= limit and shuffled < half < 1
    message = "answers of other rows close {} of the way from constant to perfect, half right ones {}".format(
        *("an unknown share" if share is None else f"{share:.0%}" for share in (shuffled, half))
    )
    return verdict("shuffled-is-worthless", fine, message, shuffled, limit)


def constant_check(key: AnswerKey, outcomes: dict[str, Outcome]) -> Check:
    """No constant beats the best constant, and the oracle beats it."""
    names = [name for name in outcomes if name.startswith("all ") or name == "sample submission"]
    shares = {name: towards_perfect(key, outcomes, name) for name in names}
    limit = MOST_BY_CONSTANT.get(key.metric, 0.02)
    high = [name for name, share in shares.items() if share is None or share > limit]
    oracle = towards_perfect(key, outcomes, "oracle")
    fine = not high and oracle is not None and oracle > 0
    message = f"no constant beats the best one; the oracle closes {oracle or 0:.0%} of the way to perfect"
    if high:
        message = f"constant submissions above the best constant: {', '.join(high)}"
    return verdict("constant-is-dummy", fine, message, oracle, 0)


def repeat_check(run: Run, content: bytes) -> Check:
    """Two runs print the same bytes."""
    first, second = run(content), run(content)
    return verdict(
        "repeatable", first.output == second.output and first.score is not None, "two runs print the same"
    )


def report_check(key: AnswerKey, task: dict, outcome: Outcome) -> Check:
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
    return verdict("report", not wrong and not spare and ordered, message)


def same_value(found: object, expected: bool | float) -> bool:
    """Equal, and of the same kind: true is not 1."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return found is expected
    return isinstance(found, (int, float)) and abs(found - expected) <= TOLERANCE


def equality_check(cases: dict[str, bytes], outcomes: dict[str, Outcome], trusted: Trusted) -> Check:
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
    return verdict("equals-kernel", fine, message, differences[worst], TOLERANCE)
