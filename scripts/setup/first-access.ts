import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openServices, type Services } from '#lib/services/open-services.ts'
import { createLocalToken } from '#lib/services/people/create-local-token.ts'
import { issueOwnerToken } from '#lib/services/people/issue-owner-token.ts'
import { hashSecret } from '#lib/services/people/secrets.ts'

async function stillWorks(services: Services, file: string): Promise<string | null> {
  if (!existsSync(file)) return null
  const { token } = JSON.parse(readFileSync(file, 'utf8')) as { token: string }
  const where = { tokenHash: hashSecret(token), revokedAt: null }
  return (await services.db.apiToken.findFirst({ where, select: { id: true } })) ? token : null
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
    const token = (await stillWorks(services, file)) ?? (await createLocalToken({ ctx })).token
    writeFileSync(file, `${JSON.stringify({ url: options.url, token })}\n`, { mode: 0o600 })
    return (await issueOwnerToken({ ctx }))?.token ?? null
  } finally {
    await services.close()
  }
}
