'use client'

import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { RewardChart, RewardLayer, RewardRow } from '#components/charts/prepare-reward-parts.ts'
import { formatTick } from '#components/charts/x-axis.ts'

const FILLS: Record<RewardLayer, string> = {
  format: 'var(--tier-below)',
  execute: 'var(--info)',
  median: 'var(--tier-median)',
  bronze: 'var(--tier-bronze)',
  silver: 'var(--tier-silver)',
  gold: 'var(--tier-gold)',
  undivided: 'var(--edge)',
}
const AXIS = { tick: { fill: 'var(--muted)', fontSize: 12 }, stroke: 'var(--edge)' }

/** The layers as they stack, the lowest first. */
export function RewardLegend({ layers }: { layers: readonly RewardLayer[] }) {
  return (
    <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-xs" aria-label="Parts, from the bottom">
      {layers.map((layer) => (
        <li key={layer} className="flex items-center gap-1">
          <span aria-hidden className="size-2.5 border border-edge" style={{ background: FILLS[layer] }} />
          {layer}
        </li>
      ))}
    </ul>
  )
}

/** Parts of the mean reward on top of each other over the steps; a click names the steps of a point. */
export function RewardPartsChart({
  chart,
  onSteps,
}: {
  chart: RewardChart
  onSteps?: (row: RewardRow) => void
}) {
  return (
    <div className="h-64 w-full" aria-hidden>
      <ResponsiveContainer>
        <AreaChart
          data={chart.rows}
          stackOffset="sign"
          margin={{ top: 4, right: 8, bottom: 0, left: 0 }}
          accessibilityLayer={false}
          className={onSteps ? 'cursor-pointer' : ''}
          onClick={({ activeTooltipIndex }) => {
            const row = chart.rows[Number(activeTooltipIndex)]
            if (row) onSteps?.(row)
          }}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis type="number" dataKey="step" domain={['dataMin', 'dataMax']} {...AXIS} />
          <YAxis width={40} tickFormatter={(value: number) => formatTick(value)} {...AXIS} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--ink)' }}
            content={({ payload }) => <Reading row={payload?.[0]?.payload} layers={chart.layers} />}
          />
          {chart.layers.map((layer) => (
            <Area
              key={layer}
              dataKey={layer}
              stackId="reward"
              fill={FILLS[layer]}
              fillOpacity={1}
              stroke="var(--raised)"
              strokeWidth={1}
              isAnimationActive={false}
              dot={chart.rows.length === 1}
            />
          ))}
        </AreaChart>
      </ResponsiveContainer>
    </div>
  )
}

function Reading({ row, layers }: { row: RewardRow | undefined; layers: readonly RewardLayer[] }) {
  if (!row) return null
  return (
    <div className="num rounded-md border border-line bg-raised px-2 py-1 text-xs shadow-overlay">
      <div className="font-medium">
        step {row.label}: {row.meanReward.toFixed(3)}
      </div>
      {layers.toReversed().map((layer) => (
        <div key={layer} className="flex justify-between gap-4">
          <span>{layer}</span>
          <span>{row[layer].toFixed(3)}</span>
        </div>
      ))}
      <div className="text-muted">{row.rollouts} rollouts</div>
    </div>
  )
}
