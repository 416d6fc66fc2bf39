import type { z } from 'zod'
import { personHeaders } from '#components/data/person-headers.ts'
import { RequestError, requestErrorOf } from '#components/data/read-json.ts'
import { addressAt, type Endpoint, type PlaceOf } from '#lib/contracts/endpoint.ts'

export type SendEvents = {
  /** Whose page sends it. */
  madeFor: string | null
  onBytes: (sent: number, total: number) => void
  signal: AbortSignal
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Sends a file as the body of an endpoint. XMLHttpRequest, as fetch cannot report bytes sent. */
export function sendFile<const E extends Endpoint, S extends z.ZodType>(
  endpoint: E & { response: S },
  place: PlaceOf<E>,
  file: File,
  { madeFor, onBytes, signal }: SendEvents,
): Promise<z.output<S>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(endpoint.method, addressAt(endpoint, { ...place }))
    request.setRequestHeader('content-type', 'application/octet-stream')
    for (const [name, value] of Object.entries(personHeaders(madeFor))) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) =>
      onBytes(event.loaded, event.lengthComputable ? event.total : file.size)
    request.onload = () => {
      const body = parseBody(request.responseText)
      if (request.status >= 400) return reject(requestErrorOf(request.status, body))
      const view = endpoint.response.safeParse(body)
      return view.success ? resolve(view.data) : reject(requestErrorOf(request.status, null))
    }
    request.onerror = () =>
      reject(new RequestError(0, 'The connection broke before the file was sent. Try again.', null))
    request.onabort = () => reject(new RequestError(0, 'Upload cancelled; nothing was stored.', null))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
