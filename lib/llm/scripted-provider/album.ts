import { CassetteProblem, listCassettes } from '#lib/llm/scripted-provider/cassette.ts'
import type { Marker } from '#lib/llm/scripted-provider/marker.ts'

/** The model that plays another cassette for each place of a run, so that a whole run gives different tasks. */
export const ALBUM = 'album'

/** The cassette of a request: the one that the model names, or for the album the one of the candidate's place. */
export async function cassetteFor(dir: string, named: string, marker: Marker): Promise<string> {
  if (named !== ALBUM) return named
  const names = await listCassettes(dir)
  const place = Number(/(\d{1,9})$/.exec(marker.candidate)?.[1] ?? 0)
  const cassette = names[place % names.length]
  if (cassette === undefined) throw new CassetteProblem(404, 'The album is empty: there is no cassette here.')
  return cassette
}
