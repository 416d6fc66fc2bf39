"""Names that every part of the runner agrees on: places inside a cell, its environment, its exit codes."""
from __future__ import annotations

CELL = "/cell"
PACKAGE_ROOT = "/opt/sandmle"
HOST_PROGRAM = "/opt/sandbox/sandmle/host.py"
WRITABLE = ("/cell", "/tmp", "/dev/shm")
# uid and gid that programs see.
USER = 1000

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "OMP_NUM_THREADS": "1",
    # Else joblib, below LightGBM too, counts cores by a program that cells do not have, and complains.
    "LOKY_MAX_CPU_COUNT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
}

# How J ends, for the manager: a cell that was never built points at the host, a bad job does not.
SERVED, BROKEN_JOB, BROKEN_CELL = 0, 10, 11

SPEC_KEYS = ("kind", "entry", "argv", "seed", "limits")
