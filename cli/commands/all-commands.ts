import type { Command } from '#cli/command.ts'
import { apiCommands } from '#cli/commands/api.ts'
import { connectionsCommands } from '#cli/commands/connections.ts'
import { doctorCommands } from '#cli/commands/doctor.ts'
import { envCommands } from '#cli/commands/env.ts'
import { envVersionCommands } from '#cli/commands/env-versions.ts'
import { generateCommands } from '#cli/commands/generate.ts'
import { importCommands } from '#cli/commands/import.ts'
import { inviteCommands } from '#cli/commands/invite.ts'
import { packCommands } from '#cli/commands/pack.ts'
import { resultsCommands } from '#cli/commands/results.ts'
import { resultsCompareCommands } from '#cli/commands/results-compare.ts'
import { reviewCommands } from '#cli/commands/review.ts'
import { reviewQueueCommands } from '#cli/commands/review-queue.ts'
import { runsCommands } from '#cli/commands/runs.ts'
import { runsHoldCommands } from '#cli/commands/runs-hold.ts'
import { runsLossesCommands } from '#cli/commands/runs-losses.ts'
import { runsTranscriptCommands } from '#cli/commands/runs-transcript.ts'
import { seedsCommands } from '#cli/commands/seeds.ts'
import { tokenCommands } from '#cli/commands/token.ts'
import { trainCurvesCommands } from '#cli/commands/train-curves.ts'
import { trainEditCommands } from '#cli/commands/train-edit.ts'
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
  ...runsLossesCommands,
  ...runsTranscriptCommands,
  ...runsHoldCommands,
  ...envCommands,
  ...envVersionCommands,
  ...reviewQueueCommands,
  ...reviewCommands,
  ...packCommands,
  ...importCommands,
  ...resultsCommands,
  ...resultsCompareCommands,
  ...trainCurvesCommands,
  ...trainEditCommands,
  ...trainRolloutsCommands,
  ...trainSmokeCommands,
  ...trainSftCommands,
  ...workerCommands,
  ...tokenCommands,
  ...inviteCommands,
  ...apiCommands,
]
