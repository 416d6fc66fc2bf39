import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Surroundings } from '#cli/command.ts'
import { CommandFailure } from '#cli/failure.ts'

const run = promisify(execFile)

/** A Python that has the libraries which solutions import. */
export type Python = {
  executable: string
  /** Folders outside /usr that it needs. */
  folders: string[]
  /** The hash that task.json names: results are compared exactly only under an equal one. */
  runtimeHash: string
}

const Facts = z.object({ folders: z.array(z.string()), runtime: z.string() })

// The runtime's name is spelt as the studio spells it: interpreter, library versions, machine.
const QUESTION = `
import importlib.metadata as m, json, os, platform, sys
names = ["numpy", "pandas", "scipy", "scikit-learn", "pillow"]
kind = platform.python_implementation().lower().replace("cpython", "python")
parts = [kind + " " + platform.python_version(), *[n + " " + m.version(n) for n in names], platform.machine()]
own = {sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable)), *filter(os.path.isdir, sys.path)}
outside = sorted(p for p in own if not (p + "/").startswith("/usr/") or p.startswith("/usr/local"))
folders = [p for p in outside if not any(p != q and p.startswith(q + "/") for q in outside)]
print(json.dumps({"folders": folders, "runtime": ", ".join(parts)}))
`

/** The first interpreter that has the libraries: SANDMLE_PYTHON, the checkout's .venv, the system's. */
export async function findPython({ env, root }: Surroundings): Promise<Python> {
  const places = env.SANDMLE_PYTHON
    ? [env.SANDMLE_PYTHON]
    : [join(root, '.venv/bin/python3'), '/usr/bin/python3', '/usr/local/bin/python3']
  for (const executable of places) {
    try {
      await access(executable, constants.X_OK)
      const { stdout } = await run(executable, ['-I', '-c', QUESTION], {
        env: { NODE_ENV: 'production', LANG: 'C.UTF-8' },
        timeout: 20_000,
      })
      const { folders, runtime } = Facts.parse(JSON.parse(stdout))
      return { executable, folders, runtimeHash: createHash('sha256').update(runtime).digest('hex') }
    } catch {
      // The next place may have it; what was tried is named below.
    }
  }
  throw new CommandFailure(
    'No Python with numpy, pandas, scipy, scikit-learn and Pillow.',
    places.join(', '),
    'sandmle doctor names the packages; or set SANDMLE_PYTHON.',
  )
}
