'use client'

import Link from 'next/link'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import type { Column } from '#components/patterns/column.ts'
import { DataTable } from '#components/patterns/data-table.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { formatShare, plural } from '#components/patterns/format.ts'
import { HeldOutBadge } from '#components/patterns/held-out-badge.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { type Retire, RetireDialog } from '#components/training/rollouts/retire-dialog.tsx'
import { rolloutsHref } from '#components/training/rollouts/rollout-url.ts'
import { UnknownEnvironment } from '#components/training/rollouts/unknown-environment.tsx'
import { VerdictBadge } from '#components/training/rollouts/verdict-badge.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import {
  type EnvironmentSignal,
  SIGNALS,
  type TrainingEnvironments,
} from '#lib/contracts/training-signals.ts'

type DeadEnvironmentsProps = { runId: string; retire: Retire; live?: boolean }

/** Environments of a run that teach nothing, what in the log says so, and what can be done about each. */
export function DeadEnvironments({ runId, retire, live = false }: DeadEnvironmentsProps) {
  const query = useFollowed(
    {
      ...ask(SIGNALS.environments, { id: runId }),
    },
    live,
    'watch',
  )
  if (query.isError)
    return <LoadFailed what="The environments" error={query.error} retry={() => void query.refetch()} />
  const environments = query.data?.environments
  const dead = environments?.filter(({ verdict }) => !['healthy', 'too-few'].includes(verdict)) ?? []
  return (
    <Panel
      title="Environments of this run"
      note={environments === undefined ? null : deadWords(dead.length)}
      flush
    >
      {query.data === undefined ? (
        <LoadingRows rows={6} what="the environments" />
      ) : (
        <DataTable
          caption="Environments of this run"
          columns={columnsOf(runId, query.data.can, retire)}
          rows={query.data.environments}
          rowId={(row) => row.environment}
          count={plural(query.data.environments.length, 'environment')}
          csv={{ kind: 'rows', filename: 'training-environments.csv' }}
          empty={
            <EmptyState kind="none" title="No environment was met">
              Verdicts come from recorded rollouts alone; this run has none.
            </EmptyState>
          }
        />
      )}
    </Panel>
  )
}

const deadWords = (dead: number): string =>
  dead === 0 ? 'no dead environments' : `${plural(dead, 'environment')} to look at`

const share = (
  id: string,
  title: string,
  of: (one: EnvironmentSignal) => [part: number, whole: number],
): Column<EnvironmentSignal> => {
  const value = (one: EnvironmentSignal) => {
    const [part, whole] = of(one)
    return whole === 0 ? null : part / whole
  }
  return {
    id,
    title,
    numeric: true,
    text: value,
    cell: (one) => <span title={of(one).join(' of ')}>{formatShare(value(one))}</span>,
  }
}

function columnsOf(
  runId: string,
  can: TrainingEnvironments['can'],
  retire: Retire,
): Column<EnvironmentSignal>[] {
  return [
    {
      id: 'environment',
      title: 'Environment',
      text: (one) => one.environment,
      cell: (one) => <SignalCell runId={runId} signal={one} can={can} retire={retire} />,
    },
    {
      id: 'verdict',
      title: 'Verdict',
      optional: true,
      text: (one) => one.verdict,
      cell: (one) => <VerdictBadge verdict={one.verdict} />,
    },
    {
      id: 'reason',
      title: 'What the log says',
      optional: true,
      text: (one) => one.reason,
      cell: (one) => one.reason,
    },
    share('dead', 'Groups without spread', (one) => [one.deadGroups, one.groups]),
    share('form', 'Form only', (one) => [one.formOnly, one.rollouts]),
    share('timeouts', 'Timed out', (one) => [one.timeouts, one.rollouts]),
    share('valid', 'Scored', (one) => [one.valid, one.rollouts]),
    share('medals', 'Medals', (one) => [one.medals, one.rollouts]),
    {
      id: 'since',
      title: 'Dead since step',
      numeric: true,
      text: (one) => one.deadSince,
      cell: (one) => one.deadSince ?? '–',
    },
    {
      id: 'infra',
      title: 'Machine faults',
      numeric: true,
      optional: true,
      text: (one) => one.infra,
      cell: (one) => one.infra,
    },
    {
      id: 'rollouts',
      title: 'Rollouts',
      numeric: true,
      text: (one) => one.rollouts,
      cell: (one) => (
        <Link href={rolloutsHref(runId, { environment: one.environment })} className="link">
          {one.rollouts}
          <span className="sr-only"> rollouts of {one.environment}</span>
        </Link>
      ),
    },
  ]
}

type SignalCellProps = {
  runId: string
  signal: EnvironmentSignal
  can: TrainingEnvironments['can']
  retire: Retire
}

/** An environment with its verdict, why it fell, what to do, and the two things that can be done from here. */
function SignalCell({ runId, signal, can, retire }: SignalCellProps) {
  const { proposal, advice, version, status, reason } = signal
  const isDead = proposal !== 'keep' && proposal !== 'log-more'
  return (
    <div className="flex w-72 flex-col gap-1 py-1.5 whitespace-normal lg:w-120">
      <span className="flex flex-wrap items-center justify-between gap-x-2">
        <SignalName signal={signal} />
        {version?.feedback === 'held-out-score' ? <HeldOutBadge /> : null}
        <VerdictBadge verdict={signal.verdict} />
      </span>
      <span className="text-xs text-muted">
        {reason} {isDead ? advice : null}
      </span>
      {isDead && version !== null ? (
        <span className="flex flex-wrap items-center gap-1.5">
          {signal.seedId !== null && can.startRun.allowed ? (
            <ButtonLink href={`/runs/new?seed=${signal.seedId}`}>Start a run from its seed</ButtonLink>
          ) : null}
          {status === 'approved' ? (
            <RetireDialog
              runId={runId}
              version={version}
              reason={reason}
              retire={retire}
              disabledReason={can.retire.allowed ? null : can.retire.reason}
            />
          ) : null}
          {status === 'retired' ? <span className="text-muted">This version is retired.</span> : null}
        </span>
      ) : null}
    </div>
  )
}

function SignalName({ signal: { environment, version } }: Pick<SignalCellProps, 'signal'>) {
  if (version === null) return <UnknownEnvironment name={environment} />
  return (
    <Link
      href={environmentHref(version.slug, version.number)}
      data-row-link
      className="inline-flex min-h-6 items-center font-medium hover:underline"
    >
      {version.title} v{version.number}
    </Link>
  )
}
