import type { ReactNode } from 'react'
import { Brand } from '#components/frame/rail.tsx'

export function AuthCard({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-4 p-4">
      <div className="-ml-2">
        <Brand />
      </div>
      <div className="rounded-md border border-line bg-raised p-4">
        <h1 className="text-lg">{title}</h1>
        <div className="pt-1 pb-4 text-muted">{lead}</div>
        {children}
      </div>
    </main>
  )
}
