import { useQueryClient } from '@tanstack/react-query'
import type { Action } from '#components/data/action-state.ts'
import { readJson } from '#components/data/read-json.ts'
import { useAction } from '#components/data/use-action.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { type JudgeFindingInput, MODEL_REVIEWS, type ModelReviewList } from '#lib/contracts/model-reviews.ts'
import { REVIEWS } from '#lib/contracts/reviews.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

export type Judge = Action<JudgeFindingInput, ModelReviewList>
type Place = { slug: string; version: number; initial: ModelReviewList; judge: Judge }

/** What models said of a version, polled while one reads; a judgement answers with the list as it is then. */
export function useModelReviews({ slug, version, initial, judge }: Place) {
  const queries = useQueryClient()
  const queryKey = [...keyOf(REVIEWS.queue), 'models', initial.versionId]
  const query = useFollowed(
    {
      queryKey,
      queryFn: ({ signal }) => readJson(MODEL_REVIEWS.list, { id: slug, n: version }, signal),
      initialData: initial,
    },
    ({ reviews }) => reviews.some(isUnfinished),
    'work',
  )
  const keep = (list: ModelReviewList) => queries.setQueryData(queryKey, list)
  const judging = useAction(judge, keep)
  return { list: query.data, judging, keep }
}
