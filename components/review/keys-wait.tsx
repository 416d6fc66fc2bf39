'use client'

import { useState } from 'react'
import { useKeys } from '#components/frame/use-keys.ts'
import { REVIEW_CRITERIA } from '#lib/domain/review-policy.ts'

const OF_FORM = [...REVIEW_CRITERIA.map((_, at) => String(at + 1)), ...'axc']
const OF_PAGE = [...OF_FORM, ...'npyujkz[]']

/**
 * Takes keys of a review while they cannot act, and says so once one is pressed: those of the verdict, or all of them
 * before any listener of the page that is left.
 */
export function KeysWait({ why, whole = false }: { why: string; whole?: boolean }) {
  const [pressed, setPressed] = useState<string | null>(null)
  const keys = whole ? OF_PAGE : OF_FORM
  useKeys(Object.fromEntries(keys.map((key) => [key, () => setPressed(key)])), { isFirst: whole })
  return (
    <p role="alert" className="text-xs text-bad-text empty:hidden">
      {pressed === null ? null : `“${pressed}” did nothing: ${why}`}
    </p>
  )
}
