import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { labelOf, spaced, targetStoryOf } from '#lib/domain/artefacts/labels.ts'
import { noteOf } from '#lib/domain/artefacts/prose-of.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { counted, type Lexicon, listed, pluralOf } from '#lib/pipeline/statement/grammar.ts'
import { surfaceWords } from '#lib/pipeline/statement/surfaces.ts'
import { printedUnit } from '#lib/pipeline/statement/units.ts'
import type { Stream } from '#lib/pipeline/stream.ts'

/** The entity in one and in many; another word than the world's is put into the plural by rule. */
export const entitiesOf = ({ entity }: Pick<Spec, 'entity'>, domain: Domain): string =>
  entity === domain.entity ? domain.story.entities : pluralOf(entity)

/** Whether a task is set in the world's own story: who asks and what for are the world's. */
export const hasWorldStory = (spec: Spec, domain: Domain): boolean =>
  spec.stakeholder === domain.stakeholder && targetStoryOf(spec, domain) !== null

/** Who asks, in short. */
export const askerOf = (spec: Spec, domain: Domain): string =>
  hasWorldStory(spec, domain) ? domain.story.short : 'the organiser'

/** What the file of a row is: a recording, or a picture. */
export const fileOf = ({ modality }: Pick<Spec, 'modality'>, domain: Domain): string =>
  modality === 'audio' ? (domain.sound?.phrase ?? 'a recording') : domain.picture

const percent = (share: number) => `${(100 * share).toFixed(1)}%`

/** What the training rows show of the target: shares of classes, or the middle half of the values. */
function numberWords({ targetSpread: spread }: DataFacts): Record<string, string> {
  if (spread.kind === 'values') return { low: spread.low, median: spread.median, high: spread.high }
  const each = (verb: string) =>
    listed(spread.shares.map(({ label, share }) => `${percent(share)}${verb} \`${label}\``))
  return { shares: each(''), sharesAre: each(' are') }
}

function targetWords(spec: Spec): Record<string, string> {
  const { name, unit, classes } = spec.target
  const labels = spec.task === 'multiclass' ? [...(classes ?? [])].sort() : (classes ?? [])
  const printed = printedUnit(unit ?? '')
  return {
    target: name,
    no: labels[0] ?? '0',
    yes: labels[1] ?? '1',
    classes: listed(labels.map((label) => `\`${label}\``)),
    classCount: String(labels.length),
    most: String(Math.max(0, labels.length - 1)),
    inUnit: printed === '' ? '' : ` in ${printed}`,
  }
}

/** What the places of a series are called. */
function siteOf({ mechanisms }: Spec, domain: Domain): string {
  const name = mechanisms.map(({ columns }) => columns.site).find((one) => one !== undefined)
  return name === undefined ? 'place' : labelOf(name, domain)
}

/** Every word that a sentence on a task may use. Neither the rule nor its constants nor the secret are among them. */
export function lexiconOf(
  { spec, facts, domain }: { spec: Spec; facts: DataFacts; domain: Domain },
  person: Lexicon['person'],
  draw: Stream,
): Lexicon {
  const { story } = domain
  const { entity } = spec
  const entities = entitiesOf(spec, domain)
  const told = targetStoryOf(spec, domain)
  const [we, our] = person === 'we' ? ['we', 'our'] : [askerOf(spec, domain), 'its']
  return {
    person,
    words: {
      ...{ we, our, entity, entities, stakeholder: spec.stakeholder },
      ...{ host: story.host, short: story.short, collector: story.collector, device: story.device },
      ...{ place: story.place, moment: story.moment, gaps: story.gaps, childRows: story.childRows },
      ...{
        picture: domain.picture,
        recording: domain.sound?.phrase ?? 'a recording',
        note: noteOf(spec, domain),
        scene: draw.pick(story.scenes),
      },
      ...surfaceWords(spec, domain),
      asks: told?.asks ?? `What is the ${spaced(spec.target.name)}?`,
      whether: told?.whether ?? `the ${spaced(spec.target.name)}`,
      ...{ use: told?.use ?? '', cost: told?.cost ?? '', truth: told?.truth ?? '' },
      site: siteOf(spec, domain),
      train:
        spec.modality === 'series'
          ? `${counted(facts.trainRows, 'row')} on ${entities}`
          : counted(facts.trainRows, entity, entities),
      test: facts.testRows.toLocaleString('en-US'),
      ...numberWords(facts),
      ...targetWords(spec),
    },
  }
}
