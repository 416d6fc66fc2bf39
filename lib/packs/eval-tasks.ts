import facts from '#lib/packs/eval-facts.json' with { type: 'json' }
import prints from '#lib/packs/eval-prints.json' with { type: 'json' }
import { foldName, foldWords } from '#lib/packs/fold-text.ts'
import lite from '#lib/packs/mle-bench-lite.json' with { type: 'json' }

type Facts = {
  aliases?: readonly string[]
  columns?: readonly string[]
  labels?: readonly string[]
  files?: readonly string[]
  ids?: string
  terms: readonly string[]
}
const FACTS: Readonly<Record<string, Facts>> = facts.tasks
type Prints = { sample?: readonly string[]; md5: readonly string[]; shingles: string }
const PRINTS: Readonly<Record<string, Prints>> = prints.tasks

/** What an evaluation task is known by; every text folded as what is compared with it. */
export type EvalTask = {
  id: string
  /** Whole names of the task. */
  names: ReadonlySet<string>
  /** Names so long that they mean the task wherever they appear in another. */
  within: readonly string[]
  /** Its id and its title as they appear in a text. */
  mentions: readonly string[]
  columns: ReadonlyMap<string, string>
  labels: ReadonlyMap<string, string>
  files: ReadonlyMap<string, string>
  terms: ReadonlyMap<string, string>
  ids: ((id: string) => boolean) | null
  /** The header of its sample submission, folded; empty where it is not known. */
  sample: readonly string[]
  /** MD5 of its files and of its download, as the benchmark lists them. */
  md5: ReadonlySet<string>
  /** Hashes of what only its description says (`shingles.ts`). */
  shingles: ReadonlySet<string>
}

const SHINGLE_DIGITS = 8
function shinglesIn(text: string): Set<string> {
  const found = new Set<string>()
  for (let at = 0; at < text.length; at += SHINGLE_DIGITS) found.add(text.slice(at, at + SHINGLE_DIGITS))
  return found
}

const byFold = (texts: readonly string[] = [], fold = foldWords): Map<string, string> =>
  new Map(texts.map((text) => [fold(text), text]))

const LONG_NAME = 14
/** How ids look in some tasks, by the word that the facts use. */
const ID_FORMS: ReadonlyMap<string, (id: string) => boolean> = new Map(
  Object.entries({
    sha1: (id: string) => /^[0-9a-f]{40}$/.test(id),
    'reddit-post': (id: string) => /^t3_[a-z0-9]{4,7}$/.test(id),
    'dicom-uid': (id: string) => id.startsWith('1.2.826.0.1.3680043.8.498.'),
    isic: (id: string) => /^ISIC_\d{7}$/.test(id),
    'whale-clip': (id: string) => /^\d{8}_\d{6}_/.test(id) && (id.includes('_TRAIN') || id.includes('_TEST')),
  }),
)

function formOf(word: string): (id: string) => boolean {
  const form = ID_FORMS.get(word)
  if (form === undefined) throw new Error(`eval-facts.json: no form of ids is called ${word}`)
  return form
}

/** A title of two words is ordinary speech. */
const TITLE_WORDS = 3

function taskOf({ id, name }: { id: string; name: string }): EvalTask {
  const known: Facts = FACTS[id] ?? { terms: [] }
  const print: Prints = PRINTS[id] ?? { md5: [], shingles: '' }
  const own = [id, name].map(foldName)
  const isTitle = foldWords(name).split('-').length >= TITLE_WORDS
  return {
    id,
    names: new Set([...own, ...(known.aliases ?? []).map(foldName)]),
    within: own.filter((text) => text.length >= LONG_NAME),
    mentions: isTitle ? [foldWords(name)] : [],
    columns: byFold(known.columns),
    labels: byFold(known.labels),
    files: byFold(known.files),
    terms: byFold(known.terms),
    ids: known.ids === undefined ? null : formOf(known.ids),
    sample: (print.sample ?? []).map(foldWords),
    md5: new Set(print.md5),
    shingles: shinglesIn(print.shingles),
  }
}

/** The tasks of MLE-bench's lite split. */
export const EVAL_TASKS: readonly EvalTask[] = lite.lite.map(taskOf)
