import { RequestError, requestErrorOf } from '#components/data/read-json.ts'
import { api } from '#lib/contracts/api-paths.ts'
import { SeedUploadView } from '#lib/contracts/seeds.ts'

type UploadEvents = { onBytes: (sent: number, total: number) => void; signal: AbortSignal }

/** Sends an archive as the body of one request. XMLHttpRequest, as fetch cannot report bytes sent. */
export function uploadArchive(file: File, { onBytes, signal }: UploadEvents): Promise<SeedUploadView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', api.uploadSeeds(file.name))
    request.setRequestHeader('content-type', 'application/zip')
    request.upload.onprogress = (event) =>
      onBytes(event.loaded, event.lengthComputable ? event.total : file.size)
    request.onload = () => {
      const body = parseBody(request.responseText)
      if (request.status >= 400) return reject(requestErrorOf(request.status, body))
      const view = SeedUploadView.safeParse(body)
      return view.success ? resolve(view.data) : reject(requestErrorOf(request.status, null))
    }
    request.onerror = () =>
      reject(new RequestError(0, 'The connection broke before the archive was sent. Try again.', null))
    request.onabort = () => reject(new RequestError(0, 'Upload cancelled; nothing was stored.', null))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
