'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Undo2, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { usePerson } from '#components/data/person.tsx'
import { useAction } from '#components/data/use-action.ts'
import { store } from '#components/data/use-stored.ts'
import { useKeys } from '#components/frame/use-keys.ts'
import { KeysWait } from '#components/review/keys-wait.tsx'
import {
  type LastVerdict,
  rememberVerdict,
  returnTo,
  useLastVerdict,
  useReturning,
} from '#components/review/last-verdict.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { REVIEWS, type ReviewWithdrawn } from '#lib/contracts/reviews.ts'
import { UNDO_S } from '#lib/domain/withdrawal.ts'

export type Withdraw = Action<{ versionId: string }, ReviewWithdrawn>

/** Stands on every page: the verdict that was just given, and the way back from it while there is one. */
export function UndoVerdict({ withdraw }: { withdraw: Withdraw }) {
  const last = useLastVerdict()
  const returning = useReturning()
  const person = usePerson()
  return (
    <div
      aria-live="polite"
      className="fixed right-4 bottom-16 left-4 z-30 ml-auto w-fit max-w-full sm:max-w-96"
    >
      {last !== null && last.person === person ? (
        <Toast key={`${last.versionId} ${last.verdict}`} last={last} withdraw={withdraw} />
      ) : null}
      {returning === null ? null : <Returning key={returning} />}
    </div>
  )
}

const BACK = 'your verdict is being taken back. Press it again once the form is there.'
/** A form that never comes must not keep the keys. */
const LONGEST_MS = 15_000

/** Between the undo and the form of its item, keys would act on the page that is left. */
function Returning() {
  useEffect(() => {
    const timer = setTimeout(() => returnTo(null), LONGEST_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="rounded-md border border-edge bg-raised p-3 shadow-lg">
      <p>Taking your verdict back …</p>
      <KeysWait why={BACK} whole />
    </div>
  )
}

function Toast({ last, withdraw }: { last: LastVerdict; withdraw: Withdraw }) {
  const router = useRouter()
  const queries = useQueryClient()
  const [isOver, setOver] = useState(false)
  const { run, pending, result } = useAction(withdraw, () => {
    store(last.draft.key, last.draft.text)
    rememberVerdict(null)
    returnTo(last.versionId)
    void queries.invalidateQueries({ queryKey: keyOf(REVIEWS.queue) })
    router.push(`/review/${last.versionId}`)
    router.refresh()
  })
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), UNDO_S * 1000)
    return () => clearTimeout(timer)
  }, [])
  const undo = () => run({ versionId: last.versionId })
  const canUndo = !isOver && !pending
  // Ahead of the page's own `z`, which walks back: also on the page that the verdict was given on, while it still stands.
  useKeys({ z: () => (canUndo ? undo() : false) }, { isFirst: true })
  if (isOver && !pending && result === null) return null
  return (
    <div className="flex flex-col gap-2 rounded-md border border-edge bg-raised p-3 shadow-lg">
      <div className="flex items-center gap-3">
        <p className="min-w-0 [overflow-wrap:anywhere]">
          {last.verdict === 'approve' ? 'Approved' : 'Changes requested'}: {last.title}
        </p>
        <span className="ml-auto flex shrink-0 items-center gap-1">
          <Button icon={<Undo2 size={14} aria-hidden />} disabled={!canUndo} onClick={undo}>
            Undo <Kbd>z</Kbd>
          </Button>
          <IconButton label="Dismiss" onClick={() => rememberVerdict(null)}>
            <X size={14} aria-hidden />
          </IconButton>
        </span>
      </div>
      {pending ? <KeysWait why={BACK} whole /> : null}
      <ActionError result={result} />
    </div>
  )
}
