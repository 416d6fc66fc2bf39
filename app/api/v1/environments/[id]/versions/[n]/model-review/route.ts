import { command, route } from '#lib/http/route.ts'
import { listModelReviews } from '#lib/services/model-reviews/list-model-reviews.ts'
import { requestModelReview } from '#lib/services/model-reviews/request-model-review.ts'

export const GET = route(listModelReviews)
/** 202: a worker asks the model; GET tells how far it is. */
export const POST = command('model-review.request', requestModelReview, { status: () => 202 })
