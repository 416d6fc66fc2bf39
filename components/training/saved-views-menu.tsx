'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bookmark, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { usePerson } from '#components/data/person.tsx'
import { personHeaders } from '#components/data/person-headers.ts'
import { postJson } from '#components/data/post-json.ts'
import { ask, requestErrorOf } from '#components/data/read-json.ts'
import { CopyId } from '#components/patterns/copy-id.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { Time } from '#components/patterns/time.tsx'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { TextField } from '#components/ui/field.tsx'
import { addressOf, keyOf } from '#lib/contracts/endpoint.ts'
import { VIEWS } from '#lib/contracts/views.ts'
import type { SavedViewPage } from '#lib/domain/training.ts'

type SavedViewsMenuProps = { page: SavedViewPage; path: string; maySave: boolean }

/** Views of a page under a name and a short address; the current URL can be saved. */
export function SavedViewsMenu({ page, path, maySave }: SavedViewsMenuProps) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog
      title="Saved views"
      description="A view keeps everything in the URL: runs, metrics, axes, zoom."
      trigger={<Button icon={<Bookmark size={14} aria-hidden />}>Views</Button>}
      open={open}
      onOpenChange={setOpen}
    >
      <div className="flex flex-col gap-4">
        {maySave ? <SaveView page={page} /> : null}
        <ViewRows {...{ page, path, maySave }} onGo={() => setOpen(false)} />
      </div>
    </Dialog>
  )
}

function SaveView({ page }: { page: SavedViewPage }) {
  const query = useSearchParams().toString()
  const client = useQueryClient()
  const person = usePerson()
  const save = useMutation({
    mutationFn: (name: string) => postJson(VIEWS.save, { page, name, query }, person),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(VIEWS.list, { page }) }),
  })
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    save.mutate(String(new FormData(event.currentTarget).get('name') ?? ''))
    event.currentTarget.reset()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <TextField label="Name of this view" name="name" required maxLength={100} />
      <ActionError result={save.data ?? null} />
      <div>
        <Button type="submit" tone="primary" disabled={save.isPending}>
          Save the view
        </Button>
      </div>
    </form>
  )
}

async function remove(id: string, madeFor: string | null): Promise<void> {
  const response = await fetch(addressOf(VIEWS.remove, { viewId: id }), {
    method: VIEWS.remove.method,
    headers: personHeaders(madeFor),
  })
  if (!response.ok) throw requestErrorOf(response.status, await response.json().catch(() => null))
}

function ViewRows({ page, path, maySave, onGo }: SavedViewsMenuProps & { onGo: () => void }) {
  const client = useQueryClient()
  const person = usePerson()
  const query = useQuery(ask(VIEWS.list, { page }))
  const taken = useMutation({
    mutationFn: (id: string) => remove(id, person),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(VIEWS.list, { page }) }),
  })
  if (query.isError)
    return <LoadFailed what="The saved views" error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <LoadingRows rows={3} what="saved views" />
  if (query.data.views.length === 0) return <p className="text-muted">No view is saved yet.</p>
  return (
    <ul className="divide-y divide-line">
      {query.data.views.map((one) => (
        <li key={one.id} className="flex items-center gap-2 py-1">
          <span className="min-w-0 flex-1">
            <Link href={`${path}?view=${one.id}`} onClick={onGo} className="link [overflow-wrap:anywhere]">
              {one.name}
            </Link>
            <span className="block text-xs text-muted">
              by {one.createdByName}, <Time iso={one.createdAt} />
            </span>
          </span>
          <CopyId value={`${path}?view=${one.id}`} shown={one.id} label="Copy the short address" />
          {maySave ? (
            <IconButton label={`Take away ${one.name}`} onClick={() => taken.mutate(one.id)}>
              <Trash2 size={14} aria-hidden />
            </IconButton>
          ) : null}
        </li>
      ))}
      {taken.isError ? (
        <li role="alert" className="text-bad-text">
          {taken.error.message}
        </li>
      ) : null}
    </ul>
  )
}
