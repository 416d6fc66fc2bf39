import type { SeedView } from '#lib/contracts/seeds.ts'
import { controlConflicts, type MechanismOffer } from '#lib/domain/control-conflicts.ts'
import { RunControls } from '#lib/domain/controls.ts'
import type { Likeness } from '#lib/domain/likeness.ts'

type Asked = { controls: RunControls; likeness: Likeness }
type Chosen = Pick<SeedView, 'id' | 'slug' | 'modality' | 'taskType'>

const NAMES: Readonly<Record<string, string>> = {
  families: 'Domains',
  modalities: 'Modalities',
  mechanisms: 'Mechanisms',
  trainRows: 'Training rows',
  testRows: 'Test rows',
}

/**
 * What of the controls cannot be, before anything is sent, each thing once. A seed's own domain is not among what its
 * view tells: that is looked at when the run starts.
 */
export function controlProblems(
  { controls, likeness }: Asked,
  seeds: readonly Chosen[],
  offers: readonly MechanismOffer[] | null,
): string[] {
  const empty = (['modalities', 'families', 'mechanisms'] as const).filter(
    (name) => controls[name]?.length === 0,
  )
  if (empty.length > 0) return empty.map((name) => `${NAMES[name]}: permit at least one.`)
  const read = RunControls.safeParse(controls)
  if (!read.success)
    return read.error.issues.map(
      ({ path, message }) => `${NAMES[String(path[0])] ?? String(path[0])}: ${message}.`,
    )
  const kinds = seeds.map(({ slug, modality, taskType }) => ({
    slug,
    modality,
    task: taskType,
    family: null,
  }))
  const found = controlConflicts({ controls, likeness, seeds: kinds }, offers)
  // Many seeds may be at odds with one control: the first of each says what to change.
  const firsts = found.filter((one, at) => found.findIndex(({ control }) => control === one.control) === at)
  return firsts.map(({ message }) => message)
}
