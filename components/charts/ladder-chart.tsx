'use client'

import {
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { LadderPoint } from '#components/charts/prepare-ladder.ts'
import { formatBrief, formatScore } from '#components/patterns/format.ts'
import { TIER_LOOKS } from '#components/patterns/tier-badge.tsx'
import type { ThresholdValues } from '#lib/domain/tiers.ts'
import type { Direction } from '#lib/domain/vocabulary.ts'

const MEDALS = ['median', 'bronze', 'silver', 'gold'] as const
const AXIS = { tick: { fill: 'var(--muted)', fontSize: 12 }, stroke: 'var(--edge)' }

/** One lettered dot a solver on the score axis, with its interval and the four thresholds; better is to the right. */
export function LadderChart({
  points,
  thresholds,
  direction,
}: {
  points: readonly LadderPoint[]
  thresholds: ThresholdValues
  direction: Direction
}) {
  return (
    <div className="h-72 w-full" aria-hidden>
      <ResponsiveContainer>
        <ScatterChart margin={{ top: 20, right: 16, bottom: 0, left: 8 }} accessibilityLayer={false}>
          <CartesianGrid horizontal={false} stroke="var(--line)" />
          <XAxis
            type="number"
            dataKey="score"
            domain={['auto', 'auto']}
            reversed={direction === 'minimize'}
            tickFormatter={(score: number) => formatBrief(score)}
            {...AXIS}
          />
          <YAxis
            type="category"
            dataKey="label"
            allowDuplicatedCategory={false}
            width={124}
            reversed
            interval={0}
            {...AXIS}
          />
          {MEDALS.map((medal) => (
            <ReferenceLine
              key={medal}
              x={thresholds[medal]}
              stroke="var(--edge)"
              strokeDasharray="3 3"
              label={{ value: TIER_LOOKS[medal].letter, position: 'top', fill: 'var(--muted)', fontSize: 12 }}
            />
          ))}
          <Tooltip
            isAnimationActive={false}
            cursor={false}
            content={({ payload }) => <Reading point={payload?.[0]?.payload} />}
          />
          <Scatter
            data={[...points]}
            isAnimationActive={false}
            shape={(dot) => <Dot cx={dot.cx ?? 0} cy={dot.cy ?? 0} payload={dot.payload} />}
          >
            <ErrorBar dataKey="whisker" direction="x" width={3} stroke="var(--muted)" strokeWidth={1} />
          </Scatter>
        </ScatterChart>
      </ResponsiveContainer>
    </div>
  )
}

function Dot({ cx = 0, cy = 0, payload }: { cx?: number; cy?: number; payload: LadderPoint }) {
  const look = TIER_LOOKS[payload.tier]
  return (
    <g>
      <circle cx={cx} cy={cy} r={8} fill={look.fill} stroke="var(--ink)" />
      <text
        x={cx}
        y={cy + 4}
        textAnchor="middle"
        fontSize={11}
        fill={`var(--on-tier-${payload.tier})`}
        fontWeight={600}
      >
        {look.letter}
      </text>
    </g>
  )
}

function Reading({ point }: { point: LadderPoint | undefined }) {
  if (!point) return null
  return (
    <div className="num rounded-md border border-line bg-raised px-2 py-1 text-xs shadow-overlay">
      <div className="font-medium">{point.label}</div>
      <div>
        {formatScore(point.score)} ({formatScore(point.low)} to {formatScore(point.high)}), {point.tier}
      </div>
    </div>
  )
}
