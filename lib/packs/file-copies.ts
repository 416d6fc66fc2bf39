const TEXT_FILE = /\.(?:csv|tsv|jsonl?|log|md|txt|ya?ml)$/i

/** The names that a file could be a copy of, as browsers, desktops, drives and editors name their copies. */
function originalsOf(base: string): string[] {
  const dot = base.lastIndexOf('.')
  const [stem, ending] = dot > 0 ? [base.slice(0, dot), base.slice(dot)] : [base, '']
  const numbered = /^(.+?)(?: ?\(\d{1,3}\)|(?: - Copy| - Kopie| copy)(?: ?\(\d{1,3}\)| \d{1,3})?)$/i.exec(
    stem,
  )?.[1]
  const ofDrive = /^(?:Copy of|Kopie von|Copie de) (.+)$/i.exec(base)?.[1]
  const ofEditor = /^(.+?)(?:~|\.(?:bak|orig|old|swp))$/i.exec(base)?.[1]
  const hidden = /^\.(.+)\.sw[a-p]$/i.exec(base)?.[1]
  const saved = /^#(.+)#$/.exec(base)?.[1]
  const named = [numbered === undefined ? undefined : numbered + ending, ofDrive, ofEditor, hidden, saved]
  return named.filter((name) => name !== undefined).filter((name) => name !== base)
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** Tables and texts of a list of paths that lie beside the file that they are named as a copy of, with that file. */
export function copiesAmong(paths: readonly string[]): Map<string, string> {
  const known = new Set(paths)
  const copies = new Map<string, string>()
  for (const path of paths) {
    const folder = folderOf(path)
    const original = originalsOf(path.slice(folder.length))
      .map((name) => folder + name)
      .find((one) => known.has(one) && TEXT_FILE.test(one))
    if (original !== undefined) copies.set(path, original)
  }
  return copies
}
