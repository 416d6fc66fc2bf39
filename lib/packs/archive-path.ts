// Control characters, and the marks that reorder text on screen: a name must look like what it is.
const HIDDEN = /[\p{Cc}\p{Cf}]/u
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$/i

/** Why a path of an archive entry is not accepted; null when it is. Directories end with a slash. */
export function pathObjection(path: string, limits: { depth: number; pathLength: number }): string | null {
  if (path === '') return 'has an empty name'
  if (path.length > limits.pathLength) return `has a name longer than ${limits.pathLength} characters`
  if (HIDDEN.test(path)) return 'has control or invisible characters in its name'
  if (path.includes('\\')) return 'has a backslash in its name'
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'has an absolute path'
  const segments = path.replace(/\/$/, '').split('/')
  if (segments.includes('..')) return 'leaves the archive ("..")'
  if (segments.some((segment) => segment === '' || segment === '.'))
    return 'has an empty or "." folder in its path'
  if (segments.some((segment) => /[. ]$/.test(segment)))
    return 'has a folder or file name that ends with a dot or space'
  if (segments.some((segment) => WINDOWS_DEVICE.test(segment))) return 'is named like a device of Windows'
  if (segments.length > limits.depth) return `lies deeper than ${limits.depth} folders`
  return null
}

/** Names that differ only by case or by Unicode form are the same file on many disks. */
export const foldedPath = (path: string): string => path.normalize('NFC').toLowerCase().replace(/\/$/, '')

const CLUTTER_FOLDERS: ReadonlySet<string> = new Set([
  '__macosx',
  '.appledouble',
  '.spotlight-v100',
  '.trashes',
  '.temporaryitems',
  '.fseventsd',
  '$recycle.bin',
  'system volume information',
])
/** Copies that an editor keeps of every file. */
const COPY_FOLDERS: ReadonlySet<string> = new Set(['.ipynb_checkpoints'])
const CLUTTER_FILES: ReadonlySet<string> = new Set([
  '.ds_store',
  '.localized',
  'icon\r',
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '.directory',
])
/** AppleDouble companions (`._train.csv`), and what office programs leave beside an open file. */
const CLUTTER_PREFIXES = ['._', '~$', '.~lock.'] as const

/** Also what an editor keeps. Passed over before anything else is looked at, never an error. */
export const isClutter = (path: string): boolean =>
  isSystemClutter(path) ||
  path
    .toLowerCase()
    .split('/')
    .some((segment) => COPY_FOLDERS.has(segment))

/** What operating systems leave in archives: companions of files, folder settings, thumbnails, lock files. */
export function isSystemClutter(path: string): boolean {
  const segments = path.toLowerCase().split('/')
  const name = segments.at(-1) ?? ''
  return (
    segments.some((segment) => CLUTTER_FOLDERS.has(segment)) ||
    CLUTTER_FILES.has(name) ||
    CLUTTER_PREFIXES.some((prefix) => name.startsWith(prefix))
  )
}
