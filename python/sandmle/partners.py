"""Which column of the main table measures the same as one of a child table, and how closely the two go together."""
from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.parts.children import told_by

# Two ranges that share so much of what they span together are those of the same thing.
LEAST_OVERLAP = 0.6
# How much of the mean amount of a parent's rows is what its own column says.
SHARE = (0.55, 0.72)
# The same of a state, such as a mass, which was about what it is at the parent's own time.
SHARE_OF_STATE = (0.95, 0.98)
# So much of the variance of a mean amount at most is what columns that it follows say beside its partner.
MOST_FOLLOWED = 0.7


def partners_of(columns: list[dict]) -> dict[str, str]:
    """Child-table column -> the one numeric column of the main table that has its unit and about its range."""
    numeric = [column for column in columns if column["kind"] == "numeric"]
    main = [column for column in numeric if column["table"] == "main"]
    found = {}
    for child in numeric:
        same = [column["name"] for column in main if child["table"] != "main" and is_same(child, column)]
        if len(same) == 1:
            found[child["name"]] = same[0]
    return found


def is_same(a: dict, b: dict) -> bool:
    """Whether two columns measure the same thing, as far as unit and range tell."""
    shared = min(a["high"], b["high"]) - max(a["low"], b["low"])
    spanned = max(a["high"], b["high"]) - min(a["low"], b["low"])
    return a["unit"] == b["unit"] and shared >= LEAST_OVERLAP * spanned


def drawn_partner(
    rng: np.random.Generator, name: str | None, sample: pd.DataFrame, is_state: bool = False
) -> dict | None:
    """How amounts, or those of a state, are tied to the column of this name, for `tied_amounts`; None without one."""
    share = round(float(rng.uniform(*(SHARE_OF_STATE if is_state else SHARE))), 2)
    if name not in sample:
        return None
    return {**amount_tie(name, sample), "share": share}


def follows_of(column: dict, setting: dict, partner: dict | None = None) -> dict:
    """{"follows": ...} of a child column whose mean in each parent follows columns of that, for `tied_amounts`; else {}.

    Each of those says as much as the plan has it; they may say much of the same, so that what is left is measured. A
    `partner` of the column says what it says anyway.
    """
    sample = setting["sample"]
    told = [one for one in column.get("follows") or [] if one["column"] in sample and one["column"] != (partner or {}).get("column")]
    ties = [{**amount_tie(one["column"], sample), "share": one["strength"]} for one in told]
    ties = [tie for tie in ties if tie["spread"] > 0]
    if not ties:
        return {}
    ties = [*([partner] if partner else []), *ties]
    variance = float(np.var(told_by(sample, ties)))
    most = 1 - (1 - partner["share"] ** 2) / 2 if partner else MOST_FOLLOWED
    if variance > most:
        ties = [{**tie, "share": round(float(tie["share"] * np.sqrt(most / variance)), 3)} for tie in ties]
    rest = np.sqrt(1 - min(variance, most))
    return {"follows": {"ties": ties, "rest": round(float(rest), 3)}}


def amount_tie(name: str, sample: pd.DataFrame) -> dict:
    """The column of this name and how to standardise it."""
    values = sample[name].astype(float)
    return {"column": name, "centre": round(float(values.mean()), 4), "spread": round(float(values.std()), 4)}
