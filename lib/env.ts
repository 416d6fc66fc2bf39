import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'

const PORT_MAX = 65_535
/** An empty variable is an unset one. */
const unset = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(type: T) => z.preprocess(unset, type)

const PINNED = '.venv/bin/python3'

/** The pinned runtime, where `npm run up` made it; else the system's. The bundler would follow a path that it can read here. */
function withoutPinned(python: string): string {
  if (python !== PINNED) return python
  const path = resolve(python)
  return existsSync(path) ? path : '/usr/bin/python3'
}

const Env = z.object({
  DATABASE_URL: optional(
    z
      .string('is not set; start with `npm run up`, or set it')
      .regex(/^postgres(ql)?:\/\//, 'is not a postgresql:// address'),
  ),
  SANDMLE_HOME: optional(
    z
      .string()
      .default('.sandmle')
      .transform((path) => resolve(path)),
  ),
  SANDMLE_PYTHON: optional(z.string().default(PINNED).transform(withoutPinned)),
  SANDMLE_URL: optional(z.url('is not an address').default('http://127.0.0.1:3000')),
  PORT: optional(z.coerce.number('is not a port').int('is not a port').min(1).max(PORT_MAX).default(3000)),
  BETTER_AUTH_SECRET: optional(z.string().min(32, 'needs 32 characters or more').optional()),
  NODE_ENV: optional(z.string().default('production')),
})
export type Env = z.infer<typeof Env>

/** Reads the settings from `source`. @throws Error that names the variable, what is wrong and the next step. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const result = Env.safeParse(source)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new Error(`Environment: ${lines.join('; ')}`)
}

let parsed: Env | undefined

/** The settings of this process; the only reader of `process.env`. Parsed on first use, so that a build needs none. */
export function env(): Env {
  parsed ??= parseEnv(process.env)
  return parsed
}
