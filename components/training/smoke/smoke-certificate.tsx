import { Check, CircleHelp, X } from 'lucide-react'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { SMOKE_CONTROL, SMOKE_DOES_NOT_PROVE, SMOKE_PROVES } from '#components/training/smoke/smoke-words.ts'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { SmokeCertificate, SmokeCheck } from '#lib/contracts/smoke.ts'

const VERDICTS: Record<SmokeCertificate['verdict'], { tone: Tone; words: string }> = {
  passed: { tone: 'ok', words: 'learnable' },
  failed: { tone: 'bad', words: 'not shown to be learnable' },
  incomplete: { tone: 'idle', words: 'incomplete' },
}

function Mark({ passed }: Pick<SmokeCheck, 'passed'>) {
  const [Icon, tone, words] =
    passed === null
      ? ([CircleHelp, 'idle', 'not measured'] as const)
      : passed
        ? ([Check, 'ok', 'passed'] as const)
        : ([X, 'bad', 'failed'] as const)
  return (
    <Badge tone={tone}>
      <Icon size={12} aria-hidden />
      {words}
    </Badge>
  )
}

const AT_MOST: readonly string[] = ['control', 'timeouts', 'dead']
const COUNTED: readonly string[] = ['seeds', 'dead']

function limitOf({ id, limit }: SmokeCheck): string {
  const number = COUNTED.includes(id) ? String(limit) : `${Math.round(limit * 100)} %`
  return `${AT_MOST.includes(id) ? 'at most' : 'at least'} ${number}`
}

/** The verdict on a pack, what it rests on, and what it does not say. */
export function SmokeCertificatePanel({ certificate }: { certificate: SmokeCertificate }) {
  const { tone, words } = VERDICTS[certificate.verdict]
  return (
    <Panel title="Certificate" actions={<Badge tone={tone}>{words}</Badge>} flush>
      <PlainTable
        caption="Checks of the certificate"
        columns={[{ title: 'Check' }, { title: 'Limit' }, { title: 'Result' }, { title: 'Measured' }]}
        rows={certificate.checks.map((check) => ({
          id: check.id,
          cells: [
            check.title,
            limitOf(check),
            <Mark key="mark" passed={check.passed} />,
            <span key="measured" className="block min-w-48">
              {check.message}
            </span>,
          ],
        }))}
      />
      <div className="flex max-w-[80ch] flex-col gap-1 border-t border-line p-3 text-xs text-muted">
        <p>{SMOKE_PROVES}</p>
        <p>{SMOKE_DOES_NOT_PROVE}</p>
        <p>{SMOKE_CONTROL}</p>
      </div>
    </Panel>
  )
}
