import { Dna } from '#lib/domain/artefacts/dna.ts'
import { type Fidelity, measureFidelity } from '#lib/domain/fidelity/measure.ts'
import { fidelityMeasurements } from '#lib/domain/fidelity/measurements.ts'
import { type Evidence, fact, judgeError, measured } from '#lib/pipeline/verify/evidence.ts'
import type { Found } from '#lib/pipeline/verify/gate.ts'

/** Nothing to hold the task against is not a fault of it. */
const unmeasured = (why: string): Found => measured([fact('no-seed', true, why)])

/** Fidelity of a task to the seed whose structure it carries; null where it cannot be measured. */
export function fidelityOf({ task, measured }: Pick<Evidence, 'task' | 'measured'>): Fidelity | null {
  const seed = Dna.safeParse(task.dna)
  return seed.success && measured.kind === 'dna' ? measureFidelity(seed.data, measured.dna) : null
}

export function measureSeedFidelity(evidence: Evidence): Found {
  const { task, measured: read } = evidence
  const { seeds, likeness } = task.provenance
  if (seeds.length === 0 || Object.keys(task.dna).length === 0)
    return unmeasured('There is no seed to compare with.')
  if (likeness === undefined)
    return unmeasured('It was made before runs stated how close to the seed their tasks should be.')
  if (!Dna.safeParse(task.dna).success)
    return judgeError("task.json: the seed's DNA in `dna` could not be read.")
  if (read.kind === 'unreadable') return judgeError(`The agent's tables could not be read: ${read.why}`)
  const fidelity = fidelityOf(evidence)
  if (fidelity === null)
    return unmeasured(
      "There is nothing to compare with: the seed's DNA was read before fidelity was measured.",
    )
  return measured(fidelityMeasurements(fidelity, likeness))
}
