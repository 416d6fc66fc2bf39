import { REVIEWS } from '#lib/contracts/reviews.ts'
import { bind } from '#lib/http/bind.ts'
import { getReviewItem } from '#lib/services/reviews/get-review-item.ts'
import { listQueue } from '#lib/services/reviews/list-queue.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'
import { withdrawReview } from '#lib/services/reviews/withdraw-review.ts'

export const reviewsRoutes = bind(REVIEWS, {
  queue: listQueue,
  submitNamed: submitReview,
  get: getReviewItem,
  submit: submitReview,
  withdraw: withdrawReview,
})
