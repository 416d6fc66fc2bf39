import { route } from '#lib/http/route.ts'
import { withdrawReview } from '#lib/services/reviews/withdraw-review.ts'

export const POST = route(withdrawReview)
