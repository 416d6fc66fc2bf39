import type { Command } from '#cli/command.ts'
import { connectionsCommands } from '#cli/commands/connections.ts'
import { doctorCommands } from '#cli/commands/doctor.ts'
import { envCommands } from '#cli/commands/env.ts'
import { generateCommands } from '#cli/commands/generate.ts'
import { importCommands } from '#cli/commands/import.ts'
import { packCommands } from '#cli/commands/pack.ts'
import { resultsCommands } from '#cli/commands/results.ts'
import { reviewCommands } from '#cli/commands/review.ts'
import { runsCommands } from '#cli/commands/runs.ts'
import { seedsCommands } from '#cli/commands/seeds.ts'
import { tokenCommands } from '#cli/commands/token.ts'
import { trainCurvesCommands } from '#cli/commands/train-curves.ts'
import { trainRolloutsCommands } from '#cli/commands/train-rollouts.ts'
import { trainSftCommands } from '#cli/commands/train-sft.ts'
import { trainSmokeCommands } from '#cli/commands/train-smoke.ts'
import { workerCommands } from '#cli/commands/worker.ts'

/** Every command, in the order of `sandmle help`: the order of the product's loop. */
export const COMMANDS: readonly Command[] = [
  ...doctorCommands,
  ...seedsCommands,
  ...connectionsCommands,
  ...generateCommands,
  ...runsCommands,
  ...envCommands,
  ...reviewCommands,
  ...packCommands,
  ...importCommands,
  ...resultsCommands,
  ...trainCurvesCommands,
  ...trainRolloutsCommands,
  ...trainSmokeCommands,
  ...trainSftCommands,
  ...workerCommands,
  ...tokenCommands,
]
