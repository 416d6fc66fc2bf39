import { keysOf } from '#lib/domain/keys.ts'

/**
 * Rows that a worker has under a lease, by the name of their model: where they lie, the status that says so, who wakes a
 * worker for them, and what a worker did with one when it was lost, as people read it.
 */
export const LEASED = {
  candidate: {
    table: 'candidate',
    busy: 'running',
    queue: 'candidate.advance',
    during: 'it made this candidate',
  },
  seedUpload: { table: 'seed_upload', busy: 'reading', queue: 'seed.import', during: 'it read this archive' },
  importUpload: {
    table: 'import_upload',
    busy: 'reading',
    queue: 'import.read',
    during: 'it read this file',
  },
  trial: { table: 'trial', busy: 'running', queue: 'trial.score', during: 'it scored this submission' },
  pack: { table: 'pack', busy: 'building', queue: 'pack.build', during: 'it built this pack' },
  certification: {
    table: 'certification',
    busy: 'running',
    queue: 'version.certify',
    during: 'it certified this version',
  },
  revision: { table: 'revision', busy: 'running', queue: 'version.revise', during: 'it saved this version' },
  modelReview: {
    table: 'model_review',
    busy: 'running',
    queue: 'model.review',
    during: 'a model read this version',
  },
  smokeRun: { table: 'smoke_run', busy: 'running', queue: 'smoke.train', during: 'it trained' },
} as const satisfies Record<string, { table: string; busy: string; queue: string; during: string }>

export type LeasedKind = keyof typeof LEASED
export const LEASED_KINDS = keysOf(LEASED)
