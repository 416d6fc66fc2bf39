import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { databaseAnswers } from '#lib/http/database-answers.ts'
import { gatePage } from '#lib/http/page-gate.ts'
import { isReadable } from '#lib/http/readable-address.ts'
import { PATH_HEADER } from '#lib/http/sign-in-path.ts'
import { unavailablePage } from '#lib/http/unavailable-page.ts'

/**
 * Scripts run only with the nonce of this response: no inline script of a stranger's statement, log or file name
 * ever runs. Styles may be inline, as the editor and the charts position their parts through style elements.
 */
function contentSecurityPolicy(nonce: string): string {
  const evaluate = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluate}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Server actions answer for themselves, so that a form keeps what was typed. */
const isAction = (request: NextRequest): boolean => request.headers.has('next-action')

const guarded = (response: NextResponse, policy: string): NextResponse => {
  response.headers.set('content-security-policy', policy)
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()')
  return response
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8' }
const UNREADABLE = 'This address holds a character that no name here has. Check it and try again.\n'

export async function proxy(request: NextRequest) {
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'))
  const { method, headers, nextUrl } = request
  const text = (body: string, status: number) =>
    guarded(new NextResponse(body, { status, headers: TEXT }), policy)
  if (!isReadable(nextUrl)) return text(UNREADABLE, 400)
  const refusal = gatePage({ method, headers, pathname: nextUrl.pathname, search: nextUrl.search })
  if (refusal?.kind === 'redirect') return guarded(NextResponse.redirect(refusal.to), policy)
  if (refusal?.kind === 'refuse') return text(`${refusal.message}\n`, refusal.status)
  if (!isAction(request) && !(await databaseAnswers())) return unavailablePage(policy)
  const passed = new Headers(headers)
  passed.set('content-security-policy', policy)
  passed.set(PATH_HEADER, `${nextUrl.pathname}${nextUrl.search}`)
  return guarded(NextResponse.next({ request: { headers: passed } }), policy)
}

/** Pages only: a body that passes here would be buffered and cut, so uploads and the API stay outside. */
export const config = {
  matcher: [{ source: '/((?!api/|_next/|favicon\\.ico$|icon\\.svg$).*)' }],
}
