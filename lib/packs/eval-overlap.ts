import { EVAL_TASKS, type EvalTask } from '#lib/packs/eval-tasks.ts'
import { foldName, foldText, foldWords, unescaped } from '#lib/packs/fold-text.ts'
import { shinglesOf } from '#lib/packs/shingles.ts'

/** What of a seed is compared with the evaluation tasks. */
export type SeedLook = {
  /** Every name that it goes by: of the archive, of each folder above and below, of titles and headings. */
  names: readonly string[]
  description: string
  /** Further texts in the folder, in which the original description may stand. */
  texts: readonly string[]
  files: readonly string[]
  /** The header of the sample submission. */
  sample: readonly string[]
  tables: readonly { header: readonly string[]; rows: readonly (readonly string[])[] }[]
}
export type Overlap = { id: string; reasons: readonly string[] }

type Sign = { weight: number; reason: string }
type Folded = {
  names: readonly { said: string; folded: string }[]
  words: string
  /** The description with its dashes and underscores as they stand, for ids and addresses. */
  text: string
  files: ReadonlySet<string>
  columns: ReadonlySet<string>
  cells: ReadonlySet<string>
  firstCells: readonly string[]
  sample: readonly string[]
  shingles: ReadonlySet<string>
}

const ROWS = 400
const CELL_LENGTH = 60
const SHOWN = 4

function foldLook({ names, description, texts, files, sample, tables }: SeedLook): Folded {
  const rows = tables.flatMap((table) => table.rows.slice(0, ROWS))
  const short = new Set(
    rows.flat().filter((cell) => cell.length <= CELL_LENGTH && !/^[\d.eE+-]*$/.test(cell)),
  )
  return {
    names: [...new Set(names)].map((said) => ({ said, folded: foldName(unescaped(said)) })),
    words: `-${foldWords(unescaped(description))}-`,
    text: foldText(unescaped([description, ...texts].join('\n'))),
    files: new Set(files.flatMap((path) => path.split('/')).map((name) => foldWords(name))),
    columns: new Set(tables.flatMap(({ header }) => header).map((name) => foldWords(name))),
    cells: new Set([...short].map((cell) => foldWords(cell))),
    firstCells: rows.map((row) => (row[0] ?? '').trim()),
    sample: sample.map((name) => foldWords(name)),
    shingles: new Set([description, ...texts].flatMap((text) => [...shinglesOf(text)])),
  }
}

const listed = (known: ReadonlyMap<string, string>, found: readonly string[]): string =>
  found
    .slice(0, SHOWN)
    .map((one) => known.get(one) ?? one)
    .join(', ')
const foundIn = (known: ReadonlyMap<string, string>, seen: ReadonlySet<string>): string[] =>
  [...known.keys()].filter((one) => seen.has(one))

function nameSigns(task: EvalTask, { names }: Folded): Sign[] {
  const hit = names.find(
    ({ folded }) => task.names.has(folded) || task.within.some((name) => folded.includes(name)),
  )
  return hit ? [{ weight: 1, reason: `the name "${hit.said.slice(0, 80)}"` }] : []
}

const isWordPart = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character)

/** Whether a word appears in a text by itself, not as part of a longer one. */
function standsIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + word.length])) return true
  return false
}

function mentionSigns(task: EvalTask, { text, words }: Folded): Sign[] {
  if (standsIn(text.replaceAll('_', '-'), foldText(task.id)))
    return [{ weight: 1, reason: `${task.id} in its texts` }]
  const titled = task.mentions.some((title) => words.includes(`-${title}-`))
  return titled ? [{ weight: 1, reason: "the competition's title in its texts" }] : []
}

/** Few columns must all be there, of many a good part; two ordinary words alone prove nothing. */
function columnSigns({ columns }: EvalTask, seen: Folded): Sign[] {
  const found = foundIn(columns, seen.columns)
  const needed = columns.size <= 3 ? columns.size : Math.min(16, Math.ceil(columns.size / 2))
  if (columns.size === 0 || found.length < needed) return []
  const weight = columns.size === 2 ? 0.6 : 1
  return [{ weight, reason: `${found.length} of its ${columns.size} columns (${listed(columns, found)})` }]
}

function labelSigns({ labels }: EvalTask, seen: Folded): Sign[] {
  // A submission with a probability for each class has the labels as its columns.
  const found = foundIn(labels, new Set([...seen.cells, ...seen.sample]))
  const needed = Math.min(8, Math.max(3, Math.ceil(labels.size / 4)))
  if (labels.size === 0 || found.length < needed) return []
  return [{ weight: found.length === labels.size ? 1 : 0.7, reason: `its labels (${listed(labels, found)})` }]
}

function fileSigns({ files }: EvalTask, seen: Folded): Sign[] {
  const found = foundIn(files, seen.files)
  if (found.length === 0) return []
  return [{ weight: Math.min(1, 0.4 * found.length), reason: `its files (${listed(files, found)})` }]
}

function idSigns({ ids }: EvalTask, { firstCells }: Folded): Sign[] {
  if (ids === null || firstCells.length === 0) return []
  const share = firstCells.filter(ids).length / firstCells.length
  return share > 0.5 ? [{ weight: 0.6, reason: 'the form of its ids' }] : []
}

/** Most of the words that its subject needs make its statement, however it is told; half of them only a neighbour. */
function termSigns({ terms }: EvalTask, { words }: Folded): Sign[] {
  const found = [...terms.keys()].filter((term) => words.includes(`-${term}`))
  const share = found.length / Math.max(1, terms.size)
  if (share < 0.5) return []
  return [{ weight: share >= 0.8 ? 1 : 0.4, reason: `the words of its statement (${listed(terms, found)})` }]
}

/** Names that submissions of many tasks have. */
const PLAIN = new Set(
  ['id', 'label', 'target', 'value', 'probability', 'after', 'image_name', 'prediction'].map((name) =>
    foldWords(name),
  ),
)

/** The same header in the same order; of ordinary names it proves nothing. */
function sampleSigns({ sample }: EvalTask, seen: Folded): Sign[] {
  if (sample.length === 0 || sample.join('\n') !== seen.sample.join('\n')) return []
  const isPlain = sample.every((name) => PLAIN.has(name))
  const weight = isPlain ? 0.3 : sample.length > 2 ? 1 : 0.6
  return [{ weight, reason: 'the header of its sample submission' }]
}

/** Three of the kept runs of words are a sentence or two that were copied. */
const COPIED = 3
function shingleSigns({ shingles }: EvalTask, seen: Folded): Sign[] {
  const found = [...shingles].filter((one) => seen.shingles.has(one)).length
  if (found === 0) return []
  return [{ weight: Math.min(1, found / COPIED), reason: 'sentences of its description' }]
}

const SIGNS = [
  nameSigns,
  mentionSigns,
  columnSigns,
  labelSigns,
  fileSigns,
  idSigns,
  termSigns,
  sampleSigns,
  shingleSigns,
]

/**
 * The task of the MLE-bench-lite evaluation set that a seed is made of, with what tells it, or null. Training on what
 * is evaluated makes every later result worthless, so a seed is known by what is in it, not by what it is called:
 * names, statement, columns, labels, files, ids and the submission's header, each folded so that look-alike letters
 * are no way around.
 */
export function evalOverlap(look: SeedLook): Overlap | null {
  const seen = foldLook(look)
  const judged = EVAL_TASKS.map((task) => {
    const signs = SIGNS.flatMap((signsOf) => signsOf(task, seen))
    return { id: task.id, signs, score: signs.reduce((sum, { weight }) => sum + weight, 0) }
  })
  const best = judged.reduce((a, b) => (b.score > a.score ? b : a))
  return best.score < 1 ? null : { id: best.id, reasons: best.signs.map(({ reason }) => reason) }
}

/** The same by bytes: a file, or the whole download, that the benchmark lists, under whatever name. */
export function overlapOfHashes(md5: readonly string[]): Overlap | null {
  const seen = new Set(md5)
  const task = EVAL_TASKS.find((one) => [...one.md5].some((hash) => seen.has(hash)))
  return task === undefined ? null : { id: task.id, reasons: ['the bytes of one of its files'] }
}
