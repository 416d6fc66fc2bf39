"""Recipes of the tabular seeds: scikit-learn's and vega-datasets' tables, cars, breaches and films."""

from __future__ import annotations

import json
import sqlite3

import pandas as pd
from sklearn import datasets

from seed import CC0, CC_BY, UCI, US_GOV, VEGA, Seed, python_file, random_split, some_of, split_where, stream


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
    # "None" is a word of the column on damage, not a missing cell.
    raw = pd.read_csv(VEGA / "birdstrikes.csv", keep_default_na=False, na_values=[""])
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


CAR_COLUMNS = {
    "normalized_losses": "average loss payment a year, relative to cars of the same size; empty when not known",
    "make": "maker of the car", "fuel_type": "gas or diesel", "aspiration": "std (standard) or turbo",
    "num_of_doors": "two or four", "body_style": "convertible, hardtop, hatchback, sedan or wagon",
    "drive_wheels": "4wd, fwd (front) or rwd (rear)", "engine_location": "front or rear",
    "wheel_base": "distance between the axles, inches", "length": "length, inches", "width": "width, inches",
    "height": "height, inches", "curb_weight": "weight without load, pounds", "engine_type": "type of the engine",
    "num_of_cylinders": "number of cylinders, as a word", "engine_size": "displacement, cubic inches",
    "fuel_system": "type of the fuel system", "bore": "diameter of a cylinder, inches",
    "stroke": "stroke of a piston, inches", "compression_ratio": "compression ratio", "horsepower": "horsepower",
    "peak_rpm": "revolutions a minute at peak power", "city_mpg": "miles a gallon in the city",
    "highway_mpg": "miles a gallon on the highway", "price": "list price, dollars",
}


def car_risk() -> Seed:
    """All 205 rows of `Orange/tests/datasets/imports-85.tab`; the rating -2 to 3 becomes the grade 0 to 5."""
    path = python_file("orange3", "3.40.0", "Orange/tests/datasets/imports-85.tab")
    raw = pd.read_csv(path, sep="\t", skiprows=[1, 2], keep_default_na=False, na_values=["?", ""])
    raw.columns = [name.strip().replace("-", "_") for name in raw.columns]
    frame = raw.drop(columns="symboling")
    frame["risk_grade"] = raw["symboling"] + 2
    train, test = random_split("car-risk", frame, 75)
    return Seed(
        slug="car-risk", title="How risky does the insurer think this car is?", modality="tabular", task="ordinal",
        metric="qwk", direction="maximize", target="risk_grade", source=UCI + "10/automobile", licence=CC_BY,
        attribution="Schlimmer, J. (1985). Automobile. UCI Machine Learning Repository. doi:10.24432/C5B01C",
        story="Insurers start from the price of a car and then move it up or down a scale: does this model cost us more "
        "than its price suggests? Actuaries call the result the symbol of the car. New models arrive every year, and a "
        "person has to place each one by hand.\n\n"
        "Given the specification of a car sold in 1985, predict where the insurers put it.",
        evaluation="Quadratic weighted kappa between predicted and true grade. A grade that is two steps off costs four "
        "times as much as one that is one step off.",
        about="Each row is one model. The grade runs from 0 (safer than its price suggests) to 5 (riskier). The "
        "specifications are from a car yearbook, the grades and losses from insurance reports; what a report left out is "
        "an empty cell. Rows were shuffled and 75 of them held back.",
        submission="For each `id` of `test.csv` give one whole grade from 0 to 5.",
        columns=CAR_COLUMNS, train=train, test=test, baseline=3,
    )


def fuel_economy() -> Seed:
    """All 234 rows of `bokeh_sampledata/_data/auto-mpg2.csv`; five makers of fifteen are the hidden part."""
    path = python_file("bokeh_sampledata", "2026.1", "bokeh_sampledata/_data/auto-mpg2.csv")
    raw = pd.read_csv(path, index_col=0)
    names = {"displ": "displacement_l", "cyl": "cylinders", "trans": "transmission", "drv": "drive", "fl": "fuel"}
    frame = raw.drop(columns=["cty", "hwy"]).rename(columns=names)
    frame["city_mpg"] = raw["cty"]
    hidden = some_of("unseen-makers", list(frame["manufacturer"]), 0.34)
    train, test = split_where("unseen-makers", frame, frame["manufacturer"].isin(hidden))
    return Seed(
        slug="unseen-makers", title="City mileage of makers you have never seen", modality="tabular",
        task="regression", metric="mae", direction="minimize", target="city_mpg",
        source="https://www.fueleconomy.gov", licence=US_GOV,
        attribution="U.S. Environmental Protection Agency, fuel economy of the model years 1999 and 2008",
        story="A fleet manager buys cars of many makers and wants to know what a car will use in town before it is "
        "tested. The models on the list so far are from a handful of makers; the next order is from others.\n\n"
        "Predict the city mileage of a car from its specification. No maker of the test set occurs in the training set, "
        "so a model that only remembers makers will fail.",
        evaluation="Mean absolute error in miles per gallon.",
        about="Each row is one version of a model that was sold in both 1999 and 2008. All cars of one maker are on the "
        "same side of the split; validate in the same way.",
        submission="For each `id` of `test.csv` give the city mileage as a number.",
        columns={
            "manufacturer": "maker", "model": "name of the model", "displacement_l": "displacement of the engine, litres",
            "year": "model year", "cylinders": "number of cylinders", "transmission": "type of the transmission",
            "drive": "f (front), r (rear) or 4 (four-wheel drive)",
            "fuel": "r (regular), p (premium), d (diesel), e (ethanol) or c (natural gas)", "class": "class of the car",
        },
        train=train, test=test, baseline=17,
    )


BREACHES = {
    "Hacking/IT Incident": "hacking-or-it-incident", "Improper Disposal": "improper-disposal", "Loss": "loss",
    "Other": "other", "Theft": "theft", "Unauthorized Access/Disclosure": "unauthorized-access-or-disclosure",
}


def data_breaches() -> Seed:
    """The rows of `Orange/tests/datasets/cyber-security-breaches.tab` with one type of breach; later ones are hidden.

    Names of the reporting entities are left out, as some are those of physicians; so are the summaries, which
    say what happened.
    """
    path = python_file("orange3", "3.40.0", "Orange/tests/datasets/cyber-security-breaches.tab")
    raw = pd.read_csv(path, sep="\t", skiprows=[1, 2], dtype=str, keep_default_na=False)
    frame = pd.DataFrame(
        {
            "state": raw["US State"],
            "business_associate": raw["Business_Associate_Involved"].str.strip(),
            "individuals_affected": raw["Individuals_Affected"].astype(int),
            "location": raw["Location_of_Breached_Information"],
            "breach_start": raw["breach_start"],
            "breach_type": raw["Type_of_Breach"].map(BREACHES),
        }
    ).dropna()
    train, test = split_where("data-breaches", frame, frame["breach_start"] >= "2013-01-01")
    return Seed(
        slug="data-breaches", title="What kind of data breach was it?", modality="tabular", task="multiclass",
        metric="multi-log-loss", direction="minimize", target="breach_type",
        source="https://ocrportal.hhs.gov/ocr/breach/breach_report.jsf", licence=US_GOV,
        attribution="U.S. Department of Health and Human Services, Office for Civil Rights, breaches of unsecured "
        "protected health information",
        story="Hospitals, practices and health plans in the United States must report when the records of 500 or more "
        "people got into the wrong hands. The first form is short: where, when, how many, on what medium. The "
        "investigation that says how it happened takes months.\n\n"
        "Predict from the first form which kind of breach it will turn out to be, so that the right investigators can "
        "be sent.",
        evaluation="Multi-class log loss over the six kinds of breach. Most breaches are thefts; a confident wrong answer "
        "on a rare kind is expensive.",
        about="Each row is one report. Breaches that began before 2013 are in the training set, later ones in the test "
        "set. `business_associate` is empty where no contractor was involved, which is the usual case.",
        submission="For each `id` of `test.csv` give one probability per kind of breach; the columns are those of "
        "`sample_submission.csv`.",
        columns={
            "state": "state of the reporting entity", "business_associate": "contractor involved; mostly empty",
            "individuals_affected": "number of people whose records were concerned",
            "location": "where the records were: paper, laptop, network server and others, sometimes several",
            "breach_start": "first day of the breach",
        },
        train=train, test=test, baseline=None,
    )


def films() -> pd.DataFrame:
    """The films of `bokeh_sampledata/_data/movies.db`, both of its tables in one."""
    path = python_file("bokeh_sampledata", "2026.1", "bokeh_sampledata/_data/movies.db")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        facts = pd.read_sql("select * from omdb", database)
        takings = pd.read_sql("select ID, BoxOffice, Production from tomatoes", database)
    return facts.merge(takings, on="ID").sort_values("ID").reset_index(drop=True)


FILM_SOURCE = {
    "source": "https://www.wikidata.org",
    "licence": CC0,
    "attribution": "Wikidata contributors, films of 1940 to 2014",
}


def first_of(names: pd.Series) -> pd.Series:
    """The first name of a list in words; empty where there is none."""
    return names.str.split(", ").str[0].replace("", None)


def oscar_winners() -> Seed:
    """2,200 films since 1980 with a critics' score; those of 2006 and later are the hidden part."""
    raw = films()
    raw = raw[(raw["Year"] >= 1980) & raw["Metacritic"].notna() & (raw["Title"] != "")]
    frame = pd.DataFrame(
        {
            "year": raw["Year"].astype(int), "runtime_min": raw["Runtime"], "rating": raw["Rating"],
            "genre": first_of(raw["Genre"]), "genres": raw["Genre"].str.split(", ").str.len(),
            "language": first_of(raw["Language"]), "country": first_of(raw["Country"]),
            "director": first_of(raw["Director"]), "studio": first_of(raw["Production"].fillna("")),
            "cast_listed": raw["Cast"].map(lambda names: len(names.split(", ")) if names else 0),
            "critics_score": raw["Metacritic"].astype(int), "won_oscar": (raw["Oscars"] > 0).astype(int),
        }
    )
    keep = stream("oscar-winners/rows").permutation(len(frame))[:2200]
    frame = frame.iloc[keep]
    train, test = split_where("oscar-winners", frame, frame["year"] >= 2006)
    return Seed(
        slug="oscar-winners", title="Did the film win an Oscar?", modality="tabular", task="binary", metric="auc",
        direction="maximize", target="won_oscar", **FILM_SOURCE,
        story="A streaming service puts a small statue next to films that won an Academy Award, and its catalogue has "
        "gaps: an editor checks each film by hand. One film in fourteen has won. With a good ranking the editor finds "
        "most of them in the first few hundred.\n\n"
        "Rank the films of 2006 to 2014 by the chance that they won at least one Oscar.",
        evaluation="Area under the ROC curve of the predicted probability of an award.",
        about="Each row is one film. Films from 1980 to 2005 are in the training set, later ones in the test set. The facts "
        "are those that volunteers entered into an open knowledge base: many cells are empty, and rare names are common.",
        submission="For each `id` of `test.csv` give the probability that the film won, between 0 and 1.",
        columns={
            "year": "year of release", "runtime_min": "running time, minutes", "rating": "age rating; mostly empty",
            "genre": "first genre", "genres": "number of genres given", "language": "first language",
            "country": "first country", "director": "first director", "studio": "first studio; often empty",
            "cast_listed": "number of actors listed", "critics_score": "average score of the critics, 0 to 100",
        },
        train=train, test=test, baseline=0.07,
    )
