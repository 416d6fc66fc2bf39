"""Sounds: every site, the files that they are written to, and the gates that look into them."""
from __future__ import annotations

import json
import tempfile
import unittest
import wave
from pathlib import Path

import numpy as np
import pandas as pd
import support

from sandmle.gates.leaks import extra_bytes, plain_size
from sandmle.media import load_sounds, save_sounds
from sandmle.mechanisms import load_mechanism
from sandmle.parts.site import SITES, draw_site, record, room_responses, samples_of
from sandmle.parts.sounds import RATE, spectra
from sandmle.spec import CannotCompose, check_sound


def tones(n: int, samples: int) -> np.ndarray:
    """A tone of 600 Hz in the first third of the time."""
    time = np.arange(samples) / RATE
    return np.tile(np.sin(2 * np.pi * 600 * time) * (time < samples / RATE / 3), (n, 1)).astype(np.float32)


class SiteTest(unittest.TestCase):
    """What a microphone at a site adds to a sound."""

    def test_every_site_keeps_the_sound_above_its_floor(self) -> None:
        for name in SITES:
            with self.subTest(site=name):
                rng = np.random.default_rng(3)
                site = draw_site(rng, {"seconds": 0.8, "site": name}, 18.0)
                heard = record(rng, tones(20, samples_of(site)), site)
                self.assertEqual((heard.shape, heard.dtype), ((20, 6400), np.dtype(np.int16)))
                self.assertLess(np.abs(heard.astype(int)).max(), 32767)
                power = spectra(heard / np.float32(32768))
                tone = power[:, :20, round(600 / RATE * 256)].mean()
                self.assertGreater(tone, 30 * np.median(power[:, -20:]))

    def test_a_hall_rings_longer_than_a_booth(self) -> None:
        rng = np.random.default_rng(5)
        late = {}
        for name in ("hall", "booth"):
            site = draw_site(rng, {"seconds": 0.8, "site": name}, 60.0)
            late[name] = (room_responses(rng, site)[:, 1600:] ** 2).sum()
        self.assertGreater(late["hall"], 100 * late["booth"])

    def test_worlds_name_sites_that_there_are(self) -> None:
        worlds = support.PYTHON_ROOT.parent / "lib" / "pipeline" / "domains"
        named = [
            world["sound"]["site"]
            for path in sorted(worlds.glob("*.json"))
            for world in json.loads(path.read_text(encoding="utf-8"))["domains"]
            if "sound" in world
        ]
        self.assertGreaterEqual(len(named), 12)
        self.assertEqual(set(named), set(SITES))

    def test_sites_and_lengths_that_nobody_can_record_are_refused(self) -> None:
        for sound in ({"site": "moon"}, {"seconds": 9.0}, {"seconds": 0.1}):
            with self.subTest(sound), self.assertRaisesRegex(CannotCompose, "sound: "):
                check_sound(sound)


class FileTest(unittest.TestCase):
    """Sounds as WAV files."""

    def test_sounds_come_back_as_they_were_and_hold_nothing_else(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            agent, stack = Path(folder), np.arange(-600, 600, dtype=np.int16).reshape(2, 600)
            paths = save_sounds(agent, ["a1", "b2"], stack, RATE)
            self.assertEqual(paths, ["audio/a1.wav", "audio/b2.wav"])
            back = load_sounds(agent, pd.DataFrame({"sound": paths}), "sound")
            np.testing.assert_array_equal((back * 32768).astype(np.int16), stack)
            data = (agent / paths[0]).read_bytes()
            self.assertEqual((len(data) - plain_size(paths[0], data), extra_bytes(paths[0], data)), (0, 0))
            noted = data + b"LIST\x04\x00\x00\x00note"
            self.assertEqual(extra_bytes(paths[0], noted), 12)
            with wave.open(str(agent / paths[1])) as sound:
                self.assertEqual((sound.getnchannels(), sound.getframerate()), (1, RATE))


class RuleTest(unittest.TestCase):
    """What mechanisms draw can be measured again where there is little noise."""

    def heard(self, name: str, n: int = 60):
        """A mechanism, what it hid, what can be heard, and its constants."""
        module, rng = load_mechanism(name), np.random.default_rng(11)
        setting = {"outputs": 1, "task": "regression", "sound": {"seconds": 1.0, "site": "booth"}, "drivers": None}
        p = module.parameters(rng, {}, {knob["name"]: 0 for knob in module.META["knobs"]}, setting)
        col = {"sound": "sound"}
        d = pd.DataFrame(module.rows(rng, n, col, p, "train", pd.DataFrame()))
        return module, d, module.render(rng, d, col, p)["sound"] / np.float32(32768), p

    def test_the_step_between_two_calls_is_measured(self) -> None:
        module, d, stack, _ = self.heard("audio-pitch-step")
        step = module.pitch_steps(stack)[:, 0]
        self.assertGreater(np.corrcoef(step, d["_step"])[0, 1], 0.95)
        self.assertLess(np.median(np.abs(step - d["_step"])), 0.05)

    def test_the_pace_of_both_series_is_measured(self) -> None:
        module, d, stack, p = self.heard("audio-beat-rate")
        paces = module.beat_paces(stack)
        truth = np.log2(module.pace_of(d[["_pace", "_other_pace"]].to_numpy()))
        truth = truth[:, ::-1] if p["bright_count"] else truth
        for band in range(2):
            self.assertLess(np.median(np.abs(paces[:, band] - truth[:, band])), 0.06)


if __name__ == "__main__":
    unittest.main()
