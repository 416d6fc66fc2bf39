"""Brings named files out of a finished cell. Called after every untrusted process is dead: nothing can move."""
from __future__ import annotations

import os
import stat
from typing import Any

from sandmle.sandbox import frames, syscalls

MAX_DEPTH = 16
MAX_FILES = 4096
# Of what is left behind so many are told by name, and so much of each name: a program chooses both.
MAX_TOLD = 100
MAX_NAME = 240

Collected = tuple[dict[str, bytes], dict[str, str]]


def _reason(error: OSError) -> str:
    if error.errno in (40, 18):  # ELOOP, EXDEV: openat2 met a symlink or a mount
        return "symbolic link"
    return os.strerror(error.errno or 0)


def _read_regular(root: int, path: str, room: int) -> bytes:
    """The file's bytes; ValueError with the reason when it is not a regular file or larger than `room`."""
    fd = syscalls.open_beneath(root, path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        facts = os.fstat(fd)
        if not stat.S_ISREG(facts.st_mode):
            raise ValueError("not a regular file")
        if facts.st_size > room:
            raise ValueError(f"too large: {facts.st_size} bytes, {room} allowed")
        return frames.read_exact(fd, facts.st_size)
    finally:
        os.close(fd)


def _names(root: int, path: str) -> list[str]:
    fd = syscalls.open_beneath(root, path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        return sorted(os.listdir(fd))
    finally:
        os.close(fd)


class Collector:
    """Collects into `files`, with the reason for everything left behind in `refused`."""

    def __init__(self, root: int) -> None:
        self.root = root
        self.files: dict[str, bytes] = {}
        self.refused: dict[str, str] = {}
        self.left = 0

    def leave(self, path: str, reason: str) -> None:
        """Tell that something stays behind, and why; of very many, how many more there are."""
        self.left += 1
        if self.left <= MAX_TOLD:
            self.refused[path if len(path) <= MAX_NAME else f"{path[:MAX_NAME]}..."] = reason
        else:
            self.refused["..."] = f"and {self.left - MAX_TOLD} more"

    def file(self, path: str, room: int) -> int:
        """Take one file of at most `room` bytes; the number of bytes taken."""
        try:
            data = _read_regular(self.root, path, room)
        except OSError as error:
            self.leave(path, _reason(error))
        except ValueError as error:
            self.leave(path, str(error))
        else:
            self.files[path] = data
            return len(data)
        return 0

    def tree(self, path: str, room: int, depth: int = 0) -> int:
        """Take every regular file below `path`, in name order, until `room` bytes are used."""
        try:
            names = _names(self.root, path)
        except OSError as error:
            self.leave(f"{path}/", _reason(error))
            return 0
        used = 0
        for name in names:
            child = f"{path}/{name}"
            if len(self.files) + self.left >= MAX_FILES:
                self.leave(f"{path}/", f"more than {MAX_FILES} entries")
                break
            if not frames.SEGMENT.match(name):
                self.leave(f"{path}/{os.fsencode(name)!r}", "name with unusual characters")
                continue
            used += self._entry(child, room - used, depth)
        return used

    def _entry(self, path: str, room: int, depth: int) -> int:
        try:
            facts = os.stat(path, dir_fd=self.root, follow_symlinks=False)
        except OSError as error:
            self.leave(path, _reason(error))
            return 0
        if not stat.S_ISDIR(facts.st_mode):
            return self.file(path, room)
        if depth >= MAX_DEPTH:
            self.leave(f"{path}/", "nested too deep")
            return 0
        return self.tree(path, room, depth + 1)


def collect(directory: str, wanted: list[list[Any]]) -> Collected:
    """Collect [[path, maxBytes]...] below `directory`; a path that ends with `/` is a whole folder."""
    root = os.open(directory, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    collector = Collector(root)
    for path, room in wanted:
        if path.endswith("/"):
            collector.tree(path.rstrip("/"), int(room))
        else:
            collector.file(path, int(room))
    os.close(root)
    return collector.files, collector.refused
