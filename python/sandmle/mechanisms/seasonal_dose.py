"""A burden counts beyond a knee, damped by a shield; the season counts, more for one kind than for another."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from sandmle.direction import drawn_direction, drawn_strengths, need_rows, told_push
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
        "the {dose} counts most beyond a certain level, how much depends on the {shield}, and each {kind} has a "
        "season of its own",
        "high values of the {dose} have the strongest effect, which the {shield} lets through or holds back; how "
        "sensitive {entities} are depends on the {kind}, and so does the time of the year at which they peak",
        "the {when} should be read as a time of the year, with a peak that differs by {kind}; the {dose} matters "
        "above a threshold, to an extent that the {shield} sets",
        "the {dose} takes hold at a certain point, beyond which the {shield} decides how much of it is felt; how "
        "strongly, and in which months, depends on the {kind}",
        "two things come together: an excess of the {dose}, scaled by the {shield}, and a season; both differ by "
        "{kind}",
        "the same month can matter a lot for one {kind} and less for another, and the {dose} has most effect at "
        "high values and at one end of the {shield}",
        "summer and winter are not the same for every {kind}, and the {dose} counts above all where it is high "
        "and the {shield} does not stand in its way",
        "the day of the year in the {when} has a peak for each {kind}, and the {dose} acts through a threshold, "
        "multiplied by a curve in the {shield}",
        "it takes enough of the {dose} to make a difference, together with the right {shield}, and {entities} of "
        "each {kind} follow the year in their own way",
    ],
    "caused": True,
    "skills": ["date-features", "category-interactions", "thresholds"],
    "combinable": True,
    "keywords": ["season", "date", "month", "exposure", "depth", "heat", "severity", "grade", "stage", "ordinal"],
}

# Weight of the season against the burden.
SEASON_SHARES = (3.6, 4.4, 5.2, 6.0)
YEAR = 365.25
# A season is over half of its height for about three months.
SHARPNESS = 2.5
HALF_SEASON = 45
# Days by which the seasons of the earliest and of the latest kind lie from the middle.
DELAY = 75


def parameters(rng: np.random.Generator, columns: dict, knobs: dict, setting: dict) -> dict:
    """Knee, reach of the shield and direction of the burden; sensitivity, season and its peak for every kind."""
    sample, kinds = setting["sample"], columns["kind"]["categories"]
    dose = sample[columns["dose"]["name"]].to_numpy(float)
    shield = sample[columns["shield"]["name"]].to_numpy(float)
    knee = np.quantile(dose, rng.uniform(0.45, 0.6))
    seasons = drawn_strengths(rng, kinds)
    # Some kinds have their season earlier and some later, as crops and trades have; it adds to all in one sense.
    delays = rng.permutation(np.linspace(-DELAY, DELAY, len(kinds)))
    when = pd.to_datetime(sample[columns["when"]["name"]])
    middle = when.quantile(rng.uniform(0.3, 0.7)).day_of_year
    peaks = {kind: int((middle + delay) % 365 + 1) for kind, delay in zip(kinds, delays)}
    of_kind, day = sample[columns["kind"]["name"]].to_numpy(), when.dt.day_of_year.to_numpy()
    far = {kind: np.minimum((day - peak) % 365, (peak - day) % 365) for kind, peak in peaks.items()}
    need_rows(
        setting,
        META["id"],
        {f"{kind} in its season": ((of_kind == kind) & (far[kind] < HALF_SEASON)).mean() for kind in kinds},
    )
    # A shield that is told to push as the dose does lets it through where it is high.
    opens = told_push(setting, columns["dose"]["name"]) * told_push(setting, columns["shield"]["name"]) > 0
    return {
        "knee": float(f"{knee:.4g}"),
        "unit": float(f"{np.maximum(dose - knee, 0).std():.3g}"),
        "clear": float(f"{(shield.max() if opens else shield.min()):.4g}"),
        "reach": float(f"{(-1 if opens else 1) * (shield.max() - shield.min()) * rng.uniform(0.45, 0.6):.4g}"),
        "sensitivities": {kind: round(float(v), 3) for kind, v in zip(kinds, rng.uniform(0.7, 1.5, len(kinds)))},
        "seasons": {kind: round(SEASON_SHARES[knobs["season-share"]] * v, 3) for kind, v in seasons.items()},
        "peaks": peaks,
        "season_direction": int(rng.choice([1, -1])),
        "direction": drawn_direction(rng, setting, columns["dose"]["name"]),
    }


def latent(d: pd.DataFrame, p: dict, col: dict) -> tuple[np.ndarray, np.ndarray]:
    """Shielded burden beyond the knee times the sensitivity, and the season of the kind around its peak."""
    kind, day = d[col["kind"]], pd.to_datetime(d[col["when"]]).dt.day_of_year.to_numpy(float)
    beyond = np.maximum(d[col["dose"]].to_numpy(float) - p["knee"], 0) / p["unit"]
    damped = beyond * np.exp(-(d[col["shield"]].to_numpy(float) - p["clear"]) / p["reach"])
    burden = p["direction"] * 1.8 * kind.map(p["sensitivities"]).to_numpy(float) * damped
    height = p["season_direction"] * kind.map(p["seasons"]).to_numpy(float)
    season = height * season_at(day, kind.map(p["peaks"]).to_numpy(float))
    return burden + season, np.column_stack([burden, season])


def season_at(day: np.ndarray, peak: np.ndarray) -> np.ndarray:
    """How far it is season: 1 on the day of the peak, next to 0 half a year away."""
    return np.exp(SHARPNESS * (np.cos(2 * np.pi * (day - peak) / YEAR) - 1))


def describe(p: dict, col: dict) -> str:
    """The rule in prose."""
    kinds = ", ".join(f"{k} ({v:g}, {p['seasons'][k]:g}, {p['peaks'][k]})" for k, v in p["sensitivities"].items())
    return (
        f"{p['direction'] * 1.8:+g} x sensitivity x max(0, {col['dose']} - {p['knee']:g}) / {p['unit']:g} x "
        f"exp(-({col['shield']} - {p['clear']:g}) / {p['reach']:g}) {p['season_direction']:+d} x season x "
        f"exp({SHARPNESS:g} x (cos(2 pi (day of year - peak) / {YEAR}) - 1)); sensitivity, season and peak depend on "
        f"{col['kind']}: {kinds}."
    )


def days_of_year(train: pd.DataFrame, test: pd.DataFrame, col: dict) -> list[np.ndarray]:
    """The day of the year of training and test rows."""
    return [pd.to_datetime(frame[col["when"]]).dt.day_of_year.to_numpy(float) for frame in (train, test)]


def year_waves(train: pd.DataFrame, test: pd.DataFrame, col: dict) -> list[np.ndarray]:
    """Cosine and sine of the day of the year, and of twice that angle."""
    angles = [2 * np.pi * day / YEAR for day in days_of_year(train, test, col)]
    return [np.column_stack([wave(k * angle) for k in (1, 2) for wave in (np.cos, np.sin)]) for angle in angles]


def public_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Waves of the year, plain and by kind; the burden above three steps, plain and divided by the shield either way."""
    waves, kinds = year_waves(train, test, col), one_hot(train[col["kind"]], test[col["kind"]])
    doses, shields = filled(train[col["dose"]], test[col["dose"]]), filled(train[col["shield"]], test[col["shield"]])
    steps, views = np.quantile(doses[0], [0.25, 0.5, 0.75]), []
    for wave, kind, dose, shield in zip(waves, kinds, doses, shields):
        by_kind = (wave[:, :, None] * kind[:, None, :]).reshape(len(dose), -1)
        above = np.maximum(dose[:, None] - steps, 0)
        depth = (shield - shields[0].min()) / (shields[0].max() - shields[0].min())
        shielded = [above / (0.3 + part)[:, None] for part in (depth, 1 - depth)]
        views.append(np.column_stack([wave, by_kind, above, *shielded]))
    return views[0], views[1]


def rule_features(
    train: pd.DataFrame, test: pd.DataFrame, y: np.ndarray, col: dict, task: str, agent: Path
) -> tuple[np.ndarray, np.ndarray]:
    """Burden by kind at the knee and reach that explain the target best, and the season of each kind at its peak."""
    days, kinds = days_of_year(train, test, col), one_hot(train[col["kind"]], test[col["kind"]])
    doses, shields = filled(train[col["dose"]], test[col["dose"]]), filled(train[col["shield"]], test[col["shield"]])
    span, outcome = shields[0].max() - shields[0].min(), outcome_matrix(y, task)
    # Measured from the middle, an exponential stays in bounds whichever end of the shield lets the burden through.
    shields = [shield - np.median(shields[0]) for shield in shields]
    waves = year_waves(train, test, col)[0]
    around = (waves[:, :, None] * kinds[0][:, None, :]).reshape(len(waves), -1)
    best, chosen = np.inf, (0.0, 1.0)
    for knee in np.quantile(doses[0], np.linspace(0.1, 0.7, 19)):
        for reach in span * np.array([-0.7, -0.5, -0.35, 0.35, 0.5, 0.7]):
            design = np.column_stack([damped_burden(doses[0], shields[0], kinds[0], knee, reach), around])
            error = float(((outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]) ** 2).sum())
            if error < best:
                best, chosen = error, (knee, reach)
    burdens = [damped_burden(dose, shield, kind, *chosen) for dose, shield, kind in zip(doses, shields, kinds)]
    peaks = fitted_peaks(burdens[0], days[0], kinds[0], outcome)
    return tuple(
        np.column_stack([burden, kind * season_at(day[:, None], peaks)])
        for burden, kind, day in zip(burdens, kinds, days)
    )


def fitted_peaks(burden: np.ndarray, day: np.ndarray, kinds: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """The day on which the season of each kind explains the target best, kind after kind, twice around."""
    peaks, grid = np.full(kinds.shape[1], 183.0), np.arange(7.0, 366.0, 10.0)
    for number in [*range(len(peaks)), *range(len(peaks))]:
        errors = []
        for peak in grid:
            peaks[number] = peak
            design = np.column_stack([burden, kinds * season_at(day[:, None], peaks)])
            errors.append(float(((outcome - design @ np.linalg.lstsq(design, outcome, rcond=None)[0]) ** 2).sum()))
        peaks[number] = grid[int(np.argmin(errors))]
    return peaks


def damped_burden(dose: np.ndarray, shield: np.ndarray, kind: np.ndarray, knee: float, reach: float) -> np.ndarray:
    """A constant, the damped burden beyond a knee by kind, and the kinds."""
    damped = np.maximum(dose - knee, 0) * np.exp(-shield / reach)
    return np.column_stack([np.ones(len(dose)), damped[:, None] * kind, kind[:, 1:]])
