"""What rows share beside their own chance: the level of their group, what the days before left, the season, the place."""
from __future__ import annotations

import numpy as np
import pandas as pd

from sandmle.parts.columns import normal_cdf
from sandmle.parts.panel import in_time_order

DAYS_OF_YEAR = 365.25


def own_part(rng: np.random.Generator, n: int, column: dict, values: dict) -> np.ndarray:
    """What no cause explains of a column, with unit spread; `values` are the columns before it."""
    z, field = rng.standard_normal(n), column.get("field", {})
    if "fixed" in field:
        return by_group(field["fixed"]["levels"], values[field["fixed"]["column"]]).astype(float)
    if "run" in field:
        z = remembered(z, values[field["run"]["site"]], values[field["run"]["date"]], field["run"]["memory"])
    z = field.get("fresh", 1.0) * z
    if "day" in field:
        z = z + day_part(values[field["day"]["date"]], field["day"])
    if "group" in field:
        z = z + by_group(field["group"]["levels"], values[field["group"]["column"]])
    if "season" in field:
        z = z + season_of(values[field["season"]["date"]], field["season"]["peak"], field["season"]["height"])
    if "place" in field:
        z = z + lie_of_the_land(values, field["place"])
    return z


def by_group(told: dict, groups: np.ndarray) -> np.ndarray:
    """What is told of the group of every row."""
    return pd.Series(groups).map(told).to_numpy()


def lie_of_the_land(values: dict, place: dict) -> np.ndarray:
    """A smooth map at the place of every row: waves over both coordinates, none on average where rows are."""
    x, y = (values[name].astype(float) for name in place["over"])
    waves = sum(np.cos(along * x + up * y + phase) for along, up, phase in place["waves"])
    return place["height"] * (waves - place["centre"])


def nearest_site(told: dict, values: dict) -> np.ndarray:
    """Of groups that lie at places on a map the one that is nearest to every row."""
    axes = zip(told["over"], told["centre"], told["spread"])
    place = np.stack([(values[name].astype(float) - middle) / size for name, middle, size in axes], axis=1)
    off = ((place[:, None, :] - np.array(list(told["at"].values()))) ** 2).sum(axis=2)
    return np.array(list(told["at"]), dtype=object)[off.argmin(axis=1)]


def remembered(z: np.ndarray, sites: np.ndarray, dates: np.ndarray, memory: float) -> np.ndarray:
    """Draws that keep a share of the day before at their site: so much after one day, its square after two."""
    made, days = z.copy(), dates.astype(str).astype("datetime64[D]").astype(int)
    for places in in_time_order(pd.DataFrame({"date": dates, "site": sites}), "date", "site"):
        kept = memory ** np.diff(days[places])
        for before, now, share in zip(places, places[1:], kept):
            made[now] = share * made[before] + np.sqrt(1 - share**2) * z[now]
    return made


def day_part(dates: np.ndarray, told: dict) -> np.ndarray:
    """What all rows of a day have in common, the same in every part: waves over the days, none on average."""
    day = dates.astype(str).astype("datetime64[D]").astype(int)
    waves = sum(np.cos(turn * day + phase) for turn, phase in told["waves"])
    return told["height"] * np.sqrt(2 / len(told["waves"])) * waves


def day_of_year(dates: np.ndarray) -> np.ndarray:
    """0 on the first of January."""
    moment = dates.astype(str).astype("datetime64[D]")
    return (moment - moment.astype("datetime64[Y]")).astype(int)


def season_of(dates: np.ndarray, peak: float, height: float) -> np.ndarray:
    """One wave a year, highest on the day `peak` of the year."""
    return height * np.cos(2 * np.pi * (day_of_year(dates) - peak) / DAYS_OF_YEAR)


def in_season(dates: np.ndarray, first: int, days: int) -> np.ndarray:
    """How far each day is in a season of so many days: 1 in the middle, 0 on every day outside of it."""
    place = (day_of_year(dates) - first) % DAYS_OF_YEAR / days
    return np.where(place < 1, np.sin(np.pi * np.minimum(place, 1)), 0)


def dated_levels(z: np.ndarray, column: dict, values: dict) -> np.ndarray:
    """Levels of a category by its normal draws, those that have a season as often as the date of the row says."""
    dates = values[column["dated"]["date"]]
    shares = np.tile(np.array(column["shares"]), (len(z), 1))
    for level, season in column["dated"]["seasons"].items():
        # A season is to its share of the year what its middle is to the mean of a half wave.
        shares[:, column["categories"].index(level)] *= np.pi / 2 * in_season(dates, *season)
    edges = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    return np.array(column["categories"], dtype=object)[(edges < normal_cdf(z)[:, None]).sum(axis=1)]
