"""Rebuild the bundled seed tasks from the data sets that scikit-learn and vega-datasets ship.

    python3 seeds/build.py [--only wine-cultivars]

Needs numpy, pandas, scikit-learn, Pillow and an installed `node_modules/vega-datasets`. The output is
deterministic: row order, split and ids come from one generator keyed by the seed's own name, so running it
again changes nothing in the working tree. Sources and licences stand in each `seed.json`; a data set whose
terms do not allow redistribution is not used.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image
from sklearn import datasets

HERE = Path(__file__).resolve().parent
VEGA = HERE.parent / "node_modules" / "vega-datasets" / "data"
UCI = "https://archive.ics.uci.edu/dataset/"
CC_BY = "CC-BY-4.0"
US_GOV = "US-Government-Work"


@dataclass(frozen=True)
class Seed:
    """One bundled seed task: what stands in `seed.json`, the statement and the frames."""

    slug: str
    title: str
    modality: str
    task: str
    metric: str
    direction: str
    target: str
    source: str
    licence: str
    attribution: str
    story: str
    evaluation: str
    columns: dict[str, str]
    train: pd.DataFrame
    test: pd.DataFrame
    baseline: object
    tables: dict[str, pd.DataFrame] | None = None
    images: dict[str, np.ndarray] | None = None


def stream(slug: str) -> np.random.Generator:
    """The generator of one seed: its name is the key."""
    return np.random.default_rng(list(hashlib.sha256(slug.encode()).digest()))


def with_ids(slug: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Add an opaque `id` column that says nothing about row order or label."""
    rng = stream(slug + "/ids")
    ids = rng.choice(16**8, size=len(frame), replace=False)
    frame = frame.reset_index(drop=True)
    frame.insert(0, "id", [f"{value:08x}" for value in ids])
    return frame


def random_split(slug: str, frame: pd.DataFrame, test_rows: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shuffle, then cut off `test_rows` rows as the hidden part."""
    order = stream(slug + "/split").permutation(len(frame))
    frame = with_ids(slug, frame.iloc[order])
    return frame.iloc[test_rows:].reset_index(drop=True), frame.iloc[:test_rows].reset_index(drop=True)


def wine() -> Seed:
    raw = datasets.load_wine()
    names = [name.replace("/", "_").replace("od280_od315_of_diluted_wines", "od280_od315") for name in raw.feature_names]
    frame = pd.DataFrame(raw.data, columns=names)
    frame["cultivar"] = [f"cultivar-{'abc'[label]}" for label in raw.target]
    train, test = random_split("wine-cultivars", frame, 58)
    return Seed(
        slug="wine-cultivars", title="Which cultivar is the wine from?", modality="tabular", task="multiclass",
        metric="macro-f1", direction="maximize", target="cultivar", source=UCI + "109/wine", licence=CC_BY,
        attribution="Aeberhard, S. & Forina, M. (1992). Wine. UCI Machine Learning Repository. doi:10.24432/C5PC7J",
        story="A cooperative bottles wine of three cultivars grown in one region. Labels get lost; a chemical analysis "
        "does not. Tell from thirteen measurements which cultivar a wine was made from.",
        evaluation="Macro-averaged F1 over the three cultivars. Predict one label per wine.",
        columns={name: "chemical measurement of the wine" for name in names},
        train=train, test=test, baseline="cultivar-b",
    )


def breast_cancer() -> Seed:
    raw = datasets.load_breast_cancer()
    frame = pd.DataFrame(raw.data, columns=[name.replace(" ", "_") for name in raw.feature_names])
    columns = {name: "cell-nucleus measurement (mean, standard error or worst of one image)" for name in frame}
    frame["malignant"] = 1 - raw.target
    train, test = random_split("tumour-aspirates", frame, 189)
    return Seed(
        slug="tumour-aspirates", title="Malignant or benign aspirate", modality="tabular", task="binary", metric="auc",
        direction="maximize", target="malignant", source=UCI + "17/breast+cancer+wisconsin+diagnostic", licence=CC_BY,
        attribution="Wolberg, W., Mangasarian, O., Street, N. & Street, W. (1993). Breast Cancer Wisconsin "
        "(Diagnostic). UCI Machine Learning Repository. doi:10.24432/C5DW2B",
        story="A fine-needle aspirate is photographed and thirty properties of the cell nuclei are measured. A "
        "laboratory wants its cases ranked so that the most suspicious ones are read first.",
        evaluation="Area under the ROC curve of the predicted probability of malignancy.",
        columns=columns, train=train, test=test, baseline=0.5,
    )


def penguins() -> pd.DataFrame:
    frame = pd.DataFrame(json.loads((VEGA / "penguins.json").read_text()))
    frame.columns = ["species", "island", "beak_length_mm", "beak_depth_mm", "flipper_length_mm", "body_mass_g", "sex"]
    frame["sex"] = frame["sex"].where(frame["sex"].isin(["MALE", "FEMALE"])).str.lower()
    return frame.dropna(subset=["body_mass_g"])


PENGUIN_COLUMNS = {
    "species": "Adelie, Chinstrap or Gentoo",
    "island": "island of the nest",
    "beak_length_mm": "length of the beak, mm",
    "beak_depth_mm": "depth of the beak, mm",
    "flipper_length_mm": "length of the flipper, mm",
    "body_mass_g": "body mass, g",
    "sex": "male, female or unknown (empty)",
}
PENGUIN_SOURCE = {
    "source": "https://github.com/allisonhorst/palmerpenguins",
    "licence": "CC0-1.0",
    "attribution": "Gorman, K., Williams, T. & Fraser, W. (2014), Palmer Station LTER; Horst, A., Hill, A. & Gorman, K. "
    "(2020), palmerpenguins",
}


def penguin_mass() -> Seed:
    frame = penguins()[["species", "island", "beak_length_mm", "beak_depth_mm", "flipper_length_mm", "sex", "body_mass_g"]]
    train, test = random_split("penguin-mass", frame, 142)
    return Seed(
        slug="penguin-mass", title="Weigh a penguin without a scale", modality="tabular", task="regression",
        metric="rmse", direction="minimize", target="body_mass_g", **PENGUIN_SOURCE,
        story="Handling a penguin for the scale takes longer than reading a caliper. Estimate the body mass from the "
        "measurements that are quick to take.",
        evaluation="Root mean squared error in grams.",
        columns=PENGUIN_COLUMNS, train=train, test=test, baseline=4200,
    )


def penguin_sex() -> Seed:
    frame = penguins().dropna(subset=["sex"])
    frame["male"] = (frame["sex"] == "male").astype(int)
    train, test = random_split("penguin-sex", frame.drop(columns="sex"), 133)
    return Seed(
        slug="penguin-sex", title="Sex of a penguin from its build", modality="tabular", task="binary",
        metric="log-loss", direction="minimize", target="male", **PENGUIN_SOURCE,
        story="Penguins of the two sexes look alike; blood tests are slow and stressful. Give the probability that a "
        "bird is male from its species and its measurements.",
        evaluation="Log loss of the predicted probability that the bird is male.",
        columns=PENGUIN_COLUMNS, train=train, test=test, baseline=0.5,
    )


def birdstrikes() -> pd.DataFrame:
    raw = pd.read_csv(VEGA / "birdstrikes.csv")
    return pd.DataFrame(
        {
            "airport": raw["Airport Name"].str.title(),
            "aircraft": raw["Aircraft Make Model"],
            "operator": raw["Aircraft Airline Operator"].str.rstrip("*").str.title(),
            "state": raw["Origin State"],
            "month": pd.to_datetime(raw["Flight Date"]).dt.month,
            "phase": raw["Phase of flight"],
            "time_of_day": raw["Time of day"],
            "speed_knots": raw["Speed IAS in knots"],
            "size": raw["Wildlife Size"],
            "damage": raw["Effect Amount of damage"],
        }
    )


BIRD_COLUMNS = {
    "airport": "airport", "aircraft": "make and model of the aircraft", "operator": "operator of the flight",
    "state": "state of the airport", "month": "month of the flight, 1 to 12", "phase": "phase of flight",
    "time_of_day": "day, night, dawn or dusk", "speed_knots": "indicated air speed, knots; empty when not reported",
    "size": "size class of the animal",
}
BIRD_SOURCE = {
    "source": "https://wildlife.faa.gov",
    "licence": US_GOV,
    "attribution": "Federal Aviation Administration, Wildlife Strike Database",
}


def bird_damage() -> Seed:
    frame = birdstrikes()
    frame = frame[frame["damage"].isin(["None", "Minor", "Medium", "Substantial"])]
    frame["damaged"] = (frame.pop("damage") != "None").astype(int)
    keep = stream("bird-strike-damage/rows").permutation(len(frame))[:3200]
    train, test = random_split("bird-strike-damage", frame.iloc[keep], 1200)
    return Seed(
        slug="bird-strike-damage", title="Will the bird strike cost repairs?", modality="tabular", task="binary",
        metric="auc", direction="maximize", target="damaged", **BIRD_SOURCE,
        story="After a bird strike a maintenance desk decides which aircraft to inspect first. Rank reports by the "
        "chance that the aircraft was damaged. One report in ten was.",
        evaluation="Area under the ROC curve of the predicted probability of damage.",
        columns=BIRD_COLUMNS, train=train, test=test, baseline=0.1,
    )


def bird_size() -> Seed:
    frame = birdstrikes().drop(columns="damage")
    grades = {"Small": 0, "Medium": 1, "Large": 2}
    frame["size_grade"] = frame.pop("size").map(grades)
    keep = stream("bird-strike-size/rows").permutation(len(frame))[:2400]
    train, test = random_split("bird-strike-size", frame.iloc[keep], 900)
    return Seed(
        slug="bird-strike-size", title="How large was the bird?", modality="tabular", task="ordinal", metric="qwk",
        direction="maximize", target="size_grade", **BIRD_SOURCE,
        story="Pilots rarely see what hit them. Grade the animal (0 small, 1 medium, 2 large) from the circumstances of "
        "the strike.",
        evaluation="Quadratic weighted kappa between predicted and true grade.",
        columns={key: text for key, text in BIRD_COLUMNS.items() if key != "size"}, train=train, test=test, baseline=0,
    )


def earthquakes() -> Seed:
    features = json.loads((VEGA / "earthquakes.json").read_text())["features"]
    rows = []
    for feature in features:
        props, (longitude, latitude, depth) = feature["properties"], feature["geometry"]["coordinates"]
        if props["type"] == "earthquake" and props["mag"] is not None and props["mag"] > 0:
            rows.append(
                {
                    "network": props["net"], "longitude": round(longitude, 3), "latitude": round(latitude, 3),
                    "depth_km": round(depth, 2), "stations": props["nst"], "nearest_station_deg": props["dmin"],
                    "gap_deg": props["gap"], "travel_time_residual_s": props["rms"], "magnitude": props["mag"],
                }
            )
    train, test = random_split("earthquake-magnitude", pd.DataFrame(rows), 500)
    return Seed(
        slug="earthquake-magnitude", title="Magnitude from the shape of the network's answer", modality="tabular",
        task="regression", metric="mae", direction="minimize", target="magnitude",
        source="https://earthquake.usgs.gov/earthquakes/feed/", licence=US_GOV,
        attribution="United States Geological Survey, earthquake feed, first week of February 2018",
        story="Before the amplitude is worked out, a seismic network already knows where the event was and which stations "
        "saw it. Estimate the magnitude from that alone. Not every network reports every column.",
        evaluation="Mean absolute error of the magnitude.",
        columns={
            "network": "seismic network", "longitude": "degrees", "latitude": "degrees", "depth_km": "depth, km",
            "stations": "number of stations used", "nearest_station_deg": "distance to the nearest station, degrees",
            "gap_deg": "largest azimuthal gap, degrees", "travel_time_residual_s": "root mean square residual, s",
        },
        train=train, test=test, baseline=1.5,
    )


def digits() -> Seed:
    raw = datasets.load_digits()
    order = stream("tiny-digits/rows").permutation(len(raw.target))[:500]
    frame = pd.DataFrame({"digit": [f"d{label}" for label in raw.target[order]]})
    frame["pixels"] = order
    train, test = random_split("tiny-digits", frame, 300)
    images = {}
    for part in (train, test):
        for key, source in zip(part["id"], part["pixels"]):
            images[key] = np.clip(raw.images[source] * 16, 0, 255).astype(np.uint8)
        part["image"] = [f"images/{key}.png" for key in part["id"]]
        part.drop(columns="pixels", inplace=True)
    return Seed(
        slug="tiny-digits", title="Read a digit from sixty-four pixels", modality="image", task="multiclass",
        metric="accuracy", direction="maximize", target="digit",
        source=UCI + "80/optical+recognition+of+handwritten+digits", licence=CC_BY,
        attribution="Alpaydin, E. & Kaynak, C. (1998). Optical Recognition of Handwritten Digits. UCI Machine Learning "
        "Repository. doi:10.24432/C50P49",
        story="A form reader stores each hand-written digit as a grey picture of 8 by 8 pixels. Read them with only two "
        "hundred labelled examples.",
        evaluation="Accuracy. Predict one of the labels d0 to d9.",
        columns={"image": "path of the picture, 8 x 8 grey PNG"},
        train=train[["id", "image", "digit"]], test=test[["id", "image", "digit"]], baseline="d0", images=images,
    )


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


def routes() -> Seed:
    raw = pd.read_csv(VEGA / "flights-airport.csv").rename(columns={"count": "flights"})
    airports = pd.read_csv(VEGA / "airports.csv")
    used = airports[airports["iata"].isin(set(raw["origin"]) | set(raw["destination"]))]
    used = used.drop(columns="country").round({"latitude": 4, "longitude": 4}).sort_values("iata")
    keep = stream("route-traffic/rows").permutation(len(raw))[:3600]
    train, test = random_split("route-traffic", raw.iloc[keep], 1200)
    return Seed(
        slug="route-traffic", title="How busy is an air route?", modality="join", task="regression", metric="rmsle",
        direction="minimize", target="flights", source="https://www.transtats.bts.gov", licence=US_GOV,
        attribution="U.S. Bureau of Transportation Statistics, flights of 2008; airports from data.gov",
        story="A planner knows the traffic of some routes of the year and where each airport lies. Estimate the number of "
        "flights on the other routes.",
        evaluation="Root mean squared logarithmic error of the number of flights.",
        columns={
            "origin": "code of the first airport", "destination": "code of the second airport",
            "tables/airports.csv": "one row an airport: iata (the code), name, city, state, latitude, longitude",
        },
        train=train, test=test, baseline=800, tables={"airports": used},
    )


REGIONS = {
    "northeast": "CT MA ME NH NJ NY PA RI VT",
    "midwest": "IA IL IN KS MI MN MO ND NE OH SD WI",
    "south": "AL AR DC DE FL GA KY LA MD MS NC OK SC TN TX VA WV",
    "west": "AK AZ CA CO HI ID MT NM NV OR UT WA WY",
}


def airport_names() -> Seed:
    raw = pd.read_csv(VEGA / "airports.csv")
    region = {state: name for name, states in REGIONS.items() for state in states.split()}
    frame = pd.DataFrame({"text": raw["name"] + ", " + raw["city"], "region": raw["state"].map(region)}).dropna()
    frame = frame.drop_duplicates("text")
    train, test = random_split("airport-names", frame, 1100)
    return Seed(
        slug="airport-names", title="What part of the country, by the airport's name", modality="text",
        task="multiclass", metric="multi-log-loss", direction="minimize", target="region",
        source="https://catalog.data.gov/dataset/airports", licence=US_GOV,
        attribution="U.S. Department of Transportation, Airports, from data.gov",
        story="Places are named by the people who settled there. Tell from the name of an airport and its town which of "
        "four regions of the United States it lies in.",
        evaluation="Multi-class log loss over the four regions. Predict one probability per region.",
        columns={"text": "name of the airport and of its town"}, train=train, test=test, baseline=None,
    )


BUILDERS: list[Callable[[], Seed]] = [
    wine, breast_cancer, penguin_mass, penguin_sex, bird_damage, bird_size, earthquakes, digits, weather,
    unemployment, routes, airport_names,
]


def statement(seed: Seed) -> str:
    """The text that a person reads first: story, evaluation, submission, columns, source."""
    lines = [f"# {seed.title}", "", seed.story, "", "## Evaluation", "", seed.evaluation, "", "## Data", ""]
    lines += [f"- `train.csv`: {len(seed.train)} rows with the target `{seed.target}`"]
    lines += [f"- `test.csv`: {len(seed.test)} rows without it", "- `sample_submission.csv`: the form of an answer", ""]
    lines += ["| column | meaning |", "|---|---|", "| `id` | row id |"]
    shown = [name for name in seed.columns if name in seed.train.columns or "/" in name]
    lines += [f"| `{name}` | {seed.columns[name]} |" for name in shown]
    lines += [f"| `{seed.target}` | the target |", "", "## Source", ""]
    lines += [f"{seed.attribution}. {seed.source} ({seed.licence})", ""]
    return "\n".join(lines)


def sample_submission(seed: Seed) -> pd.DataFrame:
    """A constant answer in the right form."""
    if seed.metric != "multi-log-loss":
        return pd.DataFrame({"id": seed.test["id"], seed.target: seed.baseline})
    classes = sorted(seed.train[seed.target].unique())
    return pd.DataFrame({"id": seed.test["id"], **{name: round(1 / len(classes), 6) for name in classes}})


def write(seed: Seed) -> None:
    folder = HERE / seed.slug
    (folder / "images").mkdir(parents=True, exist_ok=True) if seed.images else folder.mkdir(exist_ok=True)
    facts = {
        "title": seed.title, "modality": seed.modality, "taskType": seed.task, "metric": seed.metric,
        "direction": seed.direction, "target": seed.target, "idColumn": "id", "source": seed.source,
        "licence": seed.licence, "attribution": seed.attribution,
    }
    (folder / "seed.json").write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n")
    (folder / "description.md").write_text(statement(seed))
    frames = {
        "train.csv": seed.train, "test.csv": seed.test.drop(columns=seed.target),
        "sample_submission.csv": sample_submission(seed),
    }
    for name, frame in (seed.tables or {}).items():
        (folder / "tables").mkdir(exist_ok=True)
        frames[f"tables/{name}.csv"] = frame
    for path, frame in frames.items():
        frame.to_csv(folder / path, index=False, float_format="%.6g", lineterminator="\n")
    for key, pixels in (seed.images or {}).items():
        Image.fromarray(pixels, mode="L").save(folder / "images" / f"{key}.png", optimize=False, compress_level=9)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="slug of one seed")
    only = parser.parse_args().only
    for build in BUILDERS:
        seed = build()
        if only in (None, seed.slug):
            write(seed)
            print(f"{seed.slug}: {len(seed.train)} + {len(seed.test)} rows")


if __name__ == "__main__":
    main()
