import { Manifest } from '#lib/domain/artefacts/manifest.ts'
import { stored } from '#lib/domain/parse.ts'

export type StoredVersion = { id: string; manifest: unknown }

/** The manifest of a version's row. @throws internal where it cannot be read */
export const manifestOf = ({ id, manifest }: StoredVersion): Manifest =>
  stored(Manifest, manifest, `manifest of version ${id}`)
