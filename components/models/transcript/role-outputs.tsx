'use client'

import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { ask } from '#components/data/read-json.ts'
import { useFollowed } from '#components/data/use-followed.ts'
import { MeasuredLadder } from '#components/models/transcript/measured-ladder.tsx'
import { listFiles } from '#components/models/transcript/output-files.ts'
import { CodeView } from '#components/patterns/code-view.tsx'
import { formatBytes, plural } from '#components/patterns/format.ts'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { useUrlState } from '#components/patterns/url-state.ts'
import { Panel } from '#components/ui/panel.tsx'
import { type RoleOutput, STEERING } from '#lib/contracts/steering.ts'
import { ROLE_TITLES } from '#lib/domain/vocabulary.ts'

type RoleOutputsProps = { runId: string; candidateId: string; live: boolean }

const placeOf = ({ role, repair }: RoleOutput, file: string): string => `${role}/${repair}/${file}`
const titleOf = ({ role, repair }: RoleOutput): string =>
  repair === 0 ? ROLE_TITLES[role] : `${ROLE_TITLES[role]}, attempt ${repair + 1}`

/** What every role of a candidate produced, also of one that was lost; `?made=` names the file that is open. */
export function RoleOutputs({ runId, candidateId, live }: RoleOutputsProps) {
  const { params, set } = useUrlState()
  const query = useFollowed(
    {
      ...ask(STEERING.outputs, { id: runId, candidateId }),
    },
    live,
    'work',
  )
  const outputs = query.data?.outputs ?? []
  const all = outputs.flatMap((output) => output.files.map((file) => ({ output, file: file.path })))
  const open = all.find(({ output, file }) => placeOf(output, file) === params.get('made')) ?? all[0]
  const measured = outputs.filter(({ scores }) => scores.length > 0)
  return (
    <>
      {measured.map((output) => (
        <MeasuredLadder key={`${output.role} ${output.repair}`} output={output} />
      ))}
      <Panel title="What the roles made" note="as they left it, attempt by attempt" flush>
        {query.isError ? (
          <LoadFailed what="What the roles made" error={query.error} retry={() => void query.refetch()} />
        ) : query.isPending ? (
          <LoadingRows rows={4} what="what the roles made" />
        ) : open === undefined ? (
          <p className="p-3 text-muted">{live ? 'No role has finished.' : 'No role left a file.'}</p>
        ) : (
          <div className="grid lg:grid-cols-[18rem_minmax(0,1fr)]">
            <nav
              aria-label="Files by role"
              className="max-h-72 overflow-y-auto border-b border-line p-2 lg:max-h-[70vh] lg:border-r lg:border-b-0"
            >
              {outputs.map((output) => (
                <OutputFiles
                  key={`${output.role} ${output.repair}`}
                  output={output}
                  open={placeOf(open.output, open.file)}
                  onOpen={(made) => set({ made, line: null }, 'replace')}
                />
              ))}
            </nav>
            <FileOfRole {...{ runId, candidateId }} output={open.output} file={open.file} />
          </div>
        )}
      </Panel>
    </>
  )
}

type OutputFilesProps = { output: RoleOutput; open: string; onOpen: (place: string) => void }

function OutputFiles({ output, open, onOpen }: OutputFilesProps) {
  return (
    <section aria-label={titleOf(output)} className="pb-2">
      <h3 className="text-sm">{titleOf(output)}</h3>
      {output.refused === null ? null : (
        <p className="text-xs text-muted [overflow-wrap:anywhere]">refused: {output.refused}</p>
      )}
      <ul>
        {listFiles(output.files).map((one) =>
          one.kind === 'file' ? (
            <FileButton key={one.file.path} {...{ output, open, onOpen }} file={one.file} />
          ) : (
            <li key={one.path}>
              <details open={one.files.some(({ path }) => placeOf(output, path) === open)}>
                <summary className="min-h-7 px-2 py-1 font-mono text-xs text-muted hover:text-ink">
                  {one.path} {plural(one.files.length, 'file')}
                </summary>
                <ul>
                  {one.files.map((file) => (
                    <FileButton key={file.path} {...{ output, open, onOpen, file }} />
                  ))}
                </ul>
              </details>
            </li>
          ),
        )}
      </ul>
    </section>
  )
}

type FileButtonProps = OutputFilesProps & { file: RoleOutput['files'][number] }

function FileButton({ output, open, onOpen, file: { path, bytes } }: FileButtonProps) {
  const place = placeOf(output, path)
  return (
    <li>
      <button
        type="button"
        aria-current={place === open ? 'true' : undefined}
        onClick={() => onOpen(place)}
        className={clsx(
          'flex min-h-7 w-full items-center justify-between gap-2 rounded-md px-2 text-left font-mono text-xs hover:bg-sunken',
          place === open && 'bg-sand-soft',
        )}
      >
        <span className="min-w-0 [overflow-wrap:anywhere]">{path}</span>
        {bytes === null ? null : <span className="shrink-0 text-muted">{formatBytes(bytes)}</span>}
      </button>
    </li>
  )
}

type FileOfRoleProps = { runId: string; candidateId: string; output: RoleOutput; file: string }

function FileOfRole({ runId, candidateId, output: { role, repair }, file }: FileOfRoleProps) {
  const query = useQuery(ask(STEERING.outputFile, { id: runId, candidateId, role, repair, file }))
  if (query.isError) return <LoadFailed what={file} error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <LoadingRows rows={8} what={file} />
  const { text, bytes, truncated } = query.data
  if (text === null)
    return (
      <p className="p-3 text-muted">
        {file} is not a text: {formatBytes(bytes)}.
      </p>
    )
  return (
    <div className="min-w-0">
      {truncated ? (
        <p className="border-b border-line px-3 py-1.5 text-xs text-muted">
          The beginning of {formatBytes(bytes)}.
        </p>
      ) : null}
      <CodeView path={file} text={text} />
    </div>
  )
}
