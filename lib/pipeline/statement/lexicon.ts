import { asksForAuthor, authorScenes } from '#lib/domain/artefacts/author-target.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { labelOf, spaced, targetStoryOf } from '#lib/domain/artefacts/labels.ts'
import { noteOf } from '#lib/domain/artefacts/prose-of.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { counted, type Lexicon, listed, pluralOf } from '#lib/pipeline/statement/grammar.ts'
import { surfaceWords } from '#lib/pipeline/statement/surfaces.ts'
import { printedUnit } from '#lib/pipeline/statement/units.ts'

/** The entity in one and in many; another word than the world's is put into the plural by rule. */
export const entitiesOf = ({ entity }: Pick<Spec, 'entity'>, domain: Domain): string =>
  entity === domain.entity ? domain.story.entities : pluralOf(entity)

/** Whether a task is set in the world's own story: who asks and what for are the world's. */
export const hasWorldStory = (spec: Spec, domain: Domain): boolean =>
  spec.stakeholder === domain.stakeholder && targetStoryOf(spec, domain) !== null

/** Who asks, in short. */
export const askerOf = (spec: Spec, domain: Domain): string =>
  hasWorldStory(spec, domain) ? domain.story.short : 'the organiser'

/** So many numbers of one instrument are named. */
const NAMED = 2

/** Clauses on what numbers of the main table were read from: "the pH of the bark was measured with a pH strip". */
export function readingsOf({ columns }: Pick<Spec, 'columns'>, domain: Domain): string[] {
  const numbers = columns.filter(({ kind, table }) => kind === 'numeric' && table === 'main')
  return domain.story.instruments.flatMap(({ name, reads }) => {
    const read = numbers.filter((column) => reads.includes(column.name)).slice(0, NAMED)
    if (read.length === 0) return []
    const labels = listed(read.map((column) => `the ${labelOf(column.name, domain)}`))
    const isSource = name.startsWith('the ')
    if (read.length > 1) return [`${labels} ${isSource ? 'come from' : 'were measured with'} ${name}`]
    return [`${labels} ${isSource ? 'comes from' : 'was measured with'} ${name}`]
  })
}

/** What the file of a row is: a recording, or a picture. */
export const fileOf = ({ modality }: Pick<Spec, 'modality'>, domain: Domain): string =>
  modality === 'audio' ? (domain.sound?.phrase ?? 'a recording') : domain.picture

const percent = (share: number) => `${(100 * share).toFixed(1)}%`

/** What the training rows show of the target: shares of classes, or the middle half of the values. */
function numberWords({ targetSpread: spread }: DataFacts): Record<string, string> {
  if (spread.kind === 'values') return { low: spread.low, median: spread.median, high: spread.high }
  const each = (verb: string) =>
    listed(spread.shares.map(({ label, share }) => `${percent(share)}${verb} \`${label}\``))
  const positive = spread.shares.find(({ label }) => label === '1')?.share ?? 0
  return { shares: each(''), sharesAre: each(' are'), positive: percent(positive) }
}

const COUNTS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']
/** Units that read as words in a sentence. */
const IN_WORDS = new Map(Object.entries({ '€': 'euros', '%': 'per cent', m: 'metres', mm: 'millimetres' }))

/** What the values of a regression are: "a count", "a number of hours". */
function numberIn(unit: string): string {
  if (unit === 'n') return 'a count'
  const printed = printedUnit(unit)
  return printed === '' ? 'a number' : `given in ${IN_WORDS.get(printed) ?? printed}`
}

function targetWords({ target: { name, unit, classes }, task }: Spec): Record<string, string> {
  const labels = task === 'multiclass' ? [...(classes ?? [])].sort() : (classes ?? [])
  return {
    target: name,
    no: labels[0] ?? '0',
    yes: labels[1] ?? '1',
    classes: listed(labels.map((label) => `\`${label}\``)),
    classCount: COUNTS[labels.length] ?? String(labels.length),
    most: String(Math.max(0, labels.length - 1)),
    aNumber: numberIn(unit ?? ''),
  }
}

/** What the places of a series are called. */
function siteOf({ mechanisms }: Spec, domain: Domain): string {
  const name = mechanisms.map(({ columns }) => columns.site).find((one) => one !== undefined)
  return name === undefined ? 'place' : labelOf(name, domain)
}

/** Days of a series and of the histories of rows. */
function dayWords({ days, history }: DataFacts): Record<string, string> {
  return {
    ...(days && {
      firstTrain: days.train[0],
      lastTrain: days.train[1],
      firstTest: days.test[0],
      lastTest: days.test[1],
      stretch: String(days.stretch),
    }),
    ...(history && { firstChild: history[0], lastChild: history[1] }),
  }
}

/** Scenes of a world come in pairs: what people of the trade do, and what makes it hard. */
const SCENES = 2

/** A task about authors has nothing to do with the troubles of the trade: its scenes are of the texts. */
function sceneOf(spec: Spec, domain: Domain, { which, turn }: { which: number; turn: number }): string {
  const all = asksForAuthor(spec) ? authorScenes(noteOf(spec, domain)) : domain.story.scenes
  const scenes = all.filter((_, at) => at % SCENES === which)
  return scenes[turn % scenes.length] ?? ''
}

/**
 * Every word that a sentence on a task may use; `turn` says which of the world's scenes are told, the trade's by its
 * parity. Neither the rule nor its constants nor the secret are among them.
 */
export function lexiconOf(
  { spec, facts, domain }: { spec: Spec; facts: DataFacts; domain: Domain },
  turn: number,
): Lexicon {
  const { story } = domain
  const { entity } = spec
  const entities = entitiesOf(spec, domain)
  const told = targetStoryOf(spec, domain)
  const trade = sceneOf(spec, domain, { which: 0, turn })
  const trouble = sceneOf(spec, domain, { which: 1, turn: Math.floor(turn / SCENES) })
  return {
    ...{ entity, entities, trade, trouble, stakeholder: spec.stakeholder },
    ...{ host: story.host, short: askerOf(spec, domain), collector: story.collector },
    reading: readingsOf(spec, domain)[0] ?? '',
    ...{ place: story.place, moment: story.moment, gaps: story.gaps, childRows: story.childRows },
    ...{
      picture: domain.picture,
      recording: fileOf({ modality: 'audio' }, domain),
      note: noteOf(spec, domain),
      ...surfaceWords(spec, domain),
    },
    childFile: facts.tables[0]?.file ?? '',
    whether: told?.whether ?? `the ${spaced(spec.target.name)}`,
    ...{ use: told?.use ?? '', cost: told?.cost ?? '', truth: told?.truth ?? '' },
    site: siteOf(spec, domain),
    train: counted(facts.trainRows, entity, entities),
    test: facts.testRows.toLocaleString('en-US'),
    ...numberWords(facts),
    ...targetWords(spec),
    ...dayWords(facts),
  }
}
