/** Which folders of an archive are seed tasks, and which files belong to each. */
export type SeedRoot = {
  /** Folder in the archive; '' is the archive itself. */
  folder: string
  kind: 'kaggle-like' | 'mle-bench'
  /** Archive path -> path inside the seed. */
  paths: ReadonlyMap<string, string>
}

const parentOf = (path: string): string => path.split('/').slice(0, -1).join('/')
const baseOf = (path: string): string => path.split('/').at(-1) ?? ''
const inside = (folder: string, path: string): boolean => folder === '' || path.startsWith(`${folder}/`)

/** Public data may lie one level down, as benchmark and download tools leave it. */
const DATA_FOLDERS = /(^|\/)(prepared\/public|public|data|input)$/
/** What only a grader or a preparation script needs; never part of a seed's public files. */
const PRIVATE = /^(prepared\/private|private|raw)\//

function rootOfTrain(path: string): string {
  const folder = parentOf(path)
  return folder.replace(DATA_FOLDERS, '')
}

function innerPath(root: string, path: string): string {
  const local = root === '' ? path : path.slice(root.length + 1)
  return local.replace(/^(prepared\/public|public|data|input)\//, '')
}

/**
 * Finds every folder with a seed.json, a train.csv or a benchmark's config.yaml. A config.yaml whose data lies in
 * another folder of the same name (`<data>/<id>/prepared/public`) is joined with it.
 */
export function findSeedRoots(paths: readonly string[]): { roots: SeedRoot[]; orphans: string[] } {
  const folders = new Map<string, 'kaggle-like' | 'mle-bench'>()
  for (const path of paths) {
    if (baseOf(path) === 'seed.json')
      folders.set(parentOf(path), folders.get(parentOf(path)) ?? 'kaggle-like')
    if (baseOf(path) === 'train.csv')
      folders.set(rootOfTrain(path), folders.get(rootOfTrain(path)) ?? 'kaggle-like')
    if (baseOf(path) === 'config.yaml') folders.set(parentOf(path), 'mle-bench')
  }
  const joined = joinByName(folders)
  const roots: SeedRoot[] = []
  const used = new Set<string>()
  const outermost = [...folders.keys()].filter(
    (folder) => ![...folders.keys()].some((one) => one !== folder && inside(one, folder) && one !== ''),
  )
  for (const folder of outermost.sort()) {
    if (joined.has(folder)) continue
    const sources = [folder, ...[...joined].filter(([, into]) => into === folder).map(([from]) => from)]
    const own = new Map<string, string>()
    for (const source of sources)
      for (const path of paths) {
        if (!inside(source, path) || used.has(path)) continue
        used.add(path)
        const local = innerPath(source, path)
        if (!PRIVATE.test(local)) own.set(path, local)
      }
    roots.push({ folder, kind: folders.get(folder) ?? 'kaggle-like', paths: own })
  }
  const orphans = [...new Set(paths.filter((path) => !used.has(path)).map(parentOf))].sort()
  return { roots, orphans }
}

/** Data folder -> definition folder of the same name. */
function joinByName(folders: ReadonlyMap<string, string>): Map<string, string> {
  const joined = new Map<string, string>()
  for (const [data, kind] of folders) {
    if (kind === 'mle-bench') continue
    for (const [definition, other] of folders)
      if (other === 'mle-bench' && data !== definition && baseOf(data) === baseOf(definition))
        joined.set(data, definition)
  }
  return joined
}
