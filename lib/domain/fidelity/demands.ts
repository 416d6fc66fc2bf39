import type { Fidelity } from '#lib/domain/fidelity/measure.ts'
import { PARTS, type PartId } from '#lib/domain/fidelity/parts.ts'
import type { GateCheck } from '#lib/domain/gates.ts'
import { LIKENESS_FACTS, type Likeness } from '#lib/domain/likeness.ts'

/**
 * A person who asked for a faithful task misses a part of which less than this is kept. Measured over the bundled seeds,
 * where plans of the engine stay above; how numbers are shaped and what single columns tell is measured, not demanded.
 */
const FAITHFUL: Readonly<Partial<Record<PartId, number>>> = {
  modality: 1,
  task: 1,
  metric: 1,
  target: 0.3,
  columns: 0.35,
  cardinality: 0.05,
  missing: 0.1,
  joins: 0.2,
  beside: 0.3,
  groups: 0.5,
  time: 0.5,
  pictures: 0.05,
  texts: 0.1,
  rows: 0.4,
}

/** What a wish asks of fidelity as a whole: at least or at most so much. */
const OVERALL: Readonly<Record<Likeness, { least: number } | { most: number }>> = {
  faithful: { least: 0.8 },
  varied: { least: 0.2 },
  far: { most: 0.7 },
}

/** Files that show a part; the others are seen in the training table. */
const FILES: Readonly<Partial<Record<PartId, string>>> = {
  modality: 'task.json',
  task: 'task.json',
  metric: 'task.json',
}

const fileOf = (part: PartId): string => FILES[part] ?? 'agent/train.csv'
const anchor = (file: string) => ({ file, line: null, column: null })

function partCheck({ part, seed, task, score }: Fidelity['parts'][number], limit: number | null): GateCheck {
  return {
    id: part,
    passed: limit === null || score >= limit,
    value: score,
    limit,
    message: `${PARTS[part].title}: seed ${seed}; task ${task}.`,
    anchor: anchor(fileOf(part)),
  }
}

/** The parts that cost most, in words. */
function losses({ parts }: Fidelity): string {
  const lost = ({ part, score }: Fidelity['parts'][number]) => PARTS[part].weight * (1 - score)
  const most = [...parts].sort((a, b) => lost(b) - lost(a)).slice(0, 3)
  return most
    .filter(({ score }) => score < 1)
    .map(({ part, seed, task }) => `${PARTS[part].title.toLowerCase()} (seed ${seed}; task ${task})`)
    .join(', ')
}

function overallCheck(fidelity: Fidelity, likeness: Likeness): GateCheck {
  const { overall } = fidelity
  const demand = OVERALL[likeness]
  const { title } = LIKENESS_FACTS[likeness]
  const [limit, passed, wish] =
    'least' in demand
      ? [demand.least, overall >= demand.least, `at least ${demand.least}`]
      : [demand.most, overall <= demand.most, `at most ${demand.most}`]
  const lost = losses(fidelity)
  return {
    id: 'overall',
    passed,
    value: overall,
    limit,
    message: `${title} asks for a fidelity of ${wish}. ${lost === '' ? 'Nothing was lost.' : `Most is lost in ${lost}.`}`,
    anchor: anchor('task.json'),
  }
}

/** Fidelity against what the run wished; what it did not ask for is told, and passes. */
export function demandFidelity(fidelity: Fidelity, likeness: Likeness): GateCheck[] {
  const limits = likeness === 'faithful' ? FAITHFUL : {}
  return [
    overallCheck(fidelity, likeness),
    ...fidelity.parts.map((part) => partCheck(part, limits[part.part] ?? null)),
  ]
}
