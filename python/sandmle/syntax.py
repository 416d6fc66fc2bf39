"""Say where a program does not parse, without running it: `python -m sandmle.syntax FILE`."""
from __future__ import annotations

import json
import sys
from pathlib import Path


def problem_of(source: bytes) -> dict | None:
    """Line and words of what keeps a program from being one, or None."""
    try:
        compile(source, "program", "exec")
    except SyntaxError as error:
        return {"line": error.lineno or 1, "message": error.msg}
    except (ValueError, RecursionError, MemoryError) as error:
        return {"line": 1, "message": str(error) or type(error).__name__}
    return None


if __name__ == "__main__":
    print(json.dumps({"problem": problem_of(Path(sys.argv[1]).read_bytes())}))
