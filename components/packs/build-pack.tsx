'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Package } from 'lucide-react'
import { useState } from 'react'
import type { Action } from '#components/data/action-state.ts'
import { ask } from '#components/data/read-json.ts'
import { useAction } from '#components/data/use-action.ts'
import { EnvironmentChooser } from '#components/packs/environment-chooser.tsx'
import { slugOf } from '#components/packs/slug-of.ts'
import { ActionForm } from '#components/patterns/action-form.tsx'
import { plural } from '#components/patterns/format.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { CheckField, SelectField, TextField } from '#components/ui/field.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { ENVIRONMENTS } from '#lib/contracts/environments.ts'
import { PACKS, type RequestPackInput } from '#lib/contracts/packs.ts'
import { LAYOUT_TITLES, PACK_LAYOUTS } from '#lib/domain/version.ts'

const LAYOUTS = PACK_LAYOUTS.map((value) => ({ value, label: LAYOUT_TITLES[value] }))
const APPROVED = { status: 'approved', pageSize: 200, sort: 'title', order: 'asc' } as const

type BuildPackProps = { build: Action<RequestPackInput, unknown>; disabledReason: string | null }

/** Names a pack, chooses approved environments (all by default) and a layout. */
export function BuildPack({ build, disabledReason }: BuildPackProps) {
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [title, setTitle] = useState('')
  /** Null follows the title, until somebody types another one. */
  const [slug, setSlug] = useState<string | null>(null)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const { run, pending, result } = useAction(build, () => {
    setOpen(false)
    setTitle('')
    setSlug(null)
    void queries.invalidateQueries({ queryKey: keyOf(PACKS.list) })
  })
  const query = useQuery({
    ...ask(ENVIRONMENTS.list, APPROVED),
    enabled: open,
  })
  const approved = query.data?.items ?? []
  const chosen = approved.filter((one) => !left.has(one.versionId))
  const everything = chosen.length === approved.length
  return (
    <Dialog
      title="Build a pack"
      description="The pack freezes exact versions. It never changes afterwards."
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button tone="primary" icon={<Package size={16} aria-hidden />} disabledReason={disabledReason}>
          Build a pack
        </Button>
      }
    >
      <ActionForm
        sent={{ pending, result }}
        onSend={(data) => {
          run({
            title: String(data.get('title')),
            slug: String(data.get('slug')),
            layout: PACK_LAYOUTS.find((one) => one === data.get('layout')),
            versionIds: everything ? [] : chosen.map((one) => one.versionId),
            allowAdvisories: data.get('allowAdvisories') === 'on',
          })
        }}
        words={{ send: `Build from ${plural(chosen.length, 'environment')}`, sending: 'Building' }}
        disabledReason={chosen.length === 0 ? 'Choose at least one environment.' : null}
      >
        <TextField
          label="Title"
          name="title"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          required
          minLength={3}
          maxLength={80}
        />
        <TextField
          label="Slug"
          name="slug"
          value={slug ?? slugOf(title)}
          onChange={(event) => setSlug(event.target.value)}
          required
          maxLength={63}
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          hint="Lower-case letters, digits and hyphens. The same slug again makes the next version."
        />
        <SelectField label="Layout" name="layout" options={LAYOUTS} />
        <EnvironmentChooser approved={approved} left={left} onChange={setLeft} />
        <CheckField
          name="allowAdvisories"
          label="Take versions with an advisory"
          hint="Without this, versions with a known defect or leak are refused. The audit keeps that they were taken."
        />
      </ActionForm>
    </Dialog>
  )
}
