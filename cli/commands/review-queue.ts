import { allPages } from '#cli/all-pages.ts'
import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode } from '#cli/failure.ts'
import { table } from '#cli/table.ts'
import { type QueueItem, REVIEWS } from '#lib/contracts/reviews.ts'

/** A flat row; `mine` says whether the caller may give a verdict, and if not, why. */
const queueRow = ({ can, figures: _, ...item }: QueueItem) => ({
  ...item,
  mine: can.allowed ? 'waiting for you' : can.reason,
})

async function queue(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const items = await allPages(
    (cursor) => client.call(REVIEWS.queue, cursor),
    (page) => page.items,
  )
  const rows = items.filter(({ can }) => can.allowed || !call.flag('mine')).map(queueRow)
  const columns = ['slug', 'version', 'certificate', 'authorName', 'reviews', 'needed', 'mine'] as const
  call.print(rows, () => table(rows, columns, 'Nothing waits for a review.'))
  return EXIT.ok
}

export const reviewQueueCommands: readonly Command[] = [
  {
    words: ['review', 'queue'],
    args: [],
    options: { mine: { type: 'boolean' } },
    summary: 'Versions in review; --mine leaves out those that you may not judge.',
    run: queue,
  },
]
