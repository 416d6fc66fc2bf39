'use client'

import { LogOut, UserRound } from 'lucide-react'
import { forgetDrafts } from '#components/data/drafts.ts'
import { tellSignedOut } from '#components/data/person-now.ts'
import { signOut } from '#components/data/sign-in.ts'
import { IconButton } from '#components/ui/button.tsx'
import { Menu, MenuItem } from '#components/ui/menu.tsx'

type PersonMenuProps = { name: string; role: string }

/** Who is signed in, in which role; and the way out, as a full load, so that nothing stays in memory. */
export function PersonMenu({ name, role }: PersonMenuProps) {
  async function leave() {
    await signOut()
    forgetDrafts()
    tellSignedOut()
    window.location.assign('/sign-in')
  }
  return (
    <Menu
      trigger={
        <IconButton label={`Signed in as ${name}`}>
          <UserRound size={16} aria-hidden />
        </IconButton>
      }
    >
      <p className="px-2 py-1">
        <span className="block font-medium">{name}</span>
        <span className="text-xs text-muted">{role}</span>
      </p>
      <MenuItem onSelect={() => void leave()}>
        <LogOut size={14} aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  )
}
