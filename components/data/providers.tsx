'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'

const STALE_MS = 5_000

/** One query cache a browser tab. A failed read is retried once: the server says at once what is wrong. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: STALE_MS, retry: 1, refetchOnWindowFocus: true } },
      }),
  )
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}
