import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Client } from '#cli/client.ts'
import { CommandFailure, usageFailure } from '#cli/failure.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { type EnvironmentDetail, VERSIONS } from '#lib/contracts/environments.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { contentHashOf, encodeManifest } from '#lib/packs/task-format.ts'

/**
 * Writes the files of one version below `folder`, which must be new or empty; every file is checked against the
 * manifest's sha256. MANIFEST.json is written when the caller may see all files, as only then it names the content.
 * Returns the paths written.
 */
export async function exportEnvironment(
  client: Client,
  detail: EnvironmentDetail,
  folder: string,
): Promise<string[]> {
  const { environment, version, files } = detail
  if ((await readdir(folder).catch(() => [])).length > 0)
    throw usageFailure('The folder is not empty.', folder, 'Name a new folder with --out.')
  const written: string[] = []
  const write = async (path: string, content: Uint8Array) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content, { flag: 'wx' })
    written.push(path)
  }
  for (const file of files) {
    const path = addressOf(VERSIONS.file, { id: environment.id, n: version.number, path: file.path })
    const content = await client.bytes(path)
    if (sha256(content) !== file.sha256)
      throw new CommandFailure(
        `${file.path} arrived with another sha256 than its manifest says.`,
        `GET ${path}`,
        'Try again; if it stays, the stored file is damaged: sandmle doctor',
      )
    await write(file.path, content)
  }
  const manifest = { format: 'sandmle-manifest/1' as const, files }
  if (detail.view === 'judge') {
    if (contentHashOf(manifest) !== version.contentHash)
      throw new CommandFailure(
        'The files do not make up the content hash of this version.',
        addressOf(VERSIONS.get, { id: environment.id, n: version.number }),
        'Use the sandmle command of the same release as the server.',
      )
    await write('MANIFEST.json', encodeManifest(manifest))
  }
  return written
}
