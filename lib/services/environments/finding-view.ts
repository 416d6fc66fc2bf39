import { z } from 'zod'
import { stored } from '#lib/domain/parse.ts'

export const FINDING_SELECT = {
  id: true,
  gate: true,
  check: true,
  severity: true,
  message: true,
  file: true,
  line: true,
  column: true,
} as const
const Severity = z.enum(['error', 'warning', 'info'])

/** A stored finding as the wire has it. */
export const toFindingView = <Row extends { id: string; severity: string }>(row: Row) => ({
  ...row,
  severity: stored(Severity, row.severity, `severity of finding ${row.id}`),
})
