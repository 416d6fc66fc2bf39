import { Check, X } from 'lucide-react'
import Link from 'next/link'
import { VERDICTS } from '#components/environments/certificate.tsx'
import { formatScore } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Time } from '#components/patterns/time.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { GateView } from '#lib/contracts/environments.ts'
import { whoMay } from '#lib/domain/why-not.ts'

type Anchor = NonNullable<GateView['checks'][number]['anchor']>

/** Every check of one gate: what was measured, against which limit, and where to look. */
export function GateEvidence({
  gate,
  hidden,
  fileHref,
}: {
  gate: GateView
  /** The reader gets verdicts alone: what was checked may quote the answers. */
  hidden: boolean
  fileHref: (file: string, line: number | null) => string
}) {
  const failed = gate.checks.filter((check) => !check.passed)
  const isAnchored = gate.checks.some((check) => check.anchor !== null)
  const ordered = [...failed, ...gate.checks.filter((check) => check.passed)]
  return (
    <Panel
      id="evidence"
      title={`${gate.number}. ${gate.title}`}
      note={
        <>
          {VERDICTS[gate.verdict].words}
          {gate.kind ? `, ${gate.kind} certificate` : ''}
          {gate.at ? (
            <>
              , <Time iso={gate.at} />
            </>
          ) : null}
        </>
      }
      flush
    >
      {gate.checks.length === 0 ? (
        <p className="p-3 text-muted">
          {NO_CHECKS[gate.verdict] ?? (hidden ? HIDDEN : 'This gate recorded no check.')}
        </p>
      ) : (
        <PlainTable
          caption={`Checks of ${gate.title}`}
          columns={[
            { title: 'Result' },
            { title: 'Check' },
            { title: 'Measured', numeric: true },
            { title: 'Limit', numeric: true },
            { title: 'Says' },
            ...(isAnchored ? [{ title: 'Where' }] : []),
          ]}
          rows={ordered.map((check, index) => ({
            id: `${check.id}-${index}`,
            highlighted: !check.passed,
            cells: [
              <Mark key="mark" passed={check.passed} />,
              <code key="id">{check.id}</code>,
              formatScore(check.value),
              formatScore(check.limit),
              check.message,
              check.anchor ? <Where key="where" anchor={check.anchor} hrefOf={fileHref} /> : null,
            ],
          }))}
        />
      )}
    </Panel>
  )
}

const NO_CHECKS: Partial<Record<GateView['verdict'], string>> = {
  'not-in-set':
    'This gate is not part of the gate set in force: nothing was measured, and nothing is claimed.',
  'not-run': 'This gate has not run on this version yet.',
}

const HIDDEN = `What this gate checked is hidden from you: it may quote the answers. Only ${whoMay('environment.read-judge')} see it.`

const Mark = ({ passed }: { passed: boolean }) =>
  passed ? (
    <span className="inline-flex items-center gap-1 text-ok-text">
      <Check size={14} aria-hidden /> passed
    </span>
  ) : (
    <span className="inline-flex items-center gap-1 text-bad-text">
      <X size={14} aria-hidden /> failed
    </span>
  )

function Where({
  anchor,
  hrefOf,
}: {
  anchor: Anchor
  hrefOf: (file: string, line: number | null) => string
}) {
  return (
    <Link href={hrefOf(anchor.file, anchor.line)} className="link font-mono text-xs whitespace-nowrap">
      {anchor.file}
      {anchor.line === null ? '' : `:${anchor.line}`}
      {anchor.column === null ? '' : ` ${anchor.column}`}
    </Link>
  )
}
