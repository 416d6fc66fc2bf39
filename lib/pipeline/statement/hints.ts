import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { labelOf } from '#lib/domain/artefacts/labels.ts'
import { noteOf } from '#lib/domain/artefacts/prose-of.ts'
import type { Spec, SpecColumn } from '#lib/domain/artefacts/spec.ts'
import { formOf } from '#lib/domain/titles.ts'
import { compose } from '#lib/pipeline/statement/grammar.ts'
import { askerOf, entitiesOf, fileOf } from '#lib/pipeline/statement/lexicon.ts'
import type { Wording } from '#lib/pipeline/statement/story.ts'
import { surfaceWords } from '#lib/pipeline/statement/surfaces.ts'
import { type Stream, stream } from '#lib/pipeline/stream.ts'

type Place = { spec: Spec; domain: Domain }

/** How a clause becomes a sentence: as it is, or as somebody's word. */
const LEADS = [
  '{clause}.',
  '{short} has [learnt|found] that {clause}.',
  '[People|Those] who [work with|deal with] {entities} [say|will tell you|agree] that {clause}.',
  '[A word of advice|One thing to know|Worth knowing|A tip from practice]: {clause}.',
  '[Keep in mind|Bear in mind|Remember] that {clause}.',
  '[When it comes to|In the case of] {entities}, {clause}.',
  '[Experience|Practice] [shows|has shown] that {clause}.',
  '[It helps|It pays] to know that {clause}.',
  '[A newcomer|Anyone new to this] soon [learns|notices|finds out] that {clause}.',
  'It is [easy to overlook|easy to forget|often overlooked] that {clause}.',
]

function nameOf(kind: SpecColumn['kind'], column: string, { spec, domain }: Place): string {
  if (kind === 'path') return fileOf(spec, domain)
  return kind === 'text' ? noteOf(spec, domain) : labelOf(column, domain)
}

/** A lead of the title's form, so that tasks of one world that a run makes have their own; none names the rows twice. */
function leadFor(clause: string, at: number, { spec, domain }: Place, draw: Stream): string {
  const form = formOf(spec, domain) ?? draw.below(LEADS.length)
  const leads = stream('leads', domain.id).shuffle(LEADS)
  const from = (form + at) % leads.length
  const inTurn = [...leads.slice(from), ...leads.slice(0, from)]
  return inTurn.find((lead) => !lead.includes('{entities}') || !clause.includes(spec.entity)) ?? '{clause}.'
}

/**
 * The hints of a task: of each mechanism one of its phrasings, with the names of the columns that it reads here. A
 * mechanism without phrasings is told in its own fixed words.
 */
export function hintsOf(place: Place, catalogue: Catalogue, wording: Wording): string[] {
  const { spec, domain } = place
  const { childRows } = domain.story
  const shared = {
    entity: spec.entity,
    entities: entitiesOf(spec, domain),
    short: askerOf(spec, domain),
    childRows,
    ...surfaceWords(spec, domain),
  }
  return spec.mechanisms.flatMap(({ id, columns }, at) => {
    const meta = catalogue.mechanisms.find((one) => one.id === id)
    if (meta === undefined) return []
    if (meta.hints === undefined) return [meta.hint]
    const roles = meta.roles.map(
      ({ name, kind }) => [name, nameOf(kind, columns[name] ?? name, place)] as const,
    )
    const words = { ...Object.fromEntries(roles), ...shared }
    const draw = wording(`hint/${id}`)
    const clause = compose(draw.pick(meta.hints), { words, person: 'it' }, draw)
    const inside = clause.charAt(0).toLowerCase() + clause.slice(1)
    return [
      compose(leadFor(inside, at, place, draw), { words: { ...words, clause: inside }, person: 'it' }, draw),
    ]
  })
}
