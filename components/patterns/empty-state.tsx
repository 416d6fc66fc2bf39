import { CircleSlash, FilterX, Inbox, Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Capability } from '#lib/domain/capabilities.ts'
import { whoMay } from '#lib/domain/why-not.ts'

type EmptyStateProps =
  | { kind: 'none'; title: string; children: ReactNode; action?: ReactNode }
  | { kind: 'filtered'; clear: ReactNode }
  | { kind: 'forbidden'; what: string; needs: Capability }
  | { kind: 'failed'; what: string; message: string; requestId?: string | undefined; retry?: ReactNode }

const ICONS = { none: Inbox, filtered: FilterX, forbidden: Lock, failed: CircleSlash }

function words(state: EmptyStateProps): { title: string; body: ReactNode; action: ReactNode } {
  switch (state.kind) {
    case 'none':
      return { title: state.title, body: state.children, action: state.action }
    case 'filtered':
      return {
        title: 'No row matches the filter',
        body: 'Rows exist, but the filter hides all of them.',
        action: state.clear,
      }
    case 'forbidden':
      return {
        title: `Your role may not see ${state.what}`,
        body: `It is open to ${whoMay(state.needs)}. An owner can change your role.`,
        action: null,
      }
    case 'failed':
      return {
        title: `${state.what} could not be loaded`,
        body: (
          <>
            {state.message}
            {state.requestId ? <span className="block font-mono text-xs">id {state.requestId}</span> : null}
          </>
        ),
        action: state.retry,
      }
  }
}

/** Nothing to show, and which of the four reasons it is: none yet, filter, permission, failure. */
export function EmptyState(state: EmptyStateProps) {
  const Icon = ICONS[state.kind]
  const { title, body, action } = words(state)
  return (
    <div
      role={state.kind === 'failed' ? 'alert' : 'status'}
      className="mx-auto flex max-w-xl flex-col items-center gap-2 px-4 py-10 text-center"
    >
      <Icon size={20} aria-hidden className="text-muted" />
      <p className="text-base font-semibold">{title}</p>
      <div className="text-muted">{body}</div>
      {action ? <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  )
}
