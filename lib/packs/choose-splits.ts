import type { PackLayout, Split } from '#lib/domain/version.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { LAYOUTS } from '#lib/packs/layouts/all.ts'

/** What decides a split: the seeds and mechanisms that a task was made of, and the kind of its data. */
export type SplitTask = {
  contentHash: string
  seeds: readonly string[]
  mechanisms: readonly string[]
  modality: string
}

const VALIDATION_SHARE = 0.2

/** How many tasks to hold out: as many as who reads the layout will, where that is known. */
export function validationTarget(tasks: number, layout: PackLayout): number {
  if (tasks < 2) return 0
  return LAYOUTS[layout].heldOutOf(tasks) ?? Math.max(1, Math.round(tasks * VALIDATION_SHARE))
}

export type SplitChoice = {
  splits: Map<string, Split>
  /** No seed, no mechanism lies on both sides. */
  disjoint: { seeds: boolean; mechanisms: boolean }
}

/**
 * Splits tasks into train and validation so that no seed and no mechanism stands on both sides; where tasks are
 * too entangled for that, by mechanism alone, then by seed alone, then by hash, and says which of these holds. What
 * would leave a modality without a task to train on is held out only where sides could not be kept apart without it.
 * Deterministic: depends on the tasks alone, not on their order.
 */
export function chooseSplits(tasks: readonly SplitTask[], target: number): SplitChoice {
  const attempts: ((task: SplitTask) => readonly string[])[] = [
    (task) => [...task.seeds.map((id) => `s:${id}`), ...task.mechanisms.map((id) => `m:${id}`)],
    (task) => task.mechanisms,
    (task) => task.seeds,
    (task) => [task.contentHash],
  ]
  const enough = Math.min(target, Math.max(1, Math.floor(target / 2)))
  const emptiesOf = (held: ReadonlySet<string>) => emptied(tasks, held).length > 0
  for (const keysOf of attempts)
    for (const mayEmpty of [false, true]) {
      const held = fill(groups(tasks, keysOf), target, mayEmpty ? () => false : emptiesOf)
      if (held.size >= enough) return describe(tasks, held)
    }
  return describe(tasks, new Set())
}

/** Connected components: tasks that share a key, directly or through others. Smallest first, ties by hash. */
function groups(tasks: readonly SplitTask[], keysOf: (task: SplitTask) => readonly string[]): string[][] {
  const parent = new Map<string, string>()
  const find = (node: string): string => {
    const up = parent.get(node) ?? node
    if (up === node) return node
    const root = find(up)
    parent.set(node, root)
    return root
  }
  for (const task of tasks)
    for (const key of keysOf(task)) parent.set(find(`k:${key}`), find(`t:${task.contentHash}`))
  const members = new Map<string, string[]>()
  for (const { contentHash } of tasks) {
    const root = find(`t:${contentHash}`)
    members.set(root, [...(members.get(root) ?? []), contentHash])
  }
  const order = (group: readonly string[]) => sha256([...group].sort().join(','))
  return [...members.values()].sort((a, b) => a.length - b.length || (order(a) < order(b) ? -1 : 1))
}

/** Modalities of which nothing is left to train on. */
function emptied(tasks: readonly SplitTask[], held: ReadonlySet<string>): string[] {
  return [...Map.groupBy(tasks, ({ modality }) => modality)].flatMap(([modality, those]) =>
    those.every(({ contentHash }) => held.has(contentHash)) ? [modality] : [],
  )
}

/** Whole components up to the target, but for those that are refused. */
function fill(
  components: readonly string[][],
  target: number,
  refuses: (held: ReadonlySet<string>) => boolean,
): Set<string> {
  let held = new Set<string>()
  for (const component of components) {
    if (held.size + component.length > target) continue
    const next = new Set([...held, ...component])
    if (!refuses(next)) held = next
  }
  return held
}

function describe(tasks: readonly SplitTask[], held: ReadonlySet<string>): SplitChoice {
  const splits = new Map(
    tasks.map(({ contentHash }): [string, Split] => [
      contentHash,
      held.has(contentHash) ? 'validation' : 'train',
    ]),
  )
  const apart = (keysOf: (task: SplitTask) => readonly string[]) => {
    const ours = new Set(tasks.filter((task) => held.has(task.contentHash)).flatMap(keysOf))
    return tasks
      .filter((task) => !held.has(task.contentHash))
      .every((task) => !keysOf(task).some((key) => ours.has(key)))
  }
  return {
    splits,
    disjoint: { seeds: apart((task) => task.seeds), mechanisms: apart((task) => task.mechanisms) },
  }
}
