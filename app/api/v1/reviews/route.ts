import { command, route } from '#lib/http/route.ts'
import { listQueue } from '#lib/services/reviews/list-queue.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'

export const GET = route(listQueue)
export const POST = command('review.submit', submitReview, { status: () => 201 })
