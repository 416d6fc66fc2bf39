import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceContext } from '#lib/services/context.ts'
import { openServices } from '#lib/services/open-services.ts'
import { createLocalToken, isLocalToken } from '#lib/services/people/create-local-token.ts'
import { issueOwnerToken } from '#lib/services/people/issue-owner-token.ts'

async function stillWorks(ctx: ServiceContext, file: string): Promise<string | null> {
  if (!existsSync(file)) return null
  const { token } = JSON.parse(readFileSync(file, 'utf8')) as { token: string }
  return (await isLocalToken({ ctx, token })) ? token : null
}

/**
 * The ways in that exist before any person does: `local.json` for the command line of this machine, and the
 * owner's one-time token (null once there is an owner).
 */
export async function firstAccess(options: {
  databaseUrl: string
  home: string
  url: string
}): Promise<string | null> {
  const services = openServices(options)
  try {
    const ctx = { ...services, actor: { kind: 'system' } as const, requestId: 'set-up' }
    const file = join(options.home, 'local.json')
    const token = (await stillWorks(ctx, file)) ?? (await createLocalToken({ ctx })).token
    writeFileSync(file, `${JSON.stringify({ url: options.url, token })}\n`, { mode: 0o600 })
    return (await issueOwnerToken({ ctx }))?.token ?? null
  } finally {
    await services.close()
  }
}
