import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { withdrawReviewAction } from '#app/(studio)/review/actions.ts'
import { signedIn } from '#app/user.ts'
import { PersonProvider } from '#components/data/person.tsx'
import { SessionNotice } from '#components/data/session-notice.tsx'
import { GlobalKeys } from '#components/frame/global-keys.tsx'
import { Palette } from '#components/frame/palette.tsx'
import { PersonMenu } from '#components/frame/person-menu.tsx'
import { Rail, RailSheet } from '#components/frame/rail.tsx'
import { RAIL_COOKIE, readTheme, THEME_COOKIE } from '#components/frame/theme.ts'
import { ThemeMenu } from '#components/frame/theme-menu.tsx'
import { UndoVerdict } from '#components/review/undo-verdict.tsx'

const SKIP =
  'sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2'

export default async function StudioLayout({ children }: { children: ReactNode }) {
  const me = await signedIn()
  const jar = await cookies()
  return (
    <PersonProvider userId={me.userId}>
      <div className="flex min-h-dvh">
        <a href="#content" className={SKIP}>
          Skip to the content
        </a>
        <Rail role={me.role} collapsed={jar.get(RAIL_COOKIE)?.value === 'collapsed'} />
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-line bg-paper px-4 md:px-6">
            <RailSheet role={me.role} />
            <Palette role={me.role} />
            <span className="ml-auto flex items-center gap-1">
              <GlobalKeys role={me.role} />
              <ThemeMenu initial={readTheme(jar.get(THEME_COOKIE)?.value)} />
              <PersonMenu name={me.name} role={me.role} />
            </span>
          </header>
          <SessionNotice />
          <UndoVerdict withdraw={withdrawReviewAction} />
          <main id="content" className="mx-auto w-full max-w-[1440px] flex-1 p-4 md:px-6">
            {children}
          </main>
        </div>
      </div>
    </PersonProvider>
  )
}
