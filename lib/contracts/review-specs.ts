import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import * as modelReviews from '#lib/contracts/model-reviews.ts'
import * as reviews from '#lib/contracts/reviews.ts'
import { VERSION } from '#lib/contracts/spec-paths.ts'

/** Routes of reviews, by people and by models; part of API_SPECS. */
export const REVIEW_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: `${VERSION}/model-review`,
    summary: 'What models said of a version; findings are recommendations for people',
    response: modelReviews.ModelReviewList,
  },
  {
    method: 'POST',
    path: `${VERSION}/model-review`,
    summary: 'Have a model read a version, under a cap of its own',
    body: modelReviews.ModelReviewBody,
    response: modelReviews.ModelReviewList,
    status: 202,
  },
  {
    method: 'POST',
    path: '/api/v1/findings/{id}/judgement',
    summary: "Confirm or refute a model's finding",
    body: modelReviews.JudgeFindingBody,
    response: modelReviews.ModelReviewList,
  },
  {
    method: 'GET',
    path: '/api/v1/reviews/precision',
    summary: 'How often people confirmed what each model found, by criterion',
    response: modelReviews.PrecisionList,
  },
  {
    method: 'GET',
    path: '/api/v1/reviews',
    summary: 'The review queue',
    query: reviews.ReviewQueueQuery,
    response: reviews.ReviewQueue,
  },
  {
    method: 'POST',
    path: '/api/v1/reviews',
    summary: 'Approve with a mark for every criterion, or request changes; the version in the body',
    body: reviews.SubmitReviewInput,
    response: reviews.ReviewSubmitted,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/reviews/{versionId}',
    summary: 'One item of the queue with its evidence',
    response: reviews.ReviewItem,
  },
  {
    method: 'POST',
    path: '/api/v1/reviews/{versionId}',
    summary: 'Approve with a mark for every criterion, or request changes',
    body: reviews.SubmitReviewInput.omit({ versionId: true }),
    response: reviews.ReviewSubmitted,
    status: 201,
  },
  {
    method: 'POST',
    path: '/api/v1/reviews/{versionId}/withdraw',
    summary: 'Take back the own verdict: while the version is undecided, or within 30 seconds of deciding it',
    response: reviews.ReviewWithdrawn,
  },
]
