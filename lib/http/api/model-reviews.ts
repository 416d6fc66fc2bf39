import { MODEL_REVIEWS } from '#lib/contracts/model-reviews.ts'
import { bind } from '#lib/http/bind.ts'
import { judgeFinding } from '#lib/services/model-reviews/judge-finding.ts'
import { listModelReviews } from '#lib/services/model-reviews/list-model-reviews.ts'
import { listPrecision } from '#lib/services/model-reviews/read-precision.ts'
import { requestModelReview } from '#lib/services/model-reviews/request-model-review.ts'

export const modelReviewsRoutes = bind(MODEL_REVIEWS, {
  list: listModelReviews,
  request: requestModelReview,
  judge: judgeFinding,
  precision: listPrecision,
})
