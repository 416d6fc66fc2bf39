import { clsx } from 'clsx'
import { ScrollRegion } from '#components/patterns/scroll-region.tsx'
import type { DiffHunk } from '#lib/contracts/revisions.ts'

type Kind = DiffHunk['lines'][number]['kind']
const LOOK: Record<Kind, { row: string; mark: string; word: string }> = {
  same: { row: '', mark: ' ', word: '' },
  removed: { row: 'bg-bad-soft', mark: '-', word: 'removed' },
  added: { row: 'bg-ok-soft', mark: '+', word: 'added' },
}

/** Lines that changed, with some around them; plus and minus carry the meaning, colour helps. */
export function DiffHunks({ label, hunks }: { label: string; hunks: readonly DiffHunk[] }) {
  if (hunks.length === 0) return <p className="p-3 text-muted">No line differs.</p>
  return (
    <ScrollRegion label={label} maxHeight="60vh">
      <table className="w-full border-collapse font-mono text-xs leading-5">
        <caption className="sr-only">{label}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Line before</th>
            <th scope="col">Line after</th>
            <th scope="col">Text</th>
          </tr>
        </thead>
        {hunks.map((hunk) => (
          <tbody key={keyOf(hunk)} className="border-t-4 border-line first-of-type:border-t-0">
            {hunk.lines.map((line) => (
              <tr key={`${line.before ?? ''}|${line.after ?? ''}`} className={LOOK[line.kind].row}>
                <LineNumber value={line.before} />
                <LineNumber value={line.after} />
                <td className="pr-3 pl-2 [overflow-wrap:anywhere] whitespace-pre-wrap">
                  <span
                    aria-hidden
                    className={clsx('mr-1 select-none', line.kind === 'same' && 'text-muted')}
                  >
                    {LOOK[line.kind].mark}
                  </span>
                  {LOOK[line.kind].word ? <span className="sr-only">{LOOK[line.kind].word}: </span> : null}
                  {line.text}
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </ScrollRegion>
  )
}

const keyOf = ({ lines: [first] }: DiffHunk): string => `${first?.before ?? ''}|${first?.after ?? ''}`

function LineNumber({ value }: { value: number | null }) {
  return <td className="num w-10 px-1.5 text-right align-top text-ink select-none">{value ?? ''}</td>
}
