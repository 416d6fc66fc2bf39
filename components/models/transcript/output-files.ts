import type { RoleOutput } from '#lib/contracts/steering.ts'

type Files = RoleOutput['files']
/** A file alone, or a folder of so many that nobody looks through them one by one. */
export type Listed = { kind: 'file'; file: Files[number] } | { kind: 'folder'; path: string; files: Files }

const MANY = 12
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** Files one by one, and below them folders of many: what people read stands first. */
export function listFiles(files: Files): Listed[] {
  const folders = [...Map.groupBy(files, ({ path }) => folderOf(path))]
  const few = folders.filter(([, inside]) => inside.length <= MANY).flatMap(([, inside]) => inside)
  const many = folders.filter(([, inside]) => inside.length > MANY)
  return [
    ...few.map((file): Listed => ({ kind: 'file', file })),
    ...many.map(([path, inside]): Listed => ({ kind: 'folder', path, files: inside })),
  ]
}
