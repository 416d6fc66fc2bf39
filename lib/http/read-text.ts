import { AppError } from '#lib/domain/errors.ts'

/** The body as text; a longer one is refused before more of it is read. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  if (request.body === null) return ''
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of request.body) {
    bytes += part.length
    if (bytes > maxBytes)
      throw new AppError('limit', `The body is larger than ${maxBytes} bytes. Send it in several requests.`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
