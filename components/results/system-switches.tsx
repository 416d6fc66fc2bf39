'use client'

import { useUrlState } from '#components/patterns/url-state.ts'
import { CheckField } from '#components/ui/field.tsx'
import type { SystemDetail } from '#lib/contracts/results.ts'

/** The switches of the board, for one system; the address keeps them. */
export function SystemSwitches({
  removed,
  hasDefects,
}: {
  removed: SystemDetail['removed']
  hasDefects: boolean
}) {
  const { params, set } = useUrlState()
  const flag = (key: string) => ({
    checked: params.get(key) === '1',
    onChange: ({ target }: { target: HTMLInputElement }) => set({ [key]: target.checked ? '1' : null }),
  })
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3 py-2">
      {hasDefects ? <CheckField label="Without tasks with known defects" {...flag('clean')} /> : null}
      <CheckField label="Count gaps as failures" {...flag('pad')} />
      {removed.length > 0 ? (
        <p className="w-full text-xs text-muted">
          Left out: {removed.map(({ id, knownIssue }) => `${id} (${knownIssue})`).join(', ')}.
        </p>
      ) : null}
    </div>
  )
}
