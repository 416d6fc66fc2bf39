import { command } from '#lib/http/route.ts'
import { submitForReview } from '#lib/services/environments/submit-for-review.ts'

export const POST = command('environment.submit', submitForReview)
