'use server'

import { SubmitForReviewInput } from '#lib/contracts/environments.ts'
import { action } from '#lib/http/action.ts'
import { submitForReview } from '#lib/services/environments/submit-for-review.ts'

export const submitForReviewAction = action(SubmitForReviewInput, submitForReview)
