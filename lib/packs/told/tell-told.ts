import type { DnaField } from '#lib/domain/artefacts/dna.ts'
import { FIELD_TITLES, TELLER_TITLES, type ToldFacts } from '#lib/domain/artefacts/told-dna.ts'

/** Fields that follow from the words of every statement, or from all others. */
const DERIVED: ReadonlySet<DnaField> = new Set(['mechanismPrior', 'family', 'difficulty'])

/** What is known of a seed without data, what is open, and what would make it better: one line for its uploader. */
export function tellTold(facts: ToldFacts, open: readonly DnaField[]): string {
  const known = Object.entries(FIELD_TITLES).flatMap(([field, title]) => {
    const fact = Object.entries(facts).find(([name]) => name === field)?.[1]
    return fact === undefined ? [] : [`${title.toLowerCase()} (${TELLER_TITLES[fact.by]})`]
  })
  const unknown = open.flatMap((field) => (DERIVED.has(field) ? [] : [FIELD_TITLES[field].toLowerCase()]))
  return `Its data are not there, so that it was read, not measured. Known: ${known.join(', ')}. Open: ${unknown.join(', ') || 'nothing'}. To have it measured, put prepared/public beside config.yaml and upload it again; modality, taskType and metric can be stated in seed.json.`
}
