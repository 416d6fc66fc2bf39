import type { z } from 'zod'
import {
  type ComparedCell,
  type ComparedRun,
  CompareRunsQuery,
  type RunComparison,
} from '#lib/contracts/compare-runs.ts'
import { type ComparedCandidate, differencesOf, figuresOf } from '#lib/domain/compare-runs.ts'
import { invalid } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { isModel, playerName } from '#lib/domain/player.ts'
import type { RunRequest } from '#lib/domain/run.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { type ReadSide, readSide } from '#lib/services/runs/read-side.ts'

const rolesOf = ({ players, prompts }: RunRequest): ComparedRun['roles'] =>
  ROLES.map((role) => ({
    role,
    player: playerName(players[role]),
    prompt: isModel(players[role]) ? (prompts[role] ?? null) : null,
  }))

/** Null for a candidate that made nothing which the other run has. */
const repeats = (cell: ReadSide['cells'][number], other: ReadSide): boolean =>
  cell.status === 'duplicate' && cell.duplicateOf !== null && other.environments.has(cell.duplicateOf)

const toCompared = (side: ReadSide, other: ReadSide): ComparedCandidate[] =>
  side.cells.map((cell) => ({
    ordinal: cell.ordinal,
    status: cell.status,
    repeatsOther: repeats(cell, other),
    approved: cell.environment?.status === 'approved',
    costMicroUsd: cell.costMicroUsd,
    reusedMicroUsd: cell.reusedMicroUsd,
    minutes: cell.minutes,
  }))

function toSide(side: ReadSide, compared: readonly ComparedCandidate[]): ComparedRun {
  const { run, cells, reviews } = side
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return {
    id: run.id,
    name: run.name,
    status: run.status,
    parentId: run.parentId,
    roles: rolesOf(run.request),
    likeness: run.request.likeness,
    controls: run.request.controls,
    candidates: cells.length,
    funnel: run.funnel,
    ...figuresOf(compared),
    spentMicroUsd: sum(cells.map((cell) => cell.costMicroUsd)),
    reusedMicroUsd: sum(cells.map((cell) => cell.reusedMicroUsd)),
    reviews,
  }
}

function toCell(side: ReadSide, other: ReadSide, ordinal: number): ComparedCell | null {
  const cell = side.cells.find((one) => one.ordinal === ordinal)
  if (cell === undefined) return null
  const { ordinal: _, seedId: __, seed: ___, duplicateOf: ____, ...shown } = cell
  return { ...shown, repeatsOther: repeats(cell, other) }
}

/** Candidate by candidate, in the order of places. */
function rowsOf(a: ReadSide, b: ReadSide): RunComparison['rows'] {
  const ordinals = [...new Set([...a.cells, ...b.cells].map(({ ordinal }) => ordinal))].sort((x, y) => x - y)
  return ordinals.map((ordinal) => {
    const seedOf = (side: ReadSide) => side.cells.find((one) => one.ordinal === ordinal)
    const [left, right] = [seedOf(a), seedOf(b)]
    return {
      ordinal,
      seed: left?.seed ?? right?.seed ?? '',
      sameSeed: left !== undefined && left.seedId === right?.seedId,
      a: toCell(a, b, ordinal),
      b: toCell(b, a, ordinal),
    }
  })
}

/** Two runs side by side: who played, what came from it, what it cost and how long it took, with intervals. */
export async function compareRuns({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof CompareRunsQuery>
}): Promise<RunComparison> {
  requireCapability(ctx, 'run.read')
  const query = parseInput(CompareRunsQuery, input)
  if (query.a === query.b) throw invalid('A run is compared with another one.')
  const [a, b] = [await readSide(ctx.db, query.a), await readSide(ctx.db, query.b)]
  const [left, right] = [toCompared(a, b), toCompared(b, a)]
  const [pa, pb] = [a.run.parentId, b.run.parentId]
  return {
    a: toSide(a, left),
    b: toSide(b, right),
    related: pa === b.run.id || pb === a.run.id || (pa !== null && pa === pb),
    differences: differencesOf(left, right),
    rows: rowsOf(a, b),
  }
}
