import { TriangleAlert } from 'lucide-react'
import type { ActionResult } from '#lib/contracts/problem.ts'

/** Why a command failed, in place, with the id to quote. */
export function ActionError({ result }: { result: ActionResult<unknown> | null }) {
  if (!result || result.ok) return null
  return (
    <p role="alert" className="flex items-start gap-2 rounded-md bg-bad-soft px-2 py-1.5 text-bad-text">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        {result.message}
        {result.requestId ? <span className="block font-mono text-xs">id {result.requestId}</span> : null}
      </span>
    </p>
  )
}
