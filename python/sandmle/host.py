"""The entry point of everything that the worker starts inside bubblewrap.

    host.py warm CONFIG   manager and warm forkers; prints `ready`
    host.py cold CONFIG   one job: request on descriptor 0, result on descriptor 1
    host.py program       (internal) one program in a fresh interpreter, described on descriptor 3

CONFIG is JSON: {slots: [{uid, budget}], recycleJobs}; see `sandmle.sandbox.slots`.
"""
from __future__ import annotations

import os
import sys

MAX_DESCRIPTORS = 1 << 20


def main(arguments: list[str]) -> None:
    """Run the mode named first; SystemExit 2 for an unknown one."""
    # Instead of this file's own folder, as for `python -m`.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    mode = arguments[0] if arguments else ""
    if mode in ("warm", "cold"):
        from sandmle.sandbox import slots

        config = slots.Config(arguments[1])
        # Whatever the worker's own parent left open must not reach a cell.
        slots.close_all_but(config.descriptors(), MAX_DESCRIPTORS)
        if mode == "warm":
            from sandmle.sandbox import manager

            manager.main(config)
        else:
            from sandmle.sandbox import cold

            cold.main(config)
    elif mode == "program":
        from sandmle.sandbox import frames, program

        spec = frames.read_header(3)
        os.close(3)
        program.run(spec, program.runner_modules())
    else:
        sys.exit(f"usage: host.py warm CONFIG | cold CONFIG ; not {mode!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
