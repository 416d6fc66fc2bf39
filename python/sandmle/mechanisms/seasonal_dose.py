"""A burden counts beyond a knee, damped by a shield; the season counts one way or the other by a kind."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.parts.features import filled, one_hot, outcome_matrix

META = {
    "id": "seasonal-dose",
    "title": "Shielded burden beyond a knee, with a season by kind",
    "modality": "tabular",
    "tasks": ["ordinal", "regression", "binary"],
    "roles": [
        {
            "name": "dose", "kind": "numeric", "table": "main", "positive": False, "levels": None,
            "meanings": [
                "concentration", "mass", "volume", "flow", "count", "duration", "length", "level", "speed", "share",
            ],
        },
        {
            "name": "shield", "kind": "numeric", "table": "main", "positive": False, "levels": None,
            "meanings": [
                "length", "mass", "volume", "count", "money", "age", "share", "angle", "pressure", "concentration",
                "duration", "speed", "level",
            ],
        },
        {"name": "kind", "kind": "categorical", "table": "main", "positive": False, "levels": [3, 6]},
        {"name": "when", "kind": "date", "table": "main", "positive": False, "levels": None, "meanings": ["season"]},
    ],
    "knobs": [
        {
            "name": "season-share",
            "levels": 4,
            "default": 1,
            "raiseOn": ["easy-default", "trivial", "saturated"],
            "lowerOn": ["unlearnable", "too-hard", "noisy"],
        }
    ],
    "hint": "The time of the year matters, not for all kinds in the same way, and large burdens matter most.",
    "hints": [
        "the time of the year matters, though not in the same way for each {kind}, and the {dose} "
        "matters most where it is high",
        "the {when} says more than it seems to, and what it says depends on the {kind}",
        "the same month can be good for one {kind} and bad for another, and the {dose} makes its mark "
        "at the upper end",
        "the {dose} weighs most once there is enough of it, and the season adds to it, by {kind}",
        "each {kind} has a season of its own, and high values of the {dose} leave the deepest trace",
        "the {when} should be read as a time of the year, and the year does not treat every {kind} alike",
        "the higher values of the {dose} matter most, and the season matters to each {kind} in its own way",
        "summer and winter are not the same for every {kind}, and the {dose} counts above all where it "
        "is high",
        "the season acts on each {kind} in its own way, and the {dose} acts most where it is high",
    ],
    "skills": ["date-features", "category-interactions", "thresholds"],
    "combinable": True,
    "keywords": ["season", "date", "month", "exposure", "depth", "heat", "severity", "grade", "stage", "ordinal"],
}

# Weight of the season against the burden.
SEASON_SHARES = (0.9, 1.2, 1.5, 1.8)
YEAR = 365.25


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Knee, reach of the shield, sensitivity and season of every kind."""
    sample, kinds = setting["sample"], columns["kind"]["categories"]
    dose = sample[columns["dose"]["name"]].to_numpy(float)
    shield = sample[columns["shield"]["name"]].to_numpy(float)
    knee = np.quantile(dose, rng.uniform(0.3, 0.45))
    usual = rng.choice([1, 1, 1, 1, -1])
    seasons = np.full(len(kinds), usual) * rng.uniform(0.8, 1.2, len(kinds))
    seasons[rng.permutation(len(kinds))[: len(kinds) // 2]] *= -1
    return {
        "knee": float(f"{knee:.4g}"),
        "unit": float(f"{np.maximum(dose - knee, 0).std():.3g}"),
        "clear": float(f"{shield.min():.4g}"),
        "reach": float(f"{(shield.max() - shield.min()) * rng.uniform(0.45, 0.6):.4g}"),
        "sensitivities": {kind: round(float(v), 3) for kind, v in zip(kinds, rng.uniform(0.7, 1.5, len(kinds)))},
        "seasons": {kind: round(float(SEASON_SHARES[knobs["season-share"]] * v), 3) for kind, v in zip(kinds, seasons)},
        "peak_day": int(rng.integers(1, 366)),
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Shielded burden beyond the knee times the sensitivity, plus the season of the kind."""
    kind, day = d[col["kind"]], pd.to_datetime(d[col["when"]]).dt.day_of_year.to_numpy(float)
    beyond = np.maximum(d[col["dose"]].to_numpy(float) - p["knee"], 0) / p["unit"]
    damped = beyond * np.exp(-(d[col["shield"]].to_numpy(float) - p["clear"]) / p["reach"])
    burden = 1.8 * kind.map(p["sensitivities"]).to_numpy(float) * damped
    season = kind.map(p["seasons"]).to_numpy(float) * np.cos(2 * np.pi * (day - p["peak_day"]) / YEAR)
    return burden + season, np.column_stack([burden, season])


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    kinds = ", ".join(f"{k} ({v:g}, {p['seasons'][k]:+g})" for k, v in p["sensitivities"].items())
    return (
        f"1.8 x sensitivity x max(0, {col['dose']} - {p['knee']:g}) / {p['unit']:g} x exp(-({col['shield']} - "
        f"{p['clear']:g}) / {p['reach']:g}) + season x cos(2 pi (day of year - {p['peak_day']}) / {YEAR}); sensitivity and "
        f"season depend on {col['kind']}: {kinds}."
    )


def year_waves(train: pd.DataFrame, test: pd.DataFrame, col: dict) -> list[np.ndarray]:
    """Cosine and sine of the day of the year."""
    angles = [2 * np.pi * pd.to_datetime(frame[col["when"]]).dt.day_of_year.to_numpy(float) / YEAR for frame in (train, test)]
    return [np.column_stack([np.cos(angle), np.sin(angle)]) for angle in angles]


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Waves of the year, plain and by kind; the burden above three steps, plain and divided by the shield."""
    waves, kinds = year_waves(train, test, col), one_hot(train[col["kind"]], test[col["kind"]])
    doses, shields = filled(train[col["dose"]], test[col["dose"]]), filled(train[col["shield"]], test[col["shield"]])
    steps, views = np.quantile(doses[0], [0.25, 0.5, 0.75]), []
    for wave, kind, dose, shield in zip(waves, kinds, doses, shields):
        by_kind = (wave[:, :, None] * kind[:, None, :]).reshape(len(dose), -1)
        above = np.maximum(dose[:, None] - steps, 0)
        depth = (shield - shields[0].min()) / (shields[0].max() - shields[0].min())
        views.append(np.column_stack([wave, by_kind, above, above / (0.3 + depth)[:, None]]))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Burden by kind at the knee and reach that explain the target best, and waves of the year by kind."""
    waves, kinds = year_waves(train, test, col), one_hot(train[col["kind"]], test[col["kind"]])
    doses, shields = filled(train[col["dose"]], test[col["dose"]]), filled(train[col["shield"]], test[col["shield"]])
    span, outcome = shields[0].max() - shields[0].min(), outcome_matrix(y, task)
    best, chosen = np.inf, (0.0, 1.0)
    for knee in np.quantile(doses[0], np.linspace(0.1, 0.7, 19)):
        for reach in span * np.array([0.3, 0.4, 0.5, 0.6, 0.8]):
            design = burden_and_season(doses[0], shields[0], waves[0], kinds[0], knee, reach)
            error = float(((outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]) ** 2).sum())
            if error < best:
                best, chosen = error, (knee, reach)
    return tuple(
        burden_and_season(dose, shield, wave, kind, *chosen)
        for dose, shield, wave, kind in zip(doses, shields, waves, kinds)
    )


def burden_and_season(
    dose: np.ndarray, shield: np.ndarray, wave: np.ndarray, kind: np.ndarray, knee: float, reach: float
) -> np.ndarray:
    """Damped burden beyond a knee by kind, the kinds, and the waves of the year by kind."""
    damped = np.maximum(dose - knee, 0) * np.exp(-shield / reach)
    by_kind = (wave[:, :, None] * kind[:, None, :]).reshape(len(dose), -1)
    return np.column_stack([np.ones(len(dose)), damped[:, None] * kind, kind[:, 1:], by_kind])
