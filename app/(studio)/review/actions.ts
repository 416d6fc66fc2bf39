'use server'

import { AskModelInput, JudgeFindingInput } from '#lib/contracts/model-reviews.ts'
import { SubmitReviewInput } from '#lib/contracts/reviews.ts'
import { action } from '#lib/http/action.ts'
import { judgeFinding } from '#lib/services/model-reviews/judge-finding.ts'
import { requestModelReview } from '#lib/services/model-reviews/request-model-review.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'

export const judgeFindingAction = action(JudgeFindingInput, judgeFinding)
export const askModelAction = action(AskModelInput, requestModelReview)
export const submitReviewAction = action(SubmitReviewInput, submitReview)
