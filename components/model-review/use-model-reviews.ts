import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Action } from '#components/data/action-state.ts'
import { readJson } from '#components/data/read-json.ts'
import { useAction } from '#components/data/use-action.ts'
import { api, keys } from '#lib/contracts/api-paths.ts'
import { type JudgeFindingInput, ModelReviewList } from '#lib/contracts/model-reviews.ts'

const POLL_MS = 1500
const isOpen = ({ reviews }: ModelReviewList): boolean =>
  reviews.some(({ status }) => status === 'queued' || status === 'running')

export type Judge = Action<JudgeFindingInput, ModelReviewList>
type Place = { slug: string; version: number; initial: ModelReviewList; judge: Judge }

/** What models said of a version, polled while one reads; a judgement answers with the list as it is then. */
export function useModelReviews({ slug, version, initial, judge }: Place) {
  const queries = useQueryClient()
  const queryKey = keys.modelReviews(initial.versionId)
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => readJson(api.modelReviews(slug, version), ModelReviewList, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? POLL_MS : false),
  })
  const keep = (list: ModelReviewList) => queries.setQueryData(queryKey, list)
  const judging = useAction(judge, keep)
  return { list: query.data, judging, keep }
}
