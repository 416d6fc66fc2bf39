import type { Call, Command } from '#cli/command.ts'
import { environmentOf } from '#cli/commands/env.ts'
import { readMarks } from '#cli/commands/review-marks.ts'
import { EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { plain } from '#cli/table.ts'
import { REVIEWS, type SubmitReviewInput } from '#lib/contracts/reviews.ts'
import { approvalObjection, type ReviewVerdict } from '#lib/domain/review-policy.ts'

/** Sends a verdict on exactly the content that was looked up; the server refuses it when that moved meanwhile. */
async function review(call: Call, verdict: ReviewVerdict): Promise<ExitCode> {
  const note = call.text('note')?.trim() ?? ''
  if (verdict === 'request-changes' && note === '')
    throw usageFailure('Say in --note what must change.', 'sandmle review request-changes')
  const criteria = readMarks(call.text('marks') ?? '')
  const unmarked = verdict === 'approve' ? approvalObjection(criteria) : null
  if (unmarked !== null)
    throw usageFailure(unmarked, 'sandmle review approve', 'add --marks statement=good,...')
  const client = await call.client()
  const { environment, version } = await environmentOf(call, client)
  const { id: versionId, contentHash } = version
  const input: SubmitReviewInput = { versionId, contentHash, verdict, criteria, note }
  const answer = await client.call(REVIEWS.submit, input)
  call.print(
    { slug: environment.slug, ...answer },
    () =>
      `${plain(environment.slug)} version ${version.number} is ${answer.status} (${answer.approvals} of ${answer.needed} approvals)`,
  )
  return EXIT.ok
}

async function withdraw(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const { environment, version } = await environmentOf(call, client)
  const answer = await client.call(REVIEWS.withdraw, { versionId: version.id })
  call.print(
    { slug: environment.slug, ...answer },
    () =>
      `Your verdict on ${plain(environment.slug)} version ${version.number} is withdrawn; it is ${answer.status}`,
  )
  return EXIT.ok
}

const MARKS = { type: 'string', value: 'CRITERION=MARK,..' } as const
const VERSION = { version: { type: 'string', value: 'NUMBER' } } as const

export const reviewCommands: readonly Command[] = [
  {
    words: ['review', 'approve'],
    args: ['SLUG'],
    options: { marks: { ...MARKS, required: true }, note: { type: 'string', value: 'TEXT' }, ...VERSION },
    summary: 'Approves a version that is in review and that you did not make; every criterion needs a mark.',
    run: (call) => review(call, 'approve'),
  },
  {
    words: ['review', 'request-changes'],
    args: ['SLUG'],
    options: { note: { type: 'string', value: 'TEXT', required: true }, marks: MARKS, ...VERSION },
    summary: 'Sends a version back, saying what must change.',
    run: (call) => review(call, 'request-changes'),
  },
  {
    words: ['review', 'withdraw'],
    args: ['SLUG'],
    options: VERSION,
    summary: 'Takes back your verdict: while the version is undecided, or within 30 seconds of deciding it.',
    run: withdraw,
  },
]
