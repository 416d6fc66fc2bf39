import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '#components/data/providers.tsx'
import { readTheme, THEME_COOKIE } from '#components/frame/theme.ts'

export const metadata: Metadata = {
  title: { default: 'SandMLE Studio', template: '%s · SandMLE Studio' },
  description: 'Generate, attack, review and pack machine-learning-engineering environments.',
}
export const viewport: Viewport = { colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value)
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      {...(theme === 'system' ? {} : { 'data-theme': theme })}
    >
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
