"""The mechanisms: one file each, `<id with _ for ->.py`, metadata plus the code that makes and solves one kind of rule.

A task's rule is a weighted sum of mechanism scores, followed by a link (logistic, softmax, ordered cuts, identity or
exponential) and noise. Ordinary signal of plain columns may be added to it (`sandmle.ordinary`). A mechanism knows
nothing about that, links, noise, ids, missing cells or files; compose does those.

How the code travels: compose pastes the functions below into generate.py and into the solutions, together with every
module-level function and constant that they use, found by name and followed through `from sandmle.x import name`
(`sandmle.source`). `latent`, `rows`, ... are renamed to `<id>_latent`, ...; helpers keep their names, so give them
telling ones. Allowed imports: standard library, numpy as np, pandas as pd, scipy, sklearn, PIL. Keep real bodies, no
closures over module state other than constants, no matrix products in `rows`, `render`, `latent` (bytes must not
depend on BLAS threads), no global seeds, no set iteration.

`col` maps role name -> column name, for every bound role; and, for every child table name T of META["roles"],
T -> the table's name in the spec (its file is agent/<name>.csv).
`d` is a DataFrame of n rows: every main column of the spec before cells go missing, plus the hidden columns.
`p` is what `parameters` returned.

Required
    META: dict
        Exactly MechanismMeta of lib/domain/artefacts/catalogue.ts. Level 0 of a knob is the easiest.
        A role's "meanings" say what its column may measure, of a date which rhythm must matter; "divides" names
        the role whose column it is divided by; "norms", of a category, the numerator of the ratio whose normal value it
        tells: where a world lists its ratios, the three are bound to one of them. "target": "author", where the rule
        asks who wrote the texts. "caused": True, where the rule acts only in worlds that say why (their "causes").
        Reasons for raiseOn: "easy-default", "trivial", "saturated"; for lowerOn: "unlearnable", "too-hard", "noisy".
    parameters(rng, columns, knobs, setting) -> dict
        Rule constants, drawn at compose time from the rule stream and written into generate.py as a literal: plain
        int, float, str, bool, list, dict only; round floats. `columns`: role -> the spec's column dict (name, shape,
        low, high, categories, ...). `knobs`: every knob name -> level. `setting`: {"outputs": 1 or the number of
        classes (multiclass), "task", "classes": labels or None, "rows": {"train", "test"}, "sample": DataFrame of
        4,000 sampled rows of the spec's columns that no mechanism draws itself, for quantiles, "picture": {"side",
        "channels", "ground"}, the form of its pictures, for `draw_scene` of sandmle.parts.scene_style, "sound": {"seconds", "site"},
        the form of its sounds, for `draw_site` of sandmle.parts.site, "partners": child-table column -> the main column
        that measures the same, for `drawn_partner` of sandmle.partners (`follows_of` has what else a child number follows,
        `visits_of` of sandmle.parent_habits whether rows come several on one visit), "drivers": what hidden amounts may go with, for
        `drawn_drives` of sandmle.drives (`rows` then deals them with `driven`), "senses": how far a rise of each column moves
        the target, as the story tells, "axis": of a target with several classes, towards which of them what the rule
        reads moves it, "reads": which side or level of a role's column the rule is about, for a
        picture or a sound which side of what it finds there goes with more of the target (`told_side`), "crossings":
        class -> way in which lines of a picture cross where it is likely, {} where nobody said, "wanted": 1 or -1 where people
        want a high or a low target, else 0}. A rule has a cause in its story: it acts as `drawn_direction` of sandmle.direction
        finds, and a level changes how strongly something acts or where its limit lies (`drawn_strengths`,
        `drawn_places`), not its sign. What it reads of child rows, texts, pictures and sounds goes with columns,
        moderately. `need_rows` refuses a rule of which the training rows would hardly show a case.
    latent(d, p, col) -> (score, features)
        score: (n,) or, in a multiclass task, (n, classes) log-odds of the classes up to a common scale. Any centre
        and scale: compose standardises with constants from a large sample. An (n,) score in a multiclass task gets
        one loading a class, as the story tells of what the mechanism reads. features: (n, k) floats, what an informed solver would want to see
        (latent_train.csv, latent_test.csv; rung s7).
    describe(p, col) -> str
        The rule with its constants, in prose for rule.md (judge side), at most a few sentences.
    public_features(train, test, y, col, task, agent) -> (A, B)
        The view that a good engineer would build without knowing the rule's constants: float arrays, one row a row
        of train / test, NaN allowed. train and test are the DataFrames of agent/*.csv (train without its target),
        `agent` is the pathlib.Path of agent/. y is float: 0/1, class index, grade, or the value (log1p of the value
        when the metric is rmsle). `task` is binary, multiclass, ordinal or regression. What uses y must be computed
        out of fold for A. No `p` here: the solution file contains no constant of the rule.
    rule_features(train, test, y, col, task, agent) -> (A, B)
        The same, by somebody who knows the form of the rule but not its constants; those are fitted from train. A
        generic model (linear, small boosting, support vectors; chosen by cross-validation) is fitted on top.

Optional
    OWNS: tuple of role names
        Roles whose columns the mechanism makes itself in `places`, `rows` or `render`; compose then does not sample them.
        Default: empty. Child-table columns that no role binds are sampled by compose as distractors.
    SAME_DAY: tuple of role names
        Roles of a panel of which the rule reads nothing but the day of the row: their columns may be like the day before.
        Default: none.
    OVER_DAYS: tuple of role names
        Roles of a panel of which the rule reads earlier days as well: their columns may hang on a little.
        Default: none.
    TELLS: tuple of role names
        Roles whose columns say towards which classes the score moves a target. Default: all of them.
    places(rng, n, col, p, part) -> dict
        Roles "date" and "site" of a panel: column name -> array of n, laid out before any other column, so that these
        can hang on from day to day, differ by site and follow the seasons (`sandmle.fields`). `rows` then finds them
        in `d`, its dates perhaps moved into a long past; rows of one site stand in order of time.
    rows(rng, n, col, p, part, d) -> dict
        Column name -> array of n, for n rows of part "train" or "test" (series: test dates follow train dates; others
        ignore `part`). `d` has the sampled columns. Names starting with "_" are hidden: `latent` and `render` see
        them, the agent's files never do. Must be cheap (vectorised): calibration calls it for about 4,000 rows.
        The first k rows need not be the same for different n; every part has its own stream.
    render(rng, d, col, p) -> dict
        The expensive surface, only called when files are written: column name -> list of n str (text);
        column name -> uint8 array (n, h, w) or (n, h, w, 3) (image: compose writes agent/images/<id>.png and puts the
        path into the column); column name -> int16 array (n, samples) (audio: agent/audio/<id>.wav, likewise); child
        table name (`col["events"]`) -> DataFrame with an integer column `row`
        (position in d), which compose replaces by the id.

How compose uses one part of the data, each step with its own random stream, keyed by secret, seed, part and purpose:
    d = places() -> d += sampled columns -> d += rows() -> score = sum(weight * (latent - centre) / scale) + ordinary signal
    -> label and oracle -> render() -> light and colour of pictures, where they act -> cells go missing -> ids, shuffled rows -> files.
Solutions: default = models on the raw obvious view (table one-hot, pixels, tf-idf words; child tables not joined);
engineered = raw table columns + public_features; reference = rule_features of all mechanisms, and the forms of the
ordinary signal.
"""
from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def mechanism_ids() -> list[str]:
    """Ids of all mechanisms of this engine, sorted."""
    return sorted(info.name.replace("_", "-") for info in pkgutil.iter_modules(__path__))


def load_mechanism(mechanism_id: str) -> ModuleType:
    """The module of a mechanism. Raises KeyError for an id that the engine does not have."""
    if mechanism_id not in mechanism_ids():
        raise KeyError(mechanism_id)
    return importlib.import_module(f"{__name__}.{mechanism_id.replace('-', '_')}")
