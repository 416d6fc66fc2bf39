// Written by `npm run fix` from the files of this folder.
import type { JobQueue } from '#lib/domain/ports/queue.ts'
import { candidateAdvance } from '#workers/handlers/advance-candidate.ts'
import { packBuild } from '#workers/handlers/build-pack.ts'
import { versionCertify } from '#workers/handlers/certify-version.ts'
import { artefactCheck } from '#workers/handlers/check-artefact.ts'
import { connectionCheck } from '#workers/handlers/check-connection.ts'
import { metricsCompact } from '#workers/handlers/compact-metrics.ts'
import { importRead } from '#workers/handlers/read-import.ts'
import { seedImport } from '#workers/handlers/read-seed-upload.ts'
import { modelReview } from '#workers/handlers/review-version.ts'
import { versionRevise } from '#workers/handlers/revise-version.ts'
import { trialScore } from '#workers/handlers/score-submission.ts'
import { smokeTrainJob } from '#workers/handlers/smoke-train.ts'
import type { Served } from '#workers/served.ts'

export const HANDLERS = {
  'artefact.check': artefactCheck,
  'candidate.advance': candidateAdvance,
  'connection.check': connectionCheck,
  'import.read': importRead,
  'metrics.compact': metricsCompact,
  'model.review': modelReview,
  'pack.build': packBuild,
  'seed.import': seedImport,
  'smoke.train': smokeTrainJob,
  'trial.score': trialScore,
  'version.certify': versionCertify,
  'version.revise': versionRevise,
} as const satisfies Record<JobQueue, Served>
