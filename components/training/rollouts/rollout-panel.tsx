'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ask } from '#components/data/read-json.ts'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { Facts } from '#components/patterns/facts.tsx'
import { formatCount, formatDuration, formatScore } from '#components/patterns/format.ts'
import { MetricName } from '#components/patterns/metric-name.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { ResultBadge } from '#components/training/rollouts/outcome-badge.tsx'
import { RolloutEvidenceView } from '#components/training/rollouts/rollout-evidence.tsx'
import { RolloutTrailView } from '#components/training/rollouts/rollout-trail.tsx'
import { UnknownEnvironment } from '#components/training/rollouts/unknown-environment.tsx'
import { ROLLOUTS, type RolloutDetail } from '#lib/contracts/rollouts.ts'
import { sumOfParts } from '#lib/domain/rewards.ts'
import { REWARD_PARTS } from '#lib/domain/training.ts'

/** One rollout: what it was paid for, what the learner wrote, and the way to the people behind its environment. */
export function RolloutPanel({ id, initial }: { id: string; initial?: RolloutDetail }) {
  const query = useQuery({
    ...ask(ROLLOUTS.get, { rolloutId: id }),
    ...(initial === undefined ? {} : { initialData: initial }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (query.isError)
    return <LoadFailed what="The rollout" error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <LoadingRows rows={8} what="the rollout" />
  const rollout = query.data
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="grid gap-4 lg:grid-cols-2">
        <RolloutFacts rollout={rollout} />
        <RolloutTrailView rollout={rollout} />
      </div>
      {rollout.evidence.allowed ? (
        <RolloutEvidenceView id={id} />
      ) : (
        <p className="text-muted">{rollout.evidence.reason}</p>
      )}
    </div>
  )
}

function RolloutFacts({ rollout }: { rollout: RolloutDetail }) {
  const { version, score, tokens, turns, durationMs } = rollout
  const known = [
    tokens === null ? null : `${formatCount(tokens)} tokens`,
    turns === null ? null : `${formatCount(turns)} turns`,
    durationMs === null ? null : formatDuration(durationMs),
  ].filter((word) => word !== null)
  return (
    <Facts
      rows={[
        ['Result', <ResultBadge key="result" rollout={rollout} />],
        [
          'Score',
          score === null ? (
            '–'
          ) : (
            <span key="score">
              {formatScore(score)} {version ? <MetricName metric={version.metric} /> : null}
            </span>
          ),
        ],
        ['Reward', <RewardSum key="reward" rollout={rollout} />],
        ['Step', `${rollout.step}, group ${rollout.group}, ${rollout.split}`],
        [
          'Environment',
          version === null ? (
            <UnknownEnvironment key="environment" name={rollout.environment} />
          ) : (
            <Link key="environment" href={environmentHref(version.slug, version.number)} className="link">
              {version.title} v{version.number}
            </Link>
          ),
        ],
        ['Cost', known.length === 0 ? '–' : known.join(', ')],
      ]}
    />
  )
}

/** `0.90 = 0.10 format + 0.20 execute + 0.60 silver` */
function RewardSum({ rollout: { reward, parts } }: { rollout: RolloutDetail }) {
  const paid = REWARD_PARTS.filter((part) => (parts[part] ?? 0) !== 0)
  const rest = reward - sumOfParts(parts)
  const words = paid.map((part) => `${(parts[part] ?? 0).toFixed(2)} ${part}`)
  if (Math.abs(rest) > 1e-6) words.push(`${rest.toFixed(2)} undivided`)
  return (
    <>
      <span className="font-semibold">{reward.toFixed(2)}</span>
      {words.length === 0 ? null : <span className="text-muted"> = {words.join(' + ')}</span>}
    </>
  )
}
