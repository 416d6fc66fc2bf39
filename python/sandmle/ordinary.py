"""Draw the ordinary signal of a task: main effects of plain columns, most of them steady, and mild products of two."""
from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandmle.calibrate import short
from sandmle.parts.ordinary import as_numbers, ordinary_score
from sandmle.spec import CannotCompose, Plan

# Where a kink or the top of a hump lies, in standard deviations from the middle.
KNEES = (-0.6, 0.6)
# A category of more levels is a group of rows, whose effects a mechanism may bring.
MOST_LEVELS = 12
# Expected strength of a column that nobody said anything of, what chance adds to it, and to the effect of a level.
UNTOLD, LEEWAY, JITTER = 1.0, 0.9, 0.35
# The same of groups of rows: no site, carrier or crew is quite like another.
UNTOLD_GROUP = 1.8
# How large a product of two columns is beside the first effect.
PRODUCT_SIZE = (0.2, 0.45)


Pushes = int | list[int] | dict[str, int | list[int]]


@dataclass(frozen=True)
class Manner:
    """How plain columns act."""

    # How often a numeric column acts in which form.
    forms: dict[str, float]
    # Share of the plain columns that act at all, and how fast effects become smaller.
    active: tuple[float, float]
    decay: tuple[float, float]
    # How often a task has so many products of two columns.
    products: tuple[int, ...]
    # Size of the effects of a category beside those of a number in its place.
    levels: float


VARIED = Manner(
    {"line": 0.5, "saturating": 0.2, "log": 0.12, "kink": 0.1, "hump": 0.08}, (0.5, 0.9), (0.7, 0.92), (0, 0, 1, 1, 2), 1.0
)
# As in most real tables: nearly every column says a little, and says it by a rise or fall.
STEADY = Manner(
    {"line": 0.66, "saturating": 0.16, "log": 0.12, "kink": 0.06}, (0.7, 1.0), (0.65, 0.9), (0, 0, 0, 1), 0.7
)


@dataclass(frozen=True)
class Ordinary:
    """The ordinary signal and its place in the sum."""

    terms: list[dict]
    weight: float
    centre: float | list[float]
    scale: float

    @property
    def columns(self) -> set[str]:
        """Names of the columns that act."""
        return {name for _, *names in self.forms for name in names}

    @property
    def forms(self) -> list[list]:
        """Form and columns of every term: what may be known without a constant."""
        return [[term["form"], *columns_of(term)] for term in self.terms]


def columns_of(term: dict) -> list[str]:
    """The columns of a term."""
    return [term["column"]] if term["form"] == "levels" else [part["column"] for part in term["parts"]]


def draw_ordinary(
    plan: Plan, d: pd.DataFrame, rng: np.random.Generator, seen: list[dict], leaning: dict[str, dict]
) -> tuple[Ordinary, np.ndarray]:
    """Terms over the plain columns of a large sample and what else is `seen` of it, and their standardised sum.

    `leaning` has pushes of columns that hidden causes of the target go with.

    Raises CannotCompose where nothing can act.
    """
    plain = [c for c in [*plain_columns(plan), *seen] if d[c["name"]].nunique() > 1]
    if not plain:
        raise CannotCompose("ordinary: there is no plain column that could act")
    manner = STEADY if plan.is_steady else VARIED
    count = max(min(3, len(plain)), round(rng.uniform(*manner.active) * len(plain)))
    told = {**plan.senses, **leaning}
    senses = {column["name"]: told.get(column.get("told", column["name"])) for column in plain}
    chosen = by_strength([plain[position] for position in rng.permutation(len(plain))], senses, rng)[:count]
    if not chosen:
        raise CannotCompose("ordinary: none of the plain columns is said to move the target")
    count = len(chosen)
    terms = [single_term(column, d, manner, senses[column["name"]], rng) for column in chosen]
    sizes = rng.uniform(*manner.decay) ** np.arange(count) * rng.uniform(0.8, 1.2, count)
    sizes = sizes * [manner.levels if term["form"] == "levels" else 1.0 for term in terms]
    numeric = [term["parts"][0] for term, column in zip(terms, chosen) if column["kind"] == "numeric"]
    pairs = list(itertools.combinations(numeric, 2))
    products = rng.permutation(len(pairs))[: int(rng.choice(manner.products))]
    terms += [{"form": "product", "parts": list(pairs[position])} for position in products]
    sizes = [*sizes, *rng.uniform(*PRODUCT_SIZE, len(products))]
    pushed = [*(senses[column["name"]] for column in chosen), *[None] * len(products)]
    terms = [sized(plan, term, size, pushes, d, rng) for term, size, pushes in zip(terms, sizes, pushed)]
    raw = ordinary_score(d, terms)
    centre, scale = raw.mean(axis=0), float((raw - raw.mean(axis=0)).std())
    made = Ordinary(terms, 1.0, np.round(centre, 6).tolist(), short(scale))
    return made, (raw - centre) / scale


def by_strength(
    columns: list[dict], senses: dict[str, Pushes | None], rng: np.random.Generator
) -> list[dict]:
    """The columns that may act, the strongest mostly first; where nobody said what moves the target in their own order."""
    if all(pushes is None for pushes in senses.values()):
        return columns
    groups = {column["name"] for column in columns if "groups" in column}
    untold = {name: UNTOLD_GROUP if name in groups else UNTOLD for name in senses}
    places = {name: untold[name] if pushes is None else strength(pushes) for name, pushes in senses.items()}
    places = {name: place + rng.uniform(0, LEEWAY) for name, place in places.items() if place > 0}
    return sorted((c for c in columns if c["name"] in places), key=lambda c: -places[c["name"]])


def strength(pushes: Pushes) -> float:
    """How much a column is expected to move the target, 0 to 3; of a category half of what lies between its levels."""
    if isinstance(pushes, dict):
        return float(np.ptp(np.array(list(pushes.values()), float), axis=0).max()) / 2
    return float(np.abs(pushes).max())


def plain_columns(plan: Plan) -> list[dict]:
    """Main columns with a plain meaning: numbers, few levels, and dates that no mechanism makes."""
    owned = plan.owned()
    return [
        column
        for column in plan.spec["columns"]
        if column["table"] == "main"
        and (
            column["kind"] == "numeric"
            or (column["kind"] == "categorical" and ("groups" in column or len(column["categories"]) <= MOST_LEVELS))
            or (column["kind"] == "date" and column["name"] not in owned)
        )
    ]


def single_term(
    column: dict, d: pd.DataFrame, manner: Manner, pushes: Pushes | None, rng: np.random.Generator
) -> dict:
    """The effect of one column, without its size; with the sense of `pushes` where there are some."""
    name = column["name"]
    if column["kind"] == "categorical":
        return {"form": "levels", "column": name, "effects": level_effects(column["categories"], pushes, rng)}
    forms = {form: share for form, share in manner.forms.items() if pushes is None or form != "hump"}
    shares = np.array(list(forms.values())) / sum(forms.values())
    form = str(rng.choice(list(forms), p=shares)) if column["kind"] == "numeric" else "line"
    knee = {"knee": round(float(rng.uniform(*KNEES)), 2)} if form in ("kink", "hump") else {}
    values = as_numbers(d[name])
    part = {"column": name, "centre": short(values.mean()), "spread": short(values.std())}
    return {"form": form, **knee, "parts": [part]}


def level_effects(levels: list[str], pushes: Pushes | None, rng: np.random.Generator) -> dict:
    """What each level does: one number, or one for each class where the pushes have them."""
    if not isinstance(pushes, dict):
        return dict(zip(levels, rng.standard_normal(len(levels)).round(2).tolist()))
    effects = np.array([pushes[level] for level in levels], float)
    effects = effects + JITTER * rng.standard_normal(effects.shape)
    return dict(zip(levels, (effects - effects.mean(axis=0)).round(2).tolist()))


def sized(
    plan: Plan, term: dict, size: float, pushes: Pushes | None, d: pd.DataFrame, rng: np.random.Generator
) -> dict:
    """A term with the weight that gives it its size, its sign, and one factor for each class."""
    alone = ordinary_score(d, [{**term, "weight": 1.0}])
    told = isinstance(pushes, (list, dict))
    loadings = {}
    if alone.ndim == 1 and plan.task == "multiclass":
        factors = rng.standard_normal(len(plan.classes))
        if isinstance(pushes, list):
            factors = np.array(pushes) + JITTER * factors
        loadings = {"loadings": ((factors - factors.mean()) / factors.std()).round(2).tolist()}
    drawn = float(rng.choice([-1, 1]))
    sign = 1.0 if told else drawn if pushes is None else float(np.sign(pushes))
    spread = float((alone - alone.mean(axis=0)).std())
    return {**term, "weight": short(sign * size / max(spread, 1e-9)), **loadings}


def describe_ordinary(ordinary: Ordinary) -> list[str]:
    """The signal in prose, largest effect first, for rule.md."""
    return [f"- {describe_term(term)}" for term in ordinary.terms]


def describe_term(term: dict) -> str:
    """One term in words."""
    named = " x ".join(f"`{name}`" for name in columns_of(term))
    said = f"{named}: {term['form']}, weight {term['weight']:g}"
    if term["form"] == "levels":
        said += " on " + ", ".join(
            f"{level} {effect if isinstance(effect, list) else format(effect, '+g')}" for level, effect in term["effects"].items()
        )
    if "knee" in term:
        said += f", around {term['knee']:+g} standard deviations"
    return said + (f", by class {term['loadings']}" if "loadings" in term else "")
