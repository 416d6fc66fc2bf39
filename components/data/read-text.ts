import { requestErrorOf } from '#components/data/read-json.ts'

/** GETs a file of our API as text. */
export async function readText(path: string, signal?: AbortSignal): Promise<string> {
  const response = await fetch(path, signal ? { signal } : {})
  if (response.ok) return response.text()
  throw requestErrorOf(response.status, await response.json().catch(() => null))
}
