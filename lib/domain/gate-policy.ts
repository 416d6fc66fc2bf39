import { z } from 'zod'
import {
  CURRENT_GATE_SET,
  GATES,
  type GateCheck,
  type GateOutcome,
  type JudgedGate,
  type Measurement,
} from '#lib/domain/gates.ts'

/** How a figure is held against a limit; `between` has both bounds. `true` and `told` compare nothing. */
const COMPARISONS = ['at least', 'at most', 'above', 'below', 'between', 'true', 'told'] as const
const Limit = z.union([z.number(), z.tuple([z.number(), z.number()])])

/**
 * What one check of a gate must reach. A limit that changes is two rows: the old one `until` the last gate set that it
 * was in force in, the new one `since` the next. A row without a limit takes what the task itself demands.
 */
export const PolicyRow = z.strictObject({
  id: z.string(),
  of: z.string().optional(),
  is: z.enum(COMPARISONS),
  limit: Limit.optional(),
  /** How the limit is written; `%`: a share. */
  unit: z.enum(['%', 's', 'rows']).optional(),
  why: z.string().optional(),
  since: z.int().optional(),
  until: z.int().optional(),
})
export type PolicyRow = z.infer<typeof PolicyRow>

export const inForce = (rows: readonly PolicyRow[], gateSet: number): PolicyRow[] =>
  rows.filter(({ since, until }) => (since ?? 1) <= gateSet && gateSet <= (until ?? gateSet))

/** The rows of a gate that are in force in a gate set. */
export const policyOf = (gate: JudgedGate, gateSet: number = CURRENT_GATE_SET): PolicyRow[] =>
  inForce(z.array(PolicyRow).parse(GATES[gate].checks), gateSet)

/** The row that a measurement is judged by. @throws Error where the policy knows none. */
function rowOf(rows: readonly PolicyRow[], gate: string, { id, of }: Measurement): PolicyRow {
  const named = [id, id.split('/')[0]].map((name) =>
    rows.find((row) => row.id === name && (row.of ?? null) === of),
  )
  const row = named.find((one) => one !== undefined) ?? rows.find((one) => one.id === '*')
  if (row === undefined) throw new Error(`${gate}: no policy for ${id}${of === null ? '' : ` of ${of}`}`)
  return row
}

/** Whether a figure, or an answer, is as a row demands. */
function isMet({ is }: PolicyRow, { value, holds }: Measurement, [low, high]: Bounds): boolean {
  if (is === 'told') return true
  if (is === 'true') return holds === true
  if (value === null) return false
  switch (is) {
    case 'at least':
      return value >= low
    case 'at most':
      return value <= high
    case 'above':
      return value > low
    case 'below':
      return value < high
    case 'between':
      return low <= value && value <= high
  }
}

type Bounds = readonly [low: number, high: number]
function boundsOf({ limit }: PolicyRow, { against }: Measurement): Bounds {
  if (Array.isArray(limit)) return limit
  const only = limit ?? against ?? Number.NaN
  return [only, only]
}

const amount = (value: number, unit: PolicyRow['unit']): string =>
  unit === '%' ? `${Math.round(1e4 * value) / 100} %` : `${value}${unit === undefined ? '' : ` ${unit}`}`

/** The message of a failed figure with what it had to reach, for those who read that alone. */
function withDemand(message: string, { is, unit }: PolicyRow, [low, high]: Bounds): string {
  if (is === 'true' || is === 'told') return message
  const most = amount(high, unit)
  const ended = /[.!?]$/.test(message) ? message : `${message}.`
  return `${ended} Limit: ${is === 'between' ? `${low} to ${most}` : `${is} ${most}`}.`
}

const shown = (value: number): number => Math.round(value * 1e5) / 1e5

/** A measurement with what one of the rows says of it. @throws Error where none does. */
export function checkOf(rows: readonly PolicyRow[], gate: string, measurement: Measurement): GateCheck {
  const row = rowOf(rows, gate, measurement)
  const { id, value, against, message, anchor } = measurement
  const bounds = boundsOf(row, measurement)
  const passed = isMet(row, measurement, bounds)
  const broken = value !== null && value < bounds[0] ? bounds[0] : bounds[1]
  const compares = row.is !== 'true' && row.is !== 'told'
  return {
    id,
    passed,
    value: value === null ? null : shown(value),
    limit: compares && Number.isFinite(broken) ? broken : against,
    message: passed ? message : withDemand(message, row, bounds),
    anchor,
  }
}

/** The verdict of a gate set on what a gate measured. Pure: the gate itself has no say in it. */
export function judgeMeasurements(
  gate: JudgedGate,
  measurements: readonly Measurement[],
  gateSet: number = CURRENT_GATE_SET,
): GateOutcome & { gate: JudgedGate } {
  const rows = policyOf(gate, gateSet)
  const checks = measurements.map((one) => checkOf(rows, gate, one))
  return { gate, verdict: checks.every(({ passed }) => passed) ? 'passed' : 'failed', checks }
}

/** What a check tells apart, as metrics that have a limit of their own. */
export const casesOf = (gate: JudgedGate, id: string): string[] =>
  policyOf(gate).flatMap((row) => (row.id === id && row.of !== undefined ? [row.of] : []))

/** Both bounds of a check that has two. @throws Error where it has not. */
export function rangeOf(gate: JudgedGate, id: string): Bounds {
  const limit = policyOf(gate).find((row) => row.id === id)?.limit
  if (!Array.isArray(limit)) throw new Error(`${gate}: ${id} has no range`)
  return limit
}
