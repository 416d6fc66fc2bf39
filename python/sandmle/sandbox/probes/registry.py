"""The list of probes, and what an open boundary is."""
from __future__ import annotations

from typing import Any, Callable

BAIT: dict[str, Any] = {}

Probe = Callable[[], str]
ATTEMPTS: dict[str, Probe] = {}
CHECKS: dict[str, Probe] = {}


class Open(Exception):
    """The boundary is open; the message says how."""


def attempt(probe: Probe) -> Probe:
    """Registers an attempt that must end in OSError; returning means that the boundary is open."""
    ATTEMPTS[probe.__name__.strip("_").replace("_", "-")] = probe
    return probe


def check(probe: Probe) -> Probe:
    """Registers an inspection that raises Open when it finds something it must not see."""
    CHECKS[probe.__name__.strip("_").replace("_", "-")] = probe
    return probe
