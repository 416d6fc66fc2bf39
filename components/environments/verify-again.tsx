'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { ask } from '#components/data/read-json.ts'
import { useAction } from '#components/data/use-action.ts'
import { useFollowed, useWhenEnded } from '#components/data/use-followed.ts'
import { Button } from '#components/ui/button.tsx'
import { type CertificationView, type EnvironmentDetail, VERSIONS } from '#lib/contracts/environments.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

const isWaiting = (one: CertificationView | null | undefined): boolean => one != null && isUnfinished(one)

const SAYS: Record<NonNullable<CertificationView['verdict']>, string> = {
  verified: 'passed',
  rejected: 'a gate failed',
  'not-comparable': 'not comparable on this machine; nothing changed',
  'judge-error': 'the machine failed; nothing changed',
}

/** In words how the last certificate outside a run went; null before there was one. */
function sentenceOf(one: CertificationView | null): string | null {
  if (one === null) return null
  if (one.status === 'queued') return `A ${one.certificate} certificate waits for a worker.`
  if (one.status === 'running') return `A ${one.certificate} certificate is being run.`
  const outcome = one.verdict === null ? (one.error ?? 'no verdict') : SAYS[one.verdict]
  const work =
    one.ran === null ? '' : ` ${one.ran} programs ran, ${one.kept ?? 0} kept results were judged again.`
  return `Last verification: ${outcome}.${work}`
}

type VerifyAgainProps = {
  detail: EnvironmentDetail
  verify: Action<{ versionId: string; certificate: 'full' }, CertificationView>
}

/** Has the gates run again on this version, follows it, and shows the page again when it has ended. */
export function VerifyAgain({ detail, verify }: VerifyAgainProps) {
  const router = useRouter()
  const { environment, version, can } = detail
  const queries = useQueryClient()
  const asked = ask(VERSIONS.certificate, { id: environment.id, n: version.number })
  const query = useFollowed(
    {
      ...asked,
      initialData: detail.certification ?? undefined,
      enabled: ({ state }) => isWaiting(state.data),
    },
    isWaiting,
    'work',
  )
  const { run, pending, result } = useAction(verify, (next) => queries.setQueryData(asked.queryKey, next))
  const last = query.data ?? null
  const isOpen = isWaiting(last)
  useWhenEnded(isOpen, () => router.refresh())
  const busy = pending || isOpen
  const why = can.verify.allowed ? null : can.verify.reason
  const sentence = sentenceOf(last)
  return (
    <div className="flex flex-wrap items-center gap-2">
      {sentence ? (
        <p role="status" className="text-xs text-muted">
          {sentence}
        </p>
      ) : null}
      <Button
        disabled={busy}
        disabledReason={busy ? null : why}
        onClick={() => run({ versionId: version.id, certificate: 'full' })}
      >
        {busy ? 'Verifying' : 'Verify again'}
      </Button>
      <ActionError result={result} />
    </div>
  )
}
