import { LoadingRows } from '#components/patterns/query-state.tsx'

export default function Loading() {
  return <LoadingRows what="the page" rows={10} />
}
