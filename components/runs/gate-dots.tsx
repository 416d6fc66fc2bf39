import { clsx } from 'clsx'
import { GATES, type GateId } from '#lib/domain/gates.ts'

const isGate = (gate: string): gate is GateId => gate in GATES

/** Small numbered squares, one a gate that has run; failed ones are filled and crossed in the words. */
export function GateDots({ gates }: { gates: readonly { gate: string; verdict: string }[] }) {
  const known = gates.flatMap(({ gate, verdict }) =>
    isGate(gate) ? [{ ...GATES[gate], gate, verdict }] : [],
  )
  const failed = known.filter((gate) => gate.verdict !== 'passed')
  const words = `${known.length - failed.length} of ${known.length} gates passed${failed.map((gate) => `, ${gate.title}: ${gate.verdict}`).join('')}`
  if (known.length === 0) return <span className="text-muted">–</span>
  return (
    <span className="flex gap-0.5" title={words}>
      <span className="sr-only">{words}</span>
      {known
        .toSorted((left, right) => left.number - right.number)
        .map((gate) => (
          <span
            key={gate.gate}
            aria-hidden
            className={clsx(
              'num inline-flex size-4 items-center justify-center rounded-[3px] font-mono text-[10px] leading-none',
              gate.verdict === 'passed' ? 'bg-ok-soft text-ok-text' : 'bg-bad text-on-bad',
            )}
          >
            {gate.number}
          </span>
        ))}
    </span>
  )
}
