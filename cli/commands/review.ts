import type { Call, Command } from '#cli/command.ts'
import { environmentOf } from '#cli/commands/env.ts'
import { EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { plain } from '#cli/table.ts'
import { api } from '#lib/contracts/api-paths.ts'
import { ReviewSubmitted, type SubmitReviewInput } from '#lib/contracts/reviews.ts'
import type { ReviewVerdict } from '#lib/domain/review-policy.ts'

/** Sends a verdict on exactly the content that was looked up; the server refuses it when that moved meanwhile. */
async function review(call: Call, verdict: ReviewVerdict): Promise<ExitCode> {
  const note = call.text('note')?.trim() ?? ''
  if (verdict === 'request-changes' && note === '')
    throw usageFailure('Say in --note what must change.', 'sandmle review request-changes')
  const client = await call.client()
  const { environment, version } = await environmentOf(call, client)
  const input: SubmitReviewInput = { versionId: version.id, contentHash: version.contentHash, verdict, note }
  const answer = await client.post(api.review(version.id), ReviewSubmitted, { json: input })
  call.print(
    { slug: environment.slug, ...answer },
    () =>
      `${plain(environment.slug)} version ${version.number} is ${answer.status} (${answer.approvals} of ${answer.needed} approvals)`,
  )
  return EXIT.ok
}

const VERSION = { version: { type: 'string', value: 'NUMBER' } } as const

export const reviewCommands: readonly Command[] = [
  {
    words: ['review', 'approve'],
    args: ['SLUG'],
    options: { note: { type: 'string', value: 'TEXT' }, ...VERSION },
    summary: 'Approves a version that is in review and that you did not make.',
    run: (call) => review(call, 'approve'),
  },
  {
    words: ['review', 'request-changes'],
    args: ['SLUG'],
    options: { note: { type: 'string', value: 'TEXT', required: true }, ...VERSION },
    summary: 'Sends a version back, saying what must change.',
    run: (call) => review(call, 'request-changes'),
  },
]
