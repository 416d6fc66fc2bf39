import type { TrainingRunView } from '#lib/contracts/curves.ts'

let made = 0

/** A finished run as the list shows it, each with an id of its own. */
export function aRun(own: Partial<TrainingRunView>): TrainingRunView {
  made += 1
  return {
    id: `0193a7c2-77aa-7000-8000-${made.toString(16).padStart(12, '0')}`,
    name: `run ${made}`,
    experiment: 'sweep',
    experimentId: 1,
    source: 'import',
    status: 'finished',
    config: {},
    tags: {},
    seed: null,
    group: 'g',
    pack: null,
    points: 10,
    latest: {},
    lastStep: 9,
    rollouts: 0,
    startedAt: null,
    endedAt: null,
    createdBy: 'u',
    createdByName: 'U',
    archivedAt: null,
    ...own,
  }
}
