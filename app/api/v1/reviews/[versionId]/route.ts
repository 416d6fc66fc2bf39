import { command, route } from '#lib/http/route.ts'
import { getReviewItem } from '#lib/services/reviews/get-review-item.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'

export const GET = route(getReviewItem)
export const POST = command('review.submit', submitReview, { status: () => 201 })
