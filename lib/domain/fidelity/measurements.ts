import type { Fidelity } from '#lib/domain/fidelity/measure.ts'
import { PARTS, type PartId } from '#lib/domain/fidelity/parts.ts'
import type { Anchor, Measurement } from '#lib/domain/gates.ts'
import { LIKENESS_FACTS, type Likeness } from '#lib/domain/likeness.ts'

/** Files that show a part; the others are seen in the training table. */
const FILES: Readonly<Partial<Record<PartId, string>>> = {
  modality: 'task.json',
  task: 'task.json',
  metric: 'task.json',
}

const fileOf = (part: PartId): string => FILES[part] ?? 'agent/train.csv'
const anchor = (file: string): Anchor => ({ file, line: null, column: null })

/** The parts that cost most, in words. */
function losses({ parts }: Fidelity): string {
  const lost = ({ part, score }: Fidelity['parts'][number]) => PARTS[part].weight * (1 - score)
  const most = [...parts].sort((a, b) => lost(b) - lost(a)).slice(0, 3)
  return most
    .filter(({ score }) => score < 1)
    .map(({ part, seed, task }) => `${PARTS[part].title.toLowerCase()} (seed ${seed}; task ${task})`)
    .join(', ')
}

/** What is kept of a seed, part by part and as a whole. What a wish demands of it, the policy of the gate says. */
export function fidelityMeasurements(fidelity: Fidelity, likeness: Likeness): Measurement[] {
  const measured = (id: string, value: number, message: string, file: string): Measurement => ({
    id,
    of: likeness,
    value,
    holds: null,
    against: null,
    message,
    anchor: anchor(file),
  })
  const lost = losses(fidelity)
  const { title } = LIKENESS_FACTS[likeness]
  const said = `Asked for: ${title.toLowerCase()}. ${lost === '' ? 'Nothing was lost.' : `Most is lost in ${lost}.`}`
  return [
    measured('overall', fidelity.overall, said, 'task.json'),
    ...fidelity.parts.map(({ part, seed, task, score }) =>
      measured(part, score, `${PARTS[part].title}: seed ${seed}; task ${task}.`, fileOf(part)),
    ),
  ]
}
