import { z } from 'zod'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { extractJson } from '#lib/domain/extract-json.ts'
import type { ModelPlayer } from '#lib/domain/player.ts'
import type { RoleModel } from '#lib/domain/ports/role-model.ts'
import { REVIEW_CRITERIA } from '#lib/domain/review-policy.ts'
import { fenced, type Prompt } from '#lib/pipeline/prompts.ts'
import { RawFinding, type SortedFindings, sortFindings } from '#lib/pipeline/review/resolve-anchor.ts'
import { filesAsData, shownFiles } from '#lib/pipeline/review/shown-files.ts'
import type { Refusal } from '#lib/pipeline/roles/developer.ts'
import { converse, type Reading } from '#lib/pipeline/roles/model/converse.ts'
import type { FileBytes } from '#lib/pipeline/task-files.ts'

/** Findings are read one by one, so that one that is badly formed does not cost the others. */
const Answer = z.object({ findings: z.array(z.unknown()).max(200) })
const Wanted = z.object({ findings: z.array(RawFinding) })

type Known = Parameters<typeof sortFindings>[2]
export type ReviewSubject = { task: Task; files: FileBytes; known: Known }

function factsOf({ title, modality, task, metric, direction, target, rows, thresholds }: Task): string {
  const levels = Object.fromEntries(Object.entries(thresholds).map(([tier, { value }]) => [tier, value]))
  return JSON.stringify(
    { title, modality, task, metric, direction, target, rows, thresholds: levels },
    null,
    1,
  )
}

function readFindings(text: string, { files, known }: ReviewSubject): Reading<SortedFindings> {
  const found = extractJson(text, (value) => Answer.safeParse(value).success)
  if (found.kind === 'failure') return { kind: 'problem', message: found.message }
  const answer = Answer.safeParse(found.value)
  if (!answer.success) return { kind: 'problem', message: z.prettifyError(answer.error) }
  const said = answer.data.findings
  const sorted = sortFindings(said, shownFiles(files), known)
  const [first] = said
  if (said.length > 0 && sorted.malformed === said.length) {
    const { error } = RawFinding.safeParse(first)
    return { kind: 'problem', message: error ? z.prettifyError(error) : 'No finding has the wanted form.' }
  }
  return { kind: 'ok', value: sorted }
}

/** The reviewer played by a model: findings that point at text which is there, and counts of those that did not. */
export async function reviewByModel(
  models: RoleModel,
  role: { player: ModelPlayer; prompt: Prompt },
  subject: ReviewSubject,
): Promise<{ kind: 'read'; sorted: SortedFindings } | Refusal> {
  const talk = await converse(models, {
    ...role,
    repair: 0,
    role: 'reviewer',
    schema: { name: 'review', schema: z.toJSONSchema(Wanted, { io: 'output' }) },
    values: {
      facts: fenced('facts', factsOf(subject.task)),
      files: filesAsData(shownFiles(subject.files)),
      criteria: REVIEW_CRITERIA.join(', '),
    },
    read: async (text) => readFindings(text, subject),
  })
  return talk.kind === 'done' ? { kind: 'read', sorted: talk.value } : talk
}
