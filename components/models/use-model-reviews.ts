import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Action } from '#components/data/action-state.ts'
import { readJson } from '#components/data/read-json.ts'
import { useAction } from '#components/data/use-action.ts'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { type JudgeFindingInput, MODEL_REVIEWS, type ModelReviewList } from '#lib/contracts/model-reviews.ts'
import { REVIEWS } from '#lib/contracts/reviews.ts'

const POLL_MS = 1500
const isOpen = ({ reviews }: ModelReviewList): boolean =>
  reviews.some(({ status }) => status === 'queued' || status === 'running')

export type Judge = Action<JudgeFindingInput, ModelReviewList>
type Place = { slug: string; version: number; initial: ModelReviewList; judge: Judge }

/** What models said of a version, polled while one reads; a judgement answers with the list as it is then. */
export function useModelReviews({ slug, version, initial, judge }: Place) {
  const queries = useQueryClient()
  const queryKey = [...keyOf(REVIEWS.queue), 'models', initial.versionId]
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readJson(MODEL_REVIEWS.list, { id: slug, n: version }, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? POLL_MS : false),
  })
  const keep = (list: ModelReviewList) => queries.setQueryData(queryKey, list)
  const judging = useAction(judge, keep)
  return { list: query.data, judging, keep }
}
