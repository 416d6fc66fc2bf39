import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { PlannedContent } from '#lib/packs/layout.ts'
import type { PackPlan } from '#lib/packs/plan-pack.ts'

// Built at every call from local parts, with forceDosTimestamp: the bytes do not depend on the time zone. Not 1980,
// where the library compares with the zone that the process started in.
const options = () =>
  ({ mtime: new Date(1981, 0, 1, 0, 0, 0), mode: 0o100644, forceDosTimestamp: true, compress: true }) as const

/**
 * The zip file of a plan, in pieces. Equal plans give equal bytes: sorted names, fixed times and modes. Contents are
 * read one at a time, when their turn comes.
 */
export async function* writePack(
  plan: PackPlan,
  readBlob: (sha256: string) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const load = async (content: PlannedContent) =>
    content.kind === 'bytes' ? content.content : await readBlob(content.sha256)
  zip.on('error', (error) => output.destroy(error instanceof Error ? error : new Error(String(error))))
  for (const { path, content } of plan.entries)
    zip.addReadStreamLazy(path, options(), (give) => {
      load(content).then(
        (bytes) => give(null, Readable.from([Buffer.from(bytes)], { objectMode: false })),
        (error: unknown) => give(error, Readable.from([])),
      )
    })
  zip.end()
  for await (const part of output) yield part as Uint8Array
}
