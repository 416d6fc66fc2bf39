import { headers } from 'next/headers'

/** Address of this studio as the reader's browser called it, for commands that the reader copies. */
export async function originOfRequest(): Promise<string> {
  const list = await headers()
  const scheme = list.get('x-forwarded-proto')?.split(',')[0] ?? 'http'
  return `${scheme}://${list.get('host') ?? 'localhost'}`
}
