'use client'

import {
  Activity,
  Boxes,
  ChartLine,
  Eye,
  Gauge,
  type LucideIcon,
  Package,
  Play,
  Plug,
  Sprout,
  Trophy,
  Users,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type Place, placeAt, placesOf } from '#components/frame/navigation.ts'
import { useFrameFacts } from '#components/frame/use-frame-facts.ts'
import type { UserRole } from '#lib/domain/vocabulary.ts'

const ICONS: Record<Place['id'], LucideIcon> = {
  overview: Gauge,
  seeds: Sprout,
  runs: Play,
  environments: Boxes,
  review: Eye,
  packs: Package,
  training: ChartLine,
  results: Trophy,
  connections: Plug,
  people: Users,
  status: Activity,
}

type RailLinksProps = { role: UserRole; onGo?: () => void }

/** The places of the product. Words disappear when the rail is collapsed (group attribute of the frame). */
export function RailLinks({ role, onGo }: RailLinksProps) {
  const { reviewCount, healthy } = useFrameFacts(role)
  const current = placeAt(usePathname())
  return (
    <ul className="flex flex-col gap-0.5">
      {placesOf(role).map((place) => {
        const Icon = ICONS[place.id]
        return (
          <li key={place.id}>
            <Link
              href={place.href}
              title={place.label}
              {...(onGo ? { onClick: onGo } : {})}
              aria-current={current?.id === place.id ? 'page' : undefined}
              className="flex h-8 items-center gap-2.5 rounded-md px-2 text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-sunken aria-[current]:font-medium aria-[current]:text-ink"
            >
              <Icon size={16} aria-hidden className="shrink-0" />
              <span className="rail-word">{place.label}</span>
              {place.id === 'review' && reviewCount > 0 ? (
                <span className="rail-word num ml-auto rounded-sm bg-sand px-1.5 text-xs font-medium text-on-sand">
                  {reviewCount}
                  <span className="sr-only"> waiting</span>
                </span>
              ) : null}
              {place.id === 'status' && healthy !== null ? <HealthDot healthy={healthy} /> : null}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

const HealthDot = ({ healthy }: { healthy: boolean }) => (
  <span className="rail-word ml-auto inline-flex items-center gap-1 text-xs">
    <span aria-hidden className={healthy ? 'size-2 rounded-full bg-ok' : 'size-2 rotate-45 bg-bad'} />
    {healthy ? 'ok' : 'look'}
  </span>
)
