import { Undo2 } from 'lucide-react'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'

/** What reviewers ask for, for whoever edits next; nothing for a version that was not sent back. */
export function ReturnedNote({ detail }: { detail: EnvironmentDetail }) {
  const asked = (detail.reviews ?? []).filter(
    ({ verdict, withdrawnAt }) => verdict === 'request-changes' && withdrawnAt === null,
  )
  if (detail.version.status !== 'changes-requested' || asked.length === 0) return null
  return (
    <section
      aria-label="Changes requested"
      className="flex flex-col gap-1 rounded-md border border-warn bg-warn-soft p-3"
    >
      <h2 className="flex items-center gap-2 text-base text-warn-text">
        <Undo2 size={16} aria-hidden />
        Changes requested
      </h2>
      {asked.map((review) => (
        <p key={review.id} className="[overflow-wrap:anywhere] whitespace-pre-line">
          <strong>{review.reviewerName}:</strong> {review.note}
        </p>
      ))}
    </section>
  )
}
