import type { EnvironmentDetail } from '#lib/contracts/environments.ts'

type File = EnvironmentDetail['files'][number]
export type FileEntry = { path: string; name: string; view: File['view']; note: string | null }
export type FileGroup = { folder: string; entries: readonly FileEntry[] }

export const isImage = (path: string): boolean => /\.(png|jpe?g|webp)$/i.test(path)

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** Files by folder, in the order of the manifest; a folder of pictures is one entry of the folder above it. */
export function groupFiles(files: readonly File[]): FileGroup[] {
  const groups = new Map<string, FileEntry[]>()
  const add = (folder: string, entry: FileEntry) => {
    groups.set(folder, [...(groups.get(folder) ?? []), entry])
  }
  const pictures = new Map<string, File[]>()
  for (const file of files) {
    const folder = folderOf(file.path)
    if (isImage(file.path)) pictures.set(folder, [...(pictures.get(folder) ?? []), file])
    else add(folder, { path: file.path, name: file.path.slice(folder.length), view: file.view, note: null })
  }
  for (const [path, [first, ...rest]] of pictures) {
    const above = folderOf(path.slice(0, -1))
    if (first)
      add(above, {
        path,
        name: path.slice(above.length),
        view: first.view,
        note: `${rest.length + 1} pictures`,
      })
  }
  return [...groups].map(([folder, entries]) => ({ folder, entries }))
}
