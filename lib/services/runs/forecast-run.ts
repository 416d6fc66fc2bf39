import type { z } from 'zod'
import { ForecastQuery, type RunForecast } from '#lib/contracts/runs.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { costMicroUsd } from '#lib/domain/model-cost.ts'
import { type CandidateUse, FORECAST_FROM, forecastOf } from '#lib/domain/model-forecast.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { isModel, MAX_TURNS, type Players } from '#lib/domain/player.ts'
import { MAX_REPAIRS } from '#lib/domain/rejection.ts'
import { CANDIDATES_PER_WORKER } from '#lib/domain/run.ts'
import { ROLES, type Role } from '#lib/domain/vocabulary.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { completePlayers, type Priced, pricedModels } from '#lib/services/runs/choose-players.ts'

/** The newest finished candidates tell most about the next ones. */
const HISTORY = 500
/** Answers of one role: all turns of the first attempt and of every repair. */
const ANSWERS_PER_ROLE = MAX_TURNS * (MAX_REPAIRS + 1)

function sameAssignment(role: Role, players: Players): Prisma.Sql {
  const player = players[role]
  if (!isModel(player)) return Prisma.sql`r.request->'players'->>${role} = 'builtin'`
  return Prisma.sql`r.request->'players'->${role}->>'model' = ${player.model}
    AND r.request->'players'->${role}->>'connectionId' = ${player.connectionId}`
}

/**
 * Candidates of the same role assignment that came to a result. One that copied an answer tells nothing about the
 * price, and one that waited for a person nothing about the time.
 */
async function historyOf(tx: Tx, players: Players): Promise<CandidateUse[]> {
  const assignment = Prisma.join(
    ROLES.map((role) => sameAssignment(role, players)),
    ' AND ',
  )
  const rows = await tx.$queryRaw<{ cost: number; tokens: number; minutes: number }[]>`
    SELECT coalesce(sum(e."costMicroUsd"), 0)::float8 AS cost,
      coalesce(sum(coalesce(e."inputTokens", 0) + coalesce(e."outputTokens", 0)), 0)::float8 AS tokens,
      extract(epoch FROM c."finishedAt" - c."startedAt")::float8 / 60 AS minutes
    FROM "candidate" c JOIN "run" r ON r.id = c."runId" LEFT JOIN "exchange" e ON e."candidateId" = c.id
    WHERE c.status IN ('verified', 'duplicate', 'rejected') AND c."startedAt" IS NOT NULL
      AND c."releasedAt" IS NULL AND ${assignment}
    GROUP BY c.id HAVING count(e."copiedFrom") = 0
    ORDER BY c."finishedAt" DESC LIMIT ${HISTORY}`
  return rows.map(({ cost, tokens, minutes }) => ({ costMicroUsd: cost, tokens, minutes }))
}

async function candidatesAtOnce(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ workers: number }[]>`
    SELECT count(*)::int AS workers FROM worker WHERE "beatAt" > now() - interval '1 minute'`
  return Math.max(1, row?.workers ?? 0) * CANDIDATES_PER_WORKER
}

function mostOf(models: readonly Priced[]): RunForecast['mostPerCandidate'] {
  const tokens = models.map(({ player }) => player.maxOutputTokens * ANSWERS_PER_ROLE)
  const costs = models.map(({ prices }, n) =>
    costMicroUsd({ inputTokens: 0, outputTokens: tokens[n] ?? 0 }, prices),
  )
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
  return {
    answers: models.length * ANSWERS_PER_ROLE,
    outputTokens: sum(tokens),
    outputMicroUsd: sum(costs),
  }
}

/** What a run with this role assignment will use, before it is started. */
export async function forecastRun({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: z.input<typeof ForecastQuery>
}): Promise<RunForecast> {
  requireCapability(ctx, 'run.start')
  const query = parseInput(ForecastQuery, input)
  const players = completePlayers(query.players)
  const models = await pricedModels(ctx.db, players)
  const history = await historyOf(ctx.db, players)
  const forecast = forecastOf(history, query.candidates, await candidatesAtOnce(ctx.db))
  return {
    estimate:
      forecast === null
        ? { kind: 'no-history', found: history.length, needed: FORECAST_FROM }
        : { kind: 'history', basedOn: history.length, ...forecast },
    mostPerCandidate: mostOf(models),
  }
}
