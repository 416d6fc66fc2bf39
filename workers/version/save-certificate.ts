import type { Tx } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { prismaTrialStore } from '#lib/db/prisma-trial-store.ts'
import { CURRENT_GATE_SET, type GateId, type GateOutcome } from '#lib/domain/gates.ts'
import { measureDifficulty } from '#lib/pipeline/verify/difficulty.ts'
import type { Evidence } from '#lib/pipeline/verify/evidence.ts'
import { trialRecords } from '#lib/pipeline/verify/execute.ts'
import { fidelityOf } from '#lib/pipeline/verify/measure-fidelity.ts'
import { measuredScores } from '#lib/pipeline/verify/measured-scores.ts'
import { databaseNow } from '#lib/services/context.ts'
import type { Certificate } from '#workers/version/run-certificate.ts'

const asJson = (value: unknown): Prisma.InputJsonValue =>
  JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue

/** What a gate measured beside its checks, for those who show it. */
function figuresOf(gate: GateId, evidence: Evidence): Record<string, unknown> | null {
  if (gate === 'fidelity') return fidelityOf(evidence)
  if (gate !== 'difficulty') return null
  const scores = measuredScores(evidence)
  if (scores.s0 === undefined || scores.s8 === undefined) return null
  return { ...measureDifficulty(evidence.task.metric, scores, evidence.task.thresholds).figures, scores }
}

const saysSomething = ({ verdict }: GateOutcome): boolean => verdict === 'passed' || verdict === 'failed'

async function saveOutcomes(tx: Tx, versionId: string, certificate: Certificate): Promise<void> {
  const { kind, outcomes, evidence } = certificate
  const createdAt = await databaseNow(tx)
  for (const outcome of outcomes) {
    const { gate, verdict, checks } = outcome
    const figures = figuresOf(gate, evidence)
    const row = {
      verdict,
      evidence: asJson({ v: 1, checks, ...(figures === null ? {} : { figures }) }),
      createdAt,
    }
    const key = { versionId, gateSet: CURRENT_GATE_SET, kind, gate }
    await tx.gateResult.upsert({
      where: { versionId_gateSet_kind_gate: key },
      create: { ...key, ...row },
      // A fault of the machine takes nothing away that was judged before.
      update: saysSomething(outcome) ? row : {},
    })
  }
}

async function saveFindings(tx: Tx, versionId: string, outcomes: readonly GateOutcome[]): Promise<void> {
  const judged = outcomes.filter(saysSomething)
  await tx.finding.deleteMany({ where: { versionId, gate: { in: judged.map(({ gate }) => gate) } } })
  await tx.finding.createMany({
    data: judged.flatMap(({ gate, verdict, checks }) =>
      checks
        .filter((check) => verdict === 'failed' && !check.passed)
        .map((check) => ({
          versionId,
          gate,
          check: check.id,
          severity: 'error',
          message: check.message,
          file: check.anchor?.file ?? null,
          line: check.anchor?.line ?? null,
          column: check.anchor?.column ?? null,
        })),
    ),
  })
}

/** Keeps a certificate's trials with their evidence, gate results and findings, in the caller's transaction. */
export async function saveCertificate(tx: Tx, versionId: string, certificate: Certificate): Promise<void> {
  const { evidence, keeping, outcomes } = certificate
  await tx.blob.createMany({ data: keeping.blobs, skipDuplicates: true })
  await prismaTrialStore(tx).save(versionId, trialRecords(evidence), keeping.byInputHash)
  await saveOutcomes(tx, versionId, certificate)
  await saveFindings(tx, versionId, outcomes)
}
