import { createHmac, timingSafeEqual } from 'node:crypto'

/** Cookies of one name that are looked at; another program on this host may have set the others. */
const MOST_OF_A_NAME = 4

const signatureOf = (value: string, secret: string): string =>
  createHmac('sha256', secret).update(value).digest('base64')

/** A value with its signature, as a cookie carries it; the form is that of better-auth. */
export const signedCookie = (value: string, secret: string): string =>
  encodeURIComponent(`${value}.${signatureOf(value, secret)}`)

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** The value of a signed text, or null where the signature is not ours. */
function verified(text: string | null, secret: string): string | null {
  const dot = text?.lastIndexOf('.') ?? -1
  if (text === null || dot < 1) return null
  const value = text.slice(0, dot)
  const [given, wanted] = [Buffer.from(text.slice(dot + 1)), Buffer.from(signatureOf(value, secret))]
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? value : null
}

/** The value of the first cookie of this name that carries our signature; null without one. Asks no database. */
export function readSignedCookie(header: string | null, name: string, secret: string): string | null {
  const values = (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .slice(0, MOST_OF_A_NAME)
    .map((part) => verified(decoded(part.slice(name.length + 1)), secret))
  return values.find((value) => value !== null) ?? null
}
