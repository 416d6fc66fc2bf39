"""Print the catalogue: metadata of all mechanisms, metrics, and the version of the engine.

`python -m sandmle.catalogue`; the schema is lib/domain/artefacts/catalogue.ts.
"""
from __future__ import annotations

import hashlib
import json
from pathlib import Path

from sandmle.kernels import METRICS
from sandmle.mechanisms import load_mechanism, mechanism_ids


def engine_version() -> str:
    """sha256 over names and bytes of the engine's source files."""
    root, digest = Path(__file__).parent, hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda path: path.relative_to(root).as_posix()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def catalogue() -> dict:
    """The catalogue as a dict."""
    return {
        "format": "sandmle-catalogue/1",
        "engineVersion": engine_version(),
        "mechanisms": [load_mechanism(name).META for name in mechanism_ids()],
        "metrics": list(METRICS),
    }


if __name__ == "__main__":
    print(json.dumps(catalogue()))
