import { forbidden } from '#lib/domain/errors.ts'
import { credentialOf } from '#lib/http/credential-of.ts'
import { isTrustedHost, isTrustedOrigin, untrusted } from '#lib/http/trusted-origins.ts'

/** Refuses hosts that are not ours (DNS rebinding). */
export function guardHost({ headers }: Request): void {
  const host = headers.get('host')
  if (!isTrustedHost(host)) throw forbidden(untrusted(host))
}

/** Refuses foreign hosts and, for writes, whatever does not come from a page of ours (cross-site requests). */
export function guardPage(request: Request): void {
  guardHost(request)
  const reads = request.method === 'GET' || request.method === 'HEAD'
  const origin = request.headers.get('origin')
  if (!reads && !isTrustedOrigin(origin))
    throw forbidden(
      `This request comes from another site. ${untrusted(origin)} Programs send a token instead.`,
    )
}

/** As `guardPage`; but what a bearer token alone carries may come from anywhere, as no browser sends one by itself. */
export function guardOrigin(request: Request): void {
  if (credentialOf(request.headers).kind === 'token') guardHost(request)
  else guardPage(request)
}
