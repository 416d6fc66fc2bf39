import { forbidden } from '#lib/domain/errors.ts'
import { trustedOrigins } from '#lib/http/auth.ts'

/** Refuses foreign hosts (DNS rebinding) and, for cookie-borne writes, foreign origins (cross-site requests). */
export function guardOrigin(request: Request): void {
  const origins = trustedOrigins()
  const host = request.headers.get('host')
  if (host !== null && !origins.some((origin) => new URL(origin).host === host))
    throw forbidden(`This server does not answer for the host ${host}.`)
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (reads || request.headers.has('authorization')) return
  const origin = request.headers.get('origin')
  if (origin === null || !origins.includes(origin))
    throw forbidden('This request comes from another site. Use the page itself, or a token.')
}
