'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { ActionError } from '#components/data/action-error.tsx'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { Time } from '#components/patterns/time.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { NoticeView } from '#lib/contracts/advisories.ts'

type Read = Action<{ id: string }, unknown>

/** What others say of things that the reader made; each stays until it is marked as read. */
export function NoticesPanel({ notices, read }: { notices: readonly NoticeView[]; read: Read }) {
  return (
    <Panel title="Notices for you" note={`${notices.length} not read`} flush>
      <ul className="divide-y divide-line">
        {notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} read={read} />
        ))}
      </ul>
    </Panel>
  )
}

function NoticeRow({ notice, read }: { notice: NoticeView; read: Read }) {
  const router = useRouter()
  const { run, pending, result } = useAction(read, () => router.refresh())
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-1.5">
      <div className="min-w-0 flex-1 basis-64">
        <Link href={notice.href} className="link [overflow-wrap:anywhere]">
          {notice.text}
        </Link>{' '}
        <span className="text-xs text-muted">
          <Time iso={notice.createdAt} />
        </span>
        <ActionError result={result} />
      </div>
      <Button disabled={pending} onClick={() => run({ id: notice.id })}>
        Mark as read
      </Button>
    </li>
  )
}
