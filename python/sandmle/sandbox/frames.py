"""The wire between the worker and a cell: u32le length, a JSON header, then raw bytes in the header's order.

Request header: {kind, entry, argv, seed, limits, files: [[path, bytes]...], collect: [[path, maxBytes]...]}.
Result header: {status, code, stdout, stderr, truncated, refused, usage, files: [[path, bytes]...]}.
"""
from __future__ import annotations

import json
import os
import re
import struct
from typing import Any

MAX_HEADER = 4 << 20
MAX_BYTES = 1 << 30
CHUNK = 1 << 20
SEGMENT = re.compile(r"[A-Za-z0-9._-]{1,255}\Z")
MODULE = re.compile(r"sandmle(\.[a-z_][a-z0-9_]*)+\Z")


class FrameError(ValueError):
    """The other side broke the protocol. The cell dies; the pool lives."""


def read_exact(fd: int, count: int) -> bytes:
    """Exactly `count` bytes, or EOFError."""
    parts = []
    while count:
        part = os.read(fd, min(count, CHUNK))
        if not part:
            raise EOFError("the peer closed in the middle of a frame")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]


def pack(value: Any) -> bytes:
    body = json.dumps(value).encode()
    return struct.pack("<I", len(body)) + body


def read_header(fd: int) -> dict[str, Any]:
    (length,) = struct.unpack("<I", read_exact(fd, 4))
    if not 2 <= length <= MAX_HEADER:
        raise FrameError(f"header of {length} bytes")
    header = json.loads(read_exact(fd, length))
    if not isinstance(header, dict):
        raise FrameError("the header is not an object")
    return header


def safe_path(path: Any) -> str:
    """A relative POSIX path without `.` and `..`; FrameError otherwise."""
    if not isinstance(path, str) or not path:
        raise FrameError("a path is not text")
    segments = path.split("/")
    if len(segments) > 9 or any(not SEGMENT.match(part) or part in (".", "..") for part in segments):
        raise FrameError("a path leaves the working directory")
    return path


def check_job(job: dict[str, Any]) -> None:
    """The second check of what the worker checked already: paths, sizes and the program's name."""
    seen: set[str] = set()
    total = 0
    for path, size in job["files"]:
        if safe_path(path) in seen:
            raise FrameError("a path appears twice")
        if not isinstance(size, int) or size < 0:
            raise FrameError("a size is not a count of bytes")
        seen.add(path)
        total += size
    if total > MAX_BYTES:
        raise FrameError("the files are too large")
    for path, _ in job["collect"]:
        safe_path(path.rstrip("/") if isinstance(path, str) else path)
    if job["kind"] == "file" and job["entry"] not in seen:
        raise FrameError("the program is not among the files")
    if job["kind"] == "module" and not MODULE.match(job["entry"]):
        raise FrameError("not a module of the sandmle package")
    if job["kind"] not in ("file", "module"):
        raise FrameError("unknown kind of program")


def receive_files(fd: int, files: list[list[Any]], root: str) -> None:
    """Write the raw bytes that follow a header below `root`, straight from the wire."""
    for path, size in files:
        target = os.path.join(root, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "xb", buffering=0) as file:
            while size:
                part = os.read(fd, min(size, CHUNK))
                if not part:
                    raise EOFError("the peer closed in the middle of a file")
                write_all(file.fileno(), part)
                size -= len(part)


def answer(client: int, header: dict, files: dict[str, bytes], refused: dict[str, str]) -> None:
    """Send a result: its header, then the collected files."""
    header = {**header, "refused": refused, "files": [[path, len(data)] for path, data in files.items()]}
    write_all(client, pack(header))
    for data in files.values():
        write_all(client, data)


def apology(reason: str) -> dict:
    """A result for a job that this side could not start."""
    usage = {"wallMs": 0, "cpuMs": 0, "maxRssMB": 0}
    return {"status": "infra", "code": None, "stdout": "", "stderr": reason, "truncated": False, "usage": usage}
