import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Sha256, Time } from '#lib/contracts/paging.ts'
import { Line, Prose } from '#lib/domain/text.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'

/** Enough for any program or statement; a spec with two inventions is below a tenth of it. */
const MAX_CONTENT = 1_000_000

export const HeldParams = z.object({ id: z.uuid(), candidateId: z.uuid() })
/** A path may arrive in the segments of an address. */
const FilePath = z.union([Line.max(200), z.array(Line).transform((parts) => parts.join('/'))])
export const ArtefactParams = HeldParams.extend({ file: FilePath })
export const EditArtefactBody = z.object({
  content: Prose.min(1).max(MAX_CONTENT),
  /** Hash of the text that was read: an edit of something else is a conflict. */
  expectedSha256: Sha256,
})
export const EditArtefactInput = ArtefactParams.extend(EditArtefactBody.shape)
export type EditArtefactInput = z.input<typeof EditArtefactInput>

/** What a held candidate waits with: the files of its last role that may be edited, and who did. */
export const ArtefactList = z.object({
  role: z.enum(ROLES),
  /** The attempt of the candidate that waits, from 0. */
  repair: z.int(),
  files: z.array(z.string()),
  edits: z.array(z.object({ id: z.uuid(), file: z.string(), editedBy: z.string(), at: Time })),
})
export type ArtefactList = z.infer<typeof ArtefactList>

/** One file as it may be edited; a spec without its secret, which stays as it is. */
export const ArtefactView = z.object({
  role: z.enum(ROLES),
  file: z.string(),
  text: z.string(),
  sha256: Sha256,
  /** The text as the role made it; the same where nobody edited it. */
  made: z.string(),
})
export type ArtefactView = z.infer<typeof ArtefactView>

/** Without a candidate: all held ones of the run. */
export const ResumeBody = z.object({ candidateId: z.uuid().optional() })
export const ResumeInput = ResumeBody.extend({ id: z.uuid() })
export type ResumeInput = z.input<typeof ResumeInput>
export const Resumed = z.object({ runId: z.uuid(), resumed: z.int() })
export type Resumed = z.infer<typeof Resumed>

/** What one role produced in one attempt of a candidate, whatever happened to it. */
export const RoleOutput = z.object({
  role: z.enum(ROLES),
  /** The attempt, from 0. */
  repair: z.int(),
  files: z.array(z.object({ path: z.string(), bytes: z.int().nullable() })),
  /** Scores of the solver ladder and of the reference, where they were measured. */
  scores: z.array(z.object({ name: z.string(), score: z.number().nullable() })),
  /** Thresholds by tier, where some could be set. */
  thresholds: z.record(z.string(), z.number()),
  /** Why the engine refused it; null where it did not. */
  refused: z.string().nullable(),
})
export type RoleOutput = z.infer<typeof RoleOutput>
export const RoleOutputList = z.object({ outputs: z.array(RoleOutput) })
export type RoleOutputList = z.infer<typeof RoleOutputList>

export const RoleFileParams = HeldParams.extend({
  role: z.enum(ROLES),
  repair: z.coerce.number().int().min(0).max(1000),
  file: FilePath,
})
/** A file that a role wrote: its beginning as text; null for one that is not text. */
export const RoleFile = z.object({
  file: z.string(),
  bytes: z.int(),
  text: z.string().nullable(),
  truncated: z.boolean(),
})
export type RoleFile = z.infer<typeof RoleFile>

/** Held candidates and what roles produced. */
export const STEERING = {
  resume: {
    method: 'POST',
    path: '/api/v1/runs/{id}/resume',
    summary: 'Let one held candidate continue, or all of them',
    right: ['run.start', 'environment.read-judge'],
    body: ResumeBody,
    response: Resumed,
  },
  artefacts: {
    method: 'GET',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/artefacts',
    summary: 'What a held candidate waits with',
    right: ['run.start', 'environment.read-judge'],
    response: ArtefactList,
  },
  artefact: {
    method: 'GET',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/artefacts/{+file}',
    summary: 'The text of one file of a held candidate',
    right: ['run.start', 'environment.read-judge'],
    response: ArtefactView,
  },
  editArtefact: {
    method: 'PUT',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/artefacts/{+file}',
    summary:
      'Edit one file of a held candidate: it counts once the engine could compose it; a text that is not the one that was read is a conflict',
    right: ['run.start', 'environment.read-judge'],
    body: EditArtefactBody,
    /** A million letters as JSON: some take four bytes, and line ends are escaped. */
    limit: { bytes: 4 * 2 ** 20, values: 20 },
    response: ArtefactView,
  },
  outputs: {
    method: 'GET',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/outputs',
    summary: 'What every role of a candidate produced, attempt by attempt, also of one that was lost',
    right: ['run.read', 'environment.read-judge'],
    response: RoleOutputList,
  },
  outputFile: {
    method: 'GET',
    path: '/api/v1/runs/{id}/candidates/{candidateId}/outputs/{role}/{repair}/{+file}',
    summary: 'The beginning of one file that a role wrote; a plan without its secret',
    right: ['run.read', 'environment.read-judge'],
    response: RoleFile,
  },
} as const satisfies Endpoints
