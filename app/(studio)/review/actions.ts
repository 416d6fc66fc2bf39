'use server'

import { AskModelInput, JudgeFindingInput } from '#lib/contracts/model-reviews.ts'
import { SubmitReviewInput, WithdrawReviewInput } from '#lib/contracts/reviews.ts'
import { action } from '#lib/http/action.ts'
import { judgeFinding } from '#lib/services/model-reviews/judge-finding.ts'
import { requestModelReview } from '#lib/services/model-reviews/request-model-review.ts'
import { submitReview } from '#lib/services/reviews/submit-review.ts'
import { withdrawReview } from '#lib/services/reviews/withdraw-review.ts'

export const judgeFindingAction = action(JudgeFindingInput, judgeFinding)
export const askModelAction = action(AskModelInput, requestModelReview)
export const submitReviewAction = action(SubmitReviewInput, submitReview)
export const withdrawReviewAction = action(WithdrawReviewInput, withdrawReview)
