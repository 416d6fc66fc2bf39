import type { ReactNode } from 'react'
import { CertificateSquares } from '#components/environments/certificate.tsx'
import { FindingsList } from '#components/environments/findings-list.tsx'
import { GateEvidence } from '#components/environments/gate-evidence.tsx'
import { Ladder } from '#components/environments/ladder.tsx'
import { SolutionsGrid } from '#components/environments/solutions-grid.tsx'
import { rungScores, solutionRows } from '#components/environments/trials.ts'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { plural } from '#components/patterns/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import { whoMay } from '#lib/domain/why-not.ts'

type VerificationTabProps = {
  detail: EnvironmentDetail
  /** Null where the reader may not see the judge's side. */
  solutions: readonly TaggedSolution[] | null
  gate: string | null
  /** What the reader can do about the certificate. */
  actions: ReactNode
}

/** The certificate with its evidence, the solver ladder, and what each tagged solution reached. */
export function VerificationTab({ detail, solutions, gate: asked, actions }: VerificationTabProps) {
  const { environment, version, certificate } = detail
  const gates = certificate.gates
  const gate =
    gates.find((one) => one.gate === asked) ?? gates.find((one) => one.verdict === 'failed') ?? gates[0]
  const thresholds = {
    median: detail.thresholds.median.value,
    bronze: detail.thresholds.bronze.value,
    silver: detail.thresholds.silver.value,
    gold: detail.thresholds.gold.value,
  }
  return (
    <div className="flex flex-col gap-4">
      <Panel
        title="Certificate"
        note={`gate set ${certificate.gateSet}, ${certificate.passed} certificate passed`}
        actions={actions}
      >
        <CertificateSquares
          certificate={certificate}
          current={gate?.gate ?? null}
          hrefOf={(id) =>
            environmentHref(environment.slug, version.number, { tab: 'verification', gate: id })
          }
        />
      </Panel>
      {gate ? (
        <GateEvidence
          gate={gate}
          hidden={detail.view === 'agent'}
          fileHref={(file, line) =>
            environmentHref(environment.slug, version.number, { tab: 'files', file, line })
          }
        />
      ) : null}
      <Panel title="Ladder" note="nine solvers, dummy to oracle">
        {detail.view === 'agent' ? (
          <p className="text-muted">Scores of solvers are open to {whoMay('environment.read-judge')}.</p>
        ) : (
          <Ladder scores={rungScores(detail.trials)} thresholds={thresholds} direction={version.direction} />
        )}
      </Panel>
      {solutions ? (
        <Panel title="Solutions by tier" note={plural(solutions.length, 'program')} flush>
          <SolutionsGrid rows={solutionRows(solutions, detail.trials)} />
        </Panel>
      ) : null}
      <Panel title="Findings" note={detail.findings.length}>
        <FindingsList
          findings={detail.findings}
          slug={environment.slug}
          version={version.number}
          current={null}
        />
      </Panel>
    </div>
  )
}
