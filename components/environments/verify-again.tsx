'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { readJson } from '#components/data/read-json.ts'
import { useAction } from '#components/data/use-action.ts'
import { Button } from '#components/ui/button.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { type CertificationView, type EnvironmentDetail, VERSIONS } from '#lib/contracts/environments.ts'

const POLL_MS = 2000
const isOpen = (one: CertificationView | null): boolean =>
  one?.status === 'queued' || one?.status === 'running'

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
  const at = { id: environment.id, n: version.number }
  const query = useQuery({
    queryKey: keyOf(VERSIONS.certificate, at),
    queryFn: async ({ signal }) => {
      const last = await readJson(VERSIONS.certificate, at, signal)
      if (!isOpen(last)) router.refresh()
      return last
    },
    initialData: detail.certification ?? undefined,
    enabled: ({ state }) => isOpen(state.data ?? null),
    refetchInterval: POLL_MS,
  })
  const { run, pending, result } = useAction(verify, () => void query.refetch())
  const last = query.data ?? null
  const busy = pending || isOpen(last)
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
