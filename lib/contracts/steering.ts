import { z } from 'zod'
import { Sha256, Time } from '#lib/contracts/paging.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'

/** Enough for any program or statement; a spec with two inventions is below a tenth of it. */
const MAX_CONTENT = 1_000_000

export const HeldParams = z.object({ id: z.uuid(), candidateId: z.uuid() })
/** A path may arrive in the segments of an address. */
const FilePath = z.union([z.string().max(200), z.array(z.string()).transform((parts) => parts.join('/'))])
export const ArtefactParams = HeldParams.extend({ file: FilePath })
export const EditArtefactBody = z.object({
  content: z.string().min(1).max(MAX_CONTENT),
  /** Hash of the text that was read: an edit of something else is a conflict. */
  expectedSha256: Sha256,
})
export const EditArtefactInput = ArtefactParams.extend(EditArtefactBody.shape)
export type EditArtefactInput = z.input<typeof EditArtefactInput>

/** What a held candidate waits with: the files of its last role that may be edited, and who did. */
export const ArtefactList = z.object({
  role: z.enum(ROLES),
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
})
export type ArtefactView = z.infer<typeof ArtefactView>

/** Without a candidate: all held ones of the run. */
export const ResumeBody = z.object({ candidateId: z.uuid().optional() })
export const ResumeInput = ResumeBody.extend({ id: z.uuid() })
export type ResumeInput = z.input<typeof ResumeInput>
export const Resumed = z.object({ runId: z.uuid(), resumed: z.int() })
export type Resumed = z.infer<typeof Resumed>
