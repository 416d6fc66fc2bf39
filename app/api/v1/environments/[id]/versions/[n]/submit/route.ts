import { route } from '#lib/http/route.ts'
import { submitForReview } from '#lib/services/environments/submit-for-review.ts'

export const POST = route(submitForReview)
