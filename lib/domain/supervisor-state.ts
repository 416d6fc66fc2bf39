import { z } from 'zod'

/** `restarting`: it died and is started again. `failing`: it keeps dying at its start; tries continue, half a minute apart. */
export const SUPERVISED_STATES = ['up', 'restarting', 'failing'] as const

/** `run/supervisor.json` in SANDMLE_HOME, written by `scripts/setup/supervisor.mjs` whenever something changed. */
export const SupervisorFile = z.object({
  v: z.literal(1),
  pid: z.int(),
  start: z.string(),
  parts: z.array(
    z.object({
      name: z.string(),
      state: z.enum(SUPERVISED_STATES),
      restarts: z.int(),
      /** When it came into this state, in milliseconds of the machine's own clock, which nobody sets (`process.hrtime`). */
      sinceUptimeMs: z.number(),
      /** How it ended last; null when it never did. */
      reason: z.string().nullable(),
    }),
  ),
})
export type SupervisorFile = z.infer<typeof SupervisorFile>
