'use client'

import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { DayOutcomes, Outcome } from '#components/charts/prepare-outcomes.ts'

/** Stacked from what we want to what we do not; each with its own fill and an edge, so that greys print apart. */
const LAYERS: readonly { key: Outcome; fill: string }[] = [
  { key: 'verified', fill: 'var(--ok)' },
  { key: 'rejected', fill: 'var(--warn)' },
  { key: 'duplicate', fill: 'var(--edge)' },
  { key: 'error', fill: 'var(--bad)' },
  { key: 'cancelled', fill: 'var(--line)' },
]

export function OutcomesChart({ days }: { days: readonly DayOutcomes[] }) {
  return (
    <div className="h-52 w-full" aria-hidden>
      <ResponsiveContainer>
        <BarChart
          data={[...days]}
          margin={{ top: 4, right: 4, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="day"
            tickFormatter={(day: string) => day.slice(5)}
            tick={{ fill: 'var(--muted)', fontSize: 12 }}
            stroke="var(--edge)"
            minTickGap={24}
          />
          <YAxis
            width={36}
            allowDecimals={false}
            tick={{ fill: 'var(--muted)', fontSize: 12 }}
            stroke="var(--edge)"
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--sunken)' }}
            contentStyle={{
              background: 'var(--raised)',
              border: '1px solid var(--line)',
              borderRadius: 6,
              fontSize: 12,
            }}
            itemStyle={{ color: 'var(--ink)' }}
            labelStyle={{ color: 'var(--muted)' }}
          />
          <Legend
            iconType="square"
            iconSize={10}
            wrapperStyle={{ fontSize: 12 }}
            formatter={(label: string) => <span className="text-ink">{label}</span>}
          />
          {LAYERS.map((layer) => (
            <Bar
              key={layer.key}
              dataKey={layer.key}
              stackId="day"
              fill={layer.fill}
              stroke="var(--raised)"
              isAnimationActive={false}
              maxBarSize={28}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}
