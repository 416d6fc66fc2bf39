import { trimEndOf } from '#lib/domain/scan-text.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { entry, json, type Layout, type PlannedEntry } from '#lib/packs/layout.ts'

/** Tasks that the paper's trainer holds out: the first so many by name. */
const VALIDATION = 64
/** The lists that the authors' scripts read: every task to train from, and those that `custom_evaluate` grades. */
const LISTS = { all: 'ok_competitions_sanity.json', sampled: 'ok_competitions_sanity_random_64.json' }
const FILES = [
  'public/description.md',
  'public/train.csv',
  'public/test.csv',
  'public/sample_submission.csv',
  'public/evaluator.py',
  'private/answer.csv',
]

const validationOf = (tasks: readonly { split: string }[]): number =>
  tasks.filter(({ split }) => split === 'validation').length

/** The size is a constant of the authors' script, no option. */
const setValidation = (size: number): string =>
  `Set its validation size to ${size}: the line "val_size = ${VALIDATION}" in examples/deepresearch/prepare_train_data.py of the authors' code.`

/** Where a file of the canonical task lies; null: not in this layout. */
function placeOf(path: string): string | null {
  if (path.startsWith('agent/')) return `public/${path.slice('agent/'.length)}`
  if (path === 'judge/evaluator.py') return 'public/evaluator.py'
  return path === 'judge/answer.csv' ? 'private/answer.csv' : null
}

/** The paper's layout: what agents see and the evaluator in prepared/public, the answers beside it in private. */
export const authorsOpen: Layout = {
  /** The trainer always takes 64, so that a pack has exactly 64 for it where it can. */
  heldOutOf: (tasks) => (tasks > VALIDATION ? VALIDATION : null),
  /**
   * The trainer takes the first 64 by name as validation, so held-out tasks begin with `0-val-` and sort before
   * `1-train-`. Names longer than 63 characters keep a piece of their hash.
   */
  folderOf({ slug, split }) {
    const name = `${split === 'validation' ? '0-val' : '1-train'}-${slug}`
    return name.length <= 63 ? name : `${trimEndOf(name.slice(0, 54), '-')}-${sha256(slug).slice(0, 8)}`
  },
  filesOf: (folder, { manifest }) =>
    manifest.files.flatMap(({ path, sha256 }): PlannedEntry[] => {
      const place = placeOf(path)
      if (place === null) return []
      return [{ path: `${folder}/prepared/${place}`, sha256, content: { kind: 'blob', sha256 } }]
    }),
  listsOf(folders) {
    const listed = (some: typeof folders) => json(some.map(({ folder }) => folder).sort())
    return [
      entry(LISTS.all, listed(folders)),
      entry(LISTS.sampled, listed(folders.filter(({ split }) => split === 'validation'))),
    ]
  },
  warningsOf(tasks) {
    const validation = validationOf(tasks)
    const first = `The trainer holds out the first ${VALIDATION} tasks by name`
    if (tasks.length <= VALIDATION)
      return [`${first}; with ${tasks.length} tasks it would train on none. ${setValidation(validation)}`]
    if (validation !== VALIDATION)
      return [`${first}; its validation split has ${validation}. ${setValidation(validation)}`]
    return []
  },
  explain: ({ tasks }) => [
    `Point \`SANDMLE_SYN_DATA_ROOT\` at this folder, \`SANDMLE_OK_LIST\` at \`${LISTS.all}\` and \`SANDMLE_OK_LIST_SAMPLED\``,
    `at \`${LISTS.sampled}\`: the tasks of the validation split (${validationOf(tasks)}), which \`custom_evaluate --dataset synthetic_sampled\``,
    `grades. How many tasks are held out is the constant \`val_size = ${VALIDATION}\` in`,
    `\`examples/deepresearch/prepare_train_data.py\`; this pack has ${validationOf(tasks)}.`,
  ],
  check: async ({ id }, { has }) =>
    FILES.map((name) => `${id}/prepared/${name}`)
      .filter((path) => !has(path))
      .map((file) => ({ file, message: 'is missing' })),
}
