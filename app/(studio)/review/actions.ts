'use server'

import { SubmitReviewInput } from '#lib/contracts/reviews.ts'
import { action } from '#lib/http/action.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'

export const submitReviewAction = action(SubmitReviewInput, submitReview)
