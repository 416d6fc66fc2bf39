"""Recipes of the sound seeds: strokes of a piano."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seed import Seed, node_file, some_of, split_where

RATE = 8000
SECONDS = 0.4
#: Layers of the sampled piano, from the softest stroke to the hardest, and what the seed calls them.
TOUCHES = {3: "soft", 7: "medium", 11: "loud", 15: "hard"}
NOTES = [f"{name}{octave}" for octave in range(1, 8) for name in ("A", "C", "D#", "F#")]


def struck(path: str) -> np.ndarray:
    """The first part of a note behind its attack, at 8 kHz and one channel, as loud as any other."""
    import soundfile
    from scipy.signal import resample_poly

    samples, rate = soundfile.read(path, dtype="float64")
    mono = samples.mean(axis=1) if samples.ndim == 2 else samples
    low = resample_poly(mono, RATE, rate)
    begin = int(np.argmax(np.abs(low) > 0.02 * np.abs(low).max()))
    cut = low[begin : begin + round(RATE * SECONDS)]
    cut = np.pad(cut, (0, round(RATE * SECONDS) - len(cut)))
    return np.rint(cut / np.abs(cut).max() * 0.9 * 32767).astype(np.int16)


def piano_touch() -> Seed:
    """Four layers of `@audio-samples/piano-velocity*` 1.0.5; the strokes of eleven of 28 keys are hidden.

    A note is cut to 0.4 s from its beginning, turned into one channel of 8 kHz and made as loud as the others. The
    package `soundfile` (0.13.1) reads the files.
    """
    rows, sounds = [], {}
    for layer, touch in TOUCHES.items():
        for note in NOTES:
            key = f"{note}/{layer}"
            name = f"audio/{note}v{layer}.ogg"
            sounds[key] = struck(str(node_file(f"@audio-samples/piano-velocity{layer}", "1.0.5", name)))
            rows.append({"sound": key, "note": note, "touch": list(TOUCHES).index(layer)})
    frame = pd.DataFrame(rows)
    hidden = some_of("piano-touch", NOTES, 0.4)
    train, test = split_where("piano-touch", frame.drop(columns="note"), frame["note"].isin(hidden))
    named = {}
    for part in (train, test):
        named |= {row_id: sounds[key] for row_id, key in zip(part["id"], part["sound"])}
        part["sound"] = [f"audio/{row_id}.wav" for row_id in part["id"]]
    return Seed(
        slug="piano-touch", title="How hard was the key struck?", modality="audio", task="ordinal", metric="qwk",
        direction="maximize", target="touch", source="https://archive.org/details/SalamanderGrandPianoV3",
        licence="CC-BY-3.0",
        attribution="Alexander Holm, Salamander Grand Piano V3; packed by Jan Forst, cut and turned into 8 kHz",
        story="A teacher listens to recordings of pupils, and the recorder has made all of them equally loud. Whether a "
        "key was touched softly or struck hard can still be heard: a hard stroke is brighter and begins with more of a "
        "knock, and both depend on where on the keyboard it is.\n\n"
        "Grade the touch of each note from its sound.",
        evaluation="Quadratic weighted kappa over the grades 0 (softest) to 3 (hardest).",
        about="Each row is one stroke of one key of the same grand piano, 0.4 seconds of it. Four strokes of each key are "
        "there, all on the same side of the split: the test keys are not among the training keys.",
        submission="For each `id` of `test.csv` give a whole number from 0 to 3.",
        columns={"sound": "path of the sound, one channel at 8 kHz, 16-bit WAV"},
        train=train, test=test, baseline=1, sounds=named,
    )
