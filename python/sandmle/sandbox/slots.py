"""The places of cells: each has a uid and, where the kernel keeps one, a budget. Cells of one place follow each other.

CONFIG = {"slots": [{"uid": 1, "budget": BUDGET | null}, ...], "recycleJobs": 10000}. BUDGET holds open descriptors of
one control group: {"join": [fd...], "limit": fd, "stat": fd, "events": fd, "usage": fd}; `usage` counts in
nanoseconds (version 1) or is `cpu.stat` (version 2).
"""
from __future__ import annotations

import json
import os
from typing import Any, Iterable


class Slot:
    """One place: the uid of its cells as the runner's user namespace counts, and the descriptors of its budget."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.uid: int = facts["uid"]
        self.budget: dict[str, Any] | None = facts["budget"]
        # The user namespace of this place's cells, where they share one.
        self.user_ns: int | None = None

    def descriptors(self) -> list[int]:
        shared = [] if self.user_ns is None else [self.user_ns]
        if self.budget is None:
            return shared
        return [*shared, *self.budget["join"], *(self.budget[name] for name in ("limit", "stat", "events", "usage"))]

    def join(self) -> None:
        """Move this process into the place's control groups; what it forks is then there too."""
        for fd in self.budget["join"] if self.budget else ():
            os.write(fd, b"0")


class Config:
    def __init__(self, text: str) -> None:
        facts = json.loads(text)
        self.slots = [Slot(slot) for slot in facts["slots"]]
        self.recycle_jobs: int = facts["recycleJobs"]

    @property
    def budgets(self) -> bool:
        """Whether the kernel keeps the memory of every place."""
        return all(slot.budget is not None for slot in self.slots)

    def descriptors(self) -> list[int]:
        return [fd for slot in self.slots for fd in slot.descriptors()]


def close_all_but(kept: Iterable[int], limit: int) -> None:
    """Close every descriptor from 3 to `limit` that is not kept."""
    start = 3
    for fd in sorted(set(kept)):
        if fd >= start:
            os.closerange(start, fd)
            start = fd + 1
    os.closerange(start, limit)
