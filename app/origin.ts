import { headers } from 'next/headers'
import { originOfHost, trustedOrigins } from '#lib/http/trusted-origins.ts'

/** Address of this studio as the reader's browser called it, for commands that the reader copies. */
export async function originOfRequest(): Promise<string> {
  return originOfHost((await headers()).get('host')) ?? trustedOrigins()[0] ?? ''
}
