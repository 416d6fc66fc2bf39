"""Recipes of the seeds that have pictures or texts and columns beside them: flags with figures, places of earthquakes."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from PIL import Image

from pictures import halved, with_pictures
from seed import CC_BY, US_GOV, VEGA, Seed, node_file, python_file, random_split

#: Countries that the two sources call by different names.
FLAG_NAMES = {
    "Bosnia and Herzegovina": "Bosnia & Herzegovina", "Congo, Dem. Rep.": "Congo - Kinshasa",
    "Congo, Rep.": "Congo - Brazzaville", "Cote d'Ivoire": "Côte d’Ivoire", "Czech Republic": "Czechia",
    "Hong Kong, China": "Hong Kong SAR China", "Korea, Dem. Rep.": "North Korea", "Korea, Rep.": "South Korea",
    "Myanmar": "Myanmar (Burma)", "Sao Tome and Principe": "São Tomé & Príncipe", "Slovak Republic": "Slovakia",
    "Swaziland": "Eswatini", "Trinidad and Tobago": "Trinidad & Tobago", "Yemen, Rep.": "Yemen",
    "West Bank and Gaza": "Palestinian Territories",
}


def flags() -> Seed:
    """Flags of `emoji-datasource-twitter` 16.0.0 with the figures of 2007 of plotly 6.3.0's `gapminder.csv.gz`.

    The pictures of 64 x 64 pixels are laid on white and made smaller, to 32 x 32. Oceania has two countries in the
    table and is left out; 48 countries are hidden.
    """
    listed = json.loads(node_file("emoji-datasource-twitter", "16.0.0", "emoji.json").read_text())
    by_name = {one["name"].removesuffix(" Flag"): one["image"] for one in listed if one["category"] == "Flags"}
    known = pd.read_csv(python_file("plotly", "6.3.0", "plotly/package_data/datasets/gapminder.csv.gz"))
    known = known[(known["year"] == 2007) & (known["continent"] != "Oceania")].sort_values("country")
    names = known["country"].map(lambda name: FLAG_NAMES.get(name, name))
    frame = pd.DataFrame(
        {
            "image": names.map(by_name), "population": known["pop"].astype(int),
            "life_expectancy": known["lifeExp"].round(1), "income_per_head": known["gdpPercap"].round(0).astype(int),
            "continent": known["continent"].str.lower(),
        }
    ).dropna()
    pixels = {}
    for name in frame["image"]:
        path = node_file("emoji-datasource-twitter", "16.0.0", f"img/twitter/64/{name}")
        layers = np.asarray(Image.open(path).convert("RGBA"), dtype=float)
        alpha = layers[..., 3:] / 255
        pixels[name] = np.rint(halved(layers[..., :3] * alpha + 255 * (1 - alpha))).astype(np.uint8)
    train, test = random_split("flag-continents", frame, 48)
    images = with_pictures((train, test), pixels)
    return Seed(
        slug="flag-continents", title="The continent of a flag and three figures", modality="image",
        task="multiclass", metric="macro-f1", direction="maximize", target="continent",
        source="https://www.gapminder.org/data/", licence=CC_BY,
        attribution="Gapminder, population, life expectancy and income of 2007; Twitter, Inc. and other contributors, "
        "Twemoji graphics 16.0.1, scaled down and laid on white",
        story="A quiz shows a flag and three figures about the country that flies it, and asks for the continent. Some "
        "continents like certain colours and signs, some figures are rare on others, and neither is enough by itself.\n\n"
        "Predict the continent from the picture and the figures together.",
        evaluation="Macro-averaged F1 over the four continents. Predict one label per country.",
        about="Each row is one country; the figures are those of 2007. Oceania is left out, as too few of its countries are "
        "in the table. Rows were shuffled and 48 of them held back.",
        submission="For each `id` of `test.csv` give africa, americas, asia or europe.",
        columns={
            "image": "path of the flag, 32 x 32 colour PNG", "population": "inhabitants",
            "life_expectancy": "years that a newborn may expect to live",
            "income_per_head": "gross domestic product a head, international dollars of 2005",
        },
        train=train, test=test, baseline="africa", images=images,
    )


def quake_depths() -> Seed:
    """Earthquakes of vega-datasets' `earthquakes.json` by the words for their place, with what the network measured."""
    rows = []
    for feature in json.loads((VEGA / "earthquakes.json").read_text())["features"]:
        props, depth = feature["properties"], feature["geometry"]["coordinates"][2]
        if props["type"] == "earthquake" and props["mag"] is not None and depth > 0:
            rows.append(
                {
                    "place": props["place"], "magnitude": props["mag"], "scale": props["magType"],
                    "stations": props["nst"], "travel_time_residual_s": props["rms"], "depth_km": round(depth, 2),
                }
            )
    frame = pd.DataFrame(rows).drop_duplicates("place")
    train, test = random_split("quake-depths", frame, 500)
    return Seed(
        slug="quake-depths", title="How deep, by the words for the place", modality="text", task="regression",
        metric="rmsle", direction="minimize", target="depth_km",
        source="https://earthquake.usgs.gov/earthquakes/feed/", licence=US_GOV,
        attribution="United States Geological Survey, earthquake feed, first week of February 2018",
        story="A bulletin names the nearest town, the magnitude and little else; the depth comes later, when more stations "
        "have reported. Who knows the region can often tell: some plates dive far below their neighbours, some faults are "
        "shallow, and around geysers the ground trembles just below one's feet.\n\n"
        "Predict the depth of an earthquake from the description of its place and the first measurements.",
        evaluation="Root mean squared logarithmic error of the depth.",
        about="Each row is one earthquake below sea level. Of those with the same description one is kept; rows were "
        "shuffled and 500 of them held back. Not every network reports the number of its stations.",
        submission="For each `id` of `test.csv` give the depth in kilometres as a number of at least 0.",
        columns={
            "place": "distance and direction from the nearest named place", "magnitude": "magnitude",
            "scale": "scale of the magnitude", "stations": "number of stations used",
            "travel_time_residual_s": "root mean square residual, s",
        },
        train=train, test=test, baseline=6.0,
    )
