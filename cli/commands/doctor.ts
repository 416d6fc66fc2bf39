import { join } from 'node:path'
import { runScript } from '#cli/child.ts'
import type { Command } from '#cli/command.ts'

export const doctorCommands: readonly Command[] = [
  {
    words: ['doctor'],
    args: [],
    options: {},
    summary: 'Each requirement of this machine, pass or fail, with the command that fixes it.',
    run: ({ around, json }) =>
      runScript(around, join(around.root, 'scripts/doctor.mjs'), json ? ['--json'] : []),
  },
]
