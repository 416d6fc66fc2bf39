import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runScript } from '#cli/child.ts'
import type { Command } from '#cli/command.ts'
import { homeFolder } from '#cli/connection.ts'
import { CommandFailure } from '#cli/failure.ts'

export const workerCommands: readonly Command[] = [
  {
    words: ['worker'],
    args: [],
    options: {},
    summary: 'Runs one worker in front until it is stopped; needs DATABASE_URL and a shared SANDMLE_HOME.',
    run: async ({ around }) => {
      const script = join(around.root, 'workers/main.ts')
      if (!existsSync(script))
        throw new CommandFailure(
          'The worker program is missing.',
          script,
          'Run sandmle from a complete checkout.',
        )
      return runScript(around, script, [], { ...around.env, SANDMLE_HOME: homeFolder(around) })
    },
  },
]
