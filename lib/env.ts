import { resolve } from 'node:path'
import { z } from 'zod'

const Env = z.object({
  DATABASE_URL: z.string().min(1, 'set DATABASE_URL, or start with `npm run up`'),
  SANDMLE_HOME: z.string().default('.sandmle').transform((path) => resolve(path)),
  SANDMLE_PYTHON: z.string().default('/usr/bin/python3'),
  SANDMLE_URL: z.url().default('http://127.0.0.1:3000'),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  NODE_ENV: z.string().default('production'),
})
export type Env = z.infer<typeof Env>

let parsed: Env | undefined

/** The parsed environment; the only reader of `process.env`. Throws with the variable's name and the next step. */
export function env(): Env {
  if (parsed) return parsed
  const result = Env.safeParse(process.env)
  if (!result.success) {
    const issue = result.error.issues[0]
    throw new Error(`Environment variable ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? 'invalid'}`)
  }
  parsed = result.data
  return parsed
}
