import { env } from '#lib/env.ts'
import { openServices, type Services } from '#lib/services/open-services.ts'

// One set of connections a process, also across the module reloads of development.
const holder: typeof globalThis & { sandmleServices?: Services } = globalThis

export function services(): Services {
  const { DATABASE_URL, SANDMLE_HOME } = env()
  holder.sandmleServices ??= openServices({ databaseUrl: DATABASE_URL, home: SANDMLE_HOME })
  return holder.sandmleServices
}
