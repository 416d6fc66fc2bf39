/** Which folders of an archive are seed tasks, and which files belong to each. */
export type SeedRoot = {
  /** Folder in the archive; '' is the archive itself. */
  folder: string
  kind: SeedKind
  /** Archive path -> path inside the seed. */
  paths: ReadonlyMap<string, string>
}
export type SeedKind = 'kaggle-like' | 'mle-bench'

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0))
const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Public data may lie one level down, as benchmark and download tools leave it. */
const DATA_FOLDER = /(?:^|\/)(?:prepared\/public|public|data|input)$/
const DATA_PREFIX = /^(?:prepared\/public|public|data|input)\//
/** What only a grader or a preparation script needs; never part of a seed's public files. */
const PRIVATE = /^(?:prepared\/private|private|raw)\//

/** The folders that hold a path, the nearest first, the archive itself ('') last. */
function* foldersAbove(path: string): Generator<string> {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) yield path.slice(0, at)
  yield ''
}

function innerPath(root: string, path: string): string {
  const local = root === '' ? path : path.slice(root.length + 1)
  return local.replace(DATA_PREFIX, '')
}

function foldersOfSeeds(paths: readonly string[]): Map<string, SeedKind> {
  const folders = new Map<string, SeedKind>()
  const add = (folder: string) => folders.set(folder, folders.get(folder) ?? 'kaggle-like')
  for (const path of paths) {
    const base = baseOf(path).toLowerCase()
    if (base === 'seed.json') add(parentOf(path))
    if (base === 'train.csv') add(parentOf(path).replace(DATA_FOLDER, ''))
    if (base === 'config.yaml') folders.set(parentOf(path), 'mle-bench')
  }
  return folders
}

/**
 * Finds every folder with a seed.json, a train.csv or a benchmark's config.yaml. A config.yaml whose data lies in
 * another folder of the same name (`<data>/<id>/prepared/public`) is joined with it. Takes time in the number of
 * paths times their depth, however many folders are seeds.
 */
export function findSeedRoots(paths: readonly string[]): { roots: SeedRoot[]; orphans: string[] } {
  const folders = foldersOfSeeds(paths)
  const joined = joinByName(folders)
  const isNested = (folder: string) =>
    folder !== '' && [...foldersAbove(folder)].some((above) => above !== '' && folders.has(above))
  const outermost = [...folders.keys()].filter((folder) => !isNested(folder) && !joined.has(folder)).sort()
  const owners = ownersOf(outermost, joined)
  const files = new Map(outermost.map((folder) => [folder, new Map<string, string>()]))
  const orphans = new Set<string>()
  for (const path of paths) {
    const owner = ownerOf(path, owners)
    if (owner === null) {
      orphans.add(parentOf(path))
      continue
    }
    const local = innerPath(owner.source, path)
    if (!PRIVATE.test(local)) files.get(owner.root)?.set(path, local)
  }
  const roots = outermost.map((folder) => ({
    folder,
    kind: folders.get(folder) ?? 'kaggle-like',
    paths: files.get(folder) ?? new Map<string, string>(),
  }))
  return { roots, orphans: [...orphans].sort() }
}

type Owner = { root: string; source: string; rank: number }

/** Folders whose files belong to a seed: its own, and the data folders that are joined with it. */
function ownersOf(outermost: readonly string[], joined: ReadonlyMap<string, string>): Map<string, Owner> {
  const owners = new Map<string, Owner>()
  const rankOf = new Map(outermost.map((folder, rank) => [folder, rank]))
  for (const [root, rank] of rankOf) owners.set(root, { root, source: root, rank })
  for (const [source, root] of joined) {
    const rank = rankOf.get(root)
    if (rank !== undefined) owners.set(source, { root, source, rank })
  }
  return owners
}

/** A file that lies in the folders of two seeds belongs to the first of them. */
function ownerOf(path: string, owners: ReadonlyMap<string, Owner>): Owner | null {
  let best: Owner | null = null
  for (const folder of foldersAbove(path)) {
    const owner = owners.get(folder)
    if (owner !== undefined && (best === null || owner.rank <= best.rank)) best = owner
  }
  return best
}

/** Data folder -> definition folder of the same name. */
function joinByName(folders: ReadonlyMap<string, SeedKind>): Map<string, string> {
  const definitions = new Map<string, string>()
  for (const [folder, kind] of folders) if (kind === 'mle-bench') definitions.set(baseOf(folder), folder)
  const joined = new Map<string, string>()
  for (const [data, kind] of folders) {
    const definition = definitions.get(baseOf(data))
    if (kind !== 'mle-bench' && definition !== undefined) joined.set(data, definition)
  }
  return joined
}
