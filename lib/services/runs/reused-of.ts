import type { Tx } from '#lib/db/client.ts'

/** What a candidate took over instead of making it: outputs of the run branched from, answers known already. */
export type Reused = { micro: number; ms: number; steps: number }

/** By candidate; those that took nothing over are not there. */
export async function reusedOf(tx: Tx, runId: string): Promise<Map<string, Reused>> {
  const rows = await tx.$queryRaw<({ id: string } & Reused)[]>`
    WITH taken AS (
      SELECT s."candidateId" AS id, o."costMicroUsd" AS cost, s."durationMs" AS ms, 1 AS steps
        FROM "step" s JOIN "candidate" c ON c.id = s."candidateId" JOIN "step" o ON o.id = s."reusedFrom"
        WHERE c."runId" = ${runId}::uuid
      UNION ALL
      SELECT e."candidateId", o."costMicroUsd", 0, 0
        FROM "exchange" e JOIN "exchange" o ON o.id = e."copiedFrom" WHERE e."runId" = ${runId}::uuid)
    SELECT id, sum(cost)::float8 AS micro, sum(ms)::float8 AS ms, sum(steps)::int AS steps FROM taken GROUP BY id`
  return new Map(rows.map(({ id, ...reused }) => [id, reused]))
}
