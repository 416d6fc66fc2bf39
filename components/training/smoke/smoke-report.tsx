'use client'

import { useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { ask } from '#components/data/read-json.ts'
import { useAction } from '#components/data/use-action.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { Facts } from '#components/patterns/facts.tsx'
import { formatDuration, formatShare, plural } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { RunBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import { SmokeCertificatePanel } from '#components/training/smoke/smoke-certificate.tsx'
import { SmokeCurves } from '#components/training/smoke/smoke-curves.tsx'
import { SmokePrograms } from '#components/training/smoke/smoke-programs.tsx'
import { SmokeSlices } from '#components/training/smoke/smoke-slices.tsx'
import {
  CONTROL_WORDS,
  LIVENESS_WORDS,
  progressOf,
  REWARD_WORDS,
} from '#components/training/smoke/smoke-words.ts'
import { Button } from '#components/ui/button.tsx'
import { FoldedPanel } from '#components/ui/folded-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { SMOKE, type SmokeRunDetail, type SmokeRunView } from '#lib/contracts/smoke.ts'
import { livenessOf } from '#lib/domain/liveness.ts'
import { isUnfinished } from '#lib/domain/unfinished.ts'

type Props = { initial: SmokeRunDetail; cancel: Action<{ id: string }, SmokeRunView> }

/** A smoke test while it runs and after: status, certificate, rates, environments, programs. */
export function SmokeReportView({ initial, cancel }: Props) {
  const queries = useQueryClient()
  const { data: run } = useFollowed(
    {
      ...ask(SMOKE.get, { id: initial.id }),
      initialData: initial,
    },
    isUnfinished,
    'work',
  )
  const action = useAction(cancel, () =>
    queries.invalidateQueries({ queryKey: keyOf(SMOKE.get, { id: initial.id }) }),
  )
  const hidden = run.can.readPrograms.allowed ? null : run.can.readPrograms.reason
  return (
    <div className="flex flex-col gap-4">
      <Panel
        title="Smoke test"
        actions={
          isUnfinished(run) ? (
            <Button
              tone="danger"
              disabled={action.pending}
              disabledReason={run.can.cancel.allowed ? null : run.can.cancel.reason}
              onClick={() => action.run({ id: run.id })}
            >
              Cancel
            </Button>
          ) : null
        }
      >
        <Status run={run} />
        <ActionError result={action.result} />
      </Panel>
      {run.certificate ? <SmokeCertificatePanel certificate={run.certificate} /> : null}
      <SmokeCurves smokeRunId={run.id} isOpen={isUnfinished(run)} />
      <SeedsPanel run={run} />
      <SmokeSlices run={run} />
      <SmokePrograms seeds={run.report?.seeds ?? []} hidden={hidden} />
      <EnvironmentsPanel run={run} />
    </div>
  )
}

function Status({ run }: { run: SmokeRunDetail }) {
  const executed = (run.report?.seeds ?? []).flatMap(({ steps }) => steps).reduce((n, s) => n + s.executed, 0)
  return (
    <Facts
      rows={[
        ['Status', <RunBadge key="status" status={run.status} />],
        ['Progress', progressOf(run)],
        ['Reward', REWARD_WORDS[run.reward]],
        ['Training labels', CONTROL_WORDS[run.control]],
        ['Size', `${plural(run.seeds, 'seed')}, ${run.rollouts} rollouts each`],
        ['Policy', run.report ? `${run.report.parameters} numbers` : '–'],
        [
          'Programs run',
          executed === 0 ? '–' : `${executed}; the rest had been run before, with equal score`,
        ],
        ['Preparation', run.report ? formatDuration(run.report.prepareSeconds * 1000) : '–'],
        ['Started by', run.createdByName],
        ['Created', <Time key="time" iso={run.createdAt} />],
        ...(run.lost > 0 ? [['Workers lost', String(run.lost)] as const] : []),
        ...(run.error ? [['Error', run.error] as const] : []),
      ]}
    />
  )
}

function SeedsPanel({ run }: { run: SmokeRunDetail }) {
  const rows = (run.report?.seeds ?? []).map((seed) => {
    const last = seed.steps.at(-1)
    const own = seed.siblings
    return {
      id: seed.trainingRunId,
      cells: [
        <Link
          key="seed"
          href={`/training/${seed.trainingRunId}`}
          className="inline-flex min-h-6 items-center hover:underline"
        >
          Seed {seed.seed}
        </Link>,
        seed.status,
        seed.steps.length,
        formatDuration((last?.seconds ?? 0) * 1000),
        last ? last.viewEntropy.toFixed(2) : '–',
        own ? formatShare(own.valid / Math.max(1, own.rollouts)) : '–',
        own ? formatShare(own.valid === 0 ? null : own.medals / own.valid) : '–',
      ],
    }
  })
  return (
    <Panel title="Seeds" flush>
      <PlainTable
        caption="Seeds"
        columns={[
          { title: 'Seed' },
          { title: 'Status' },
          { title: 'Steps', numeric: true },
          { title: 'Duration', numeric: true },
          { title: 'View entropy, nats', numeric: true },
          { title: 'Siblings valid', numeric: true },
          { title: 'Siblings, medals among valid', numeric: true },
        ]}
        rows={rows}
      />
    </Panel>
  )
}

function EnvironmentsPanel({ run }: { run: SmokeRunDetail }) {
  const environments = run.report?.environments ?? []
  return (
    <FoldedPanel title="Environments" note={plural(environments.length, 'environment')} startsFolded>
      <PlainTable
        caption="Environments and their siblings"
        columns={[
          { title: 'Environment' },
          { title: 'Modality' },
          { title: 'Groups with spread' },
          { title: 'Sibling' },
        ]}
        rows={environments.map((one) => ({
          id: one.slug,
          cells: [
            <a
              key="title"
              href={`/environments/${one.slug}`}
              className="inline-flex min-h-6 items-center hover:underline"
            >
              {one.title}
            </a>,
            one.modality,
            run.report ? LIVENESS_WORDS[livenessOf(run.report.seeds, one.slug)] : '–',
            one.withoutSibling ?? 'same spec, other secret, own thresholds',
          ],
        }))}
      />
    </FoldedPanel>
  )
}
