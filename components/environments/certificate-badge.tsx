import { BadgeCheck } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import type { CertificateView } from '#lib/contracts/environments.ts'

/** The strongest certificate of which every gate passed. */
export function CertificateBadge({ passed }: { passed: CertificateView['passed'] }) {
  if (passed === 'none') return <Badge>none</Badge>
  return (
    <Badge tone={passed === 'full' ? 'ok' : 'info'}>
      <BadgeCheck size={12} aria-hidden />
      {passed}
    </Badge>
  )
}
