import { CircleX, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SeedDetail } from '#lib/contracts/seeds.ts'
import { FIELD_TITLES } from '#lib/domain/artefacts/told-dna.ts'

function Note({ tone, children }: { tone: 'bad' | 'info'; children: ReactNode }) {
  const Icon = tone === 'bad' ? CircleX : Info
  return (
    <p
      role={tone === 'bad' ? 'alert' : 'note'}
      className={`mb-4 flex gap-2 rounded-md px-3 py-2 ${tone === 'bad' ? 'bg-bad-soft text-bad-text' : 'bg-info-soft text-info-text'}`}
    >
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </p>
  )
}

/** What a reader must know of a seed before its figures: that it was read and not measured, or that measuring failed. */
export function SeedNotes({ seed }: { seed: Pick<SeedDetail, 'open' | 'measurement'> }) {
  const { open, measurement } = seed
  return (
    <>
      {measurement?.status === 'failed' ? (
        <Note tone="bad">Measuring it again failed, and nothing changed: {measurement.error}</Note>
      ) : null}
      {open === null ? null : (
        <Note tone="info">
          Its data are not here: its structure was read from its statement, its grader and its config, not
          measured.{' '}
          {open.length === 0
            ? 'Everything is told.'
            : `Open: ${open.map((field) => FIELD_TITLES[field].toLowerCase()).join(', ')}.`}{' '}
          Plans choose what is open, and fidelity of its environments is measured over what is told. To have
          it measured, upload the folder again with prepared/public beside config.yaml.
        </Note>
      )}
    </>
  )
}
