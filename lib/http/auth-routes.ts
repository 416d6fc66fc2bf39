import { z } from 'zod'
import { AppError, notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { auth } from '#lib/http/auth.ts'
import { contextOf, publicContext } from '#lib/http/context-of.ts'
import { peerOf } from '#lib/http/door/peer.ts'
import { guardPage } from '#lib/http/guard-origin.ts'
import { browserCookie, knownBrowser } from '#lib/http/known-browser.ts'
import { readJson, TINY_BODY } from '#lib/http/read-body.ts'
import { refusalOf } from '#lib/http/route.ts'
import { untrusted } from '#lib/http/trusted-origins.ts'
import { whyFailed } from '#lib/http/why-failed.ts'
import { log } from '#lib/log.ts'
import type { PublicContext } from '#lib/services/context.ts'
import { limitSignIn } from '#lib/services/people/limit-sign-in.ts'
import { recordSignIn } from '#lib/services/people/record-sign-in.ts'
import { recordSignOut } from '#lib/services/people/record-sign-out.ts'

const SignInInput = z.strictObject({
  email: z.string().min(1).max(320),
  password: z.string().min(1).max(128),
})

const FORBIDDEN = 403
const TOO_MANY = 429
const FAILED = 500

/** The library's cookies with an answer of ours: what its own says besides, the browser need not know. */
function answerWith(cookies: readonly string[]): Response {
  const response = Response.json({}, { headers: { 'cache-control': 'no-store' } })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

async function signIn(ctx: PublicContext, request: Request): Promise<Response> {
  const { headers } = request
  const { email, password } = parseInput(SignInInput, await readJson(request, TINY_BODY))
  const browser = knownBrowser(headers, email)
  const source =
    browser === null
      ? { kind: 'address' as const, id: peerOf(headers) }
      : { kind: 'browser' as const, id: browser }
  const many = await limitSignIn({ ctx, email, source })
  const tried = await auth().api.signInEmail({ body: { email, password }, headers, asResponse: true })
  const from = browser === null ? 'unknown browser' : 'known browser'
  if (tried.ok) {
    await recordSignIn({ ctx, input: { email, hasWorked: true, from } })
    return answerWith([...tried.headers.getSetCookie(), browserCookie(email)])
  }
  if (tried.status >= FAILED) throw await whyFailed(ctx, new Error(`better-auth answered ${tried.status}`))
  if (tried.status === TOO_MANY)
    throw new AppError('limit', 'Too many people sign in right now. Try again in a few seconds.')
  // The library refuses an origin by itself too; that is no wrong password.
  if (tried.status === FORBIDDEN) throw new AppError('forbidden', untrusted(headers.get('origin')))
  // Not waited for: the time of an answer must not tell which accounts exist. After many tries in a row, no more lines.
  if (many === null)
    recordSignIn({ ctx, input: { email, hasWorked: false, from } }).catch((error: unknown) =>
      log.error('a refused sign-in is not on record', { requestId: ctx.requestId, error }),
    )
  throw many ?? new AppError('unauthenticated', 'E-mail or password is wrong.')
}

async function signOut(_ctx: PublicContext, { headers }: Request): Promise<Response> {
  const ctx = await contextOf(headers)
  if (ctx !== null) await recordSignOut({ ctx })
  const left = await auth().api.signOut({ headers, asResponse: true })
  return answerWith(left.headers.getSetCookie())
}

/** All of the library that can be reached. Everything else about people is a verb of ours. */
const OFFERED: Readonly<Record<string, (ctx: PublicContext, request: Request) => Promise<Response>>> = {
  'POST /api/auth/sign-in/email': signIn,
  'POST /api/auth/sign-out': signOut,
}

/** Sign-in and sign-out, from our own pages; any other path of the library is 404. */
export async function authRoute(request: Request): Promise<Response> {
  const ctx = publicContext()
  try {
    const { pathname } = new URL(request.url)
    const work = Object.hasOwn(OFFERED, `${request.method} ${pathname}`)
      ? OFFERED[`${request.method} ${pathname}`]
      : undefined
    if (work === undefined) throw notFound('route', pathname.slice(0, 200))
    guardPage(request)
    return await work(ctx, request)
  } catch (error) {
    return refusalOf(error, ctx.requestId)
  }
}
