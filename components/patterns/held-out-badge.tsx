import { Badge } from '#components/ui/badge.tsx'

/** Marks results of an agent that was told scores on the rows that decide: they are not comparable with others. */
export const HeldOutBadge = () => (
  <Badge tone="warn" title="Agents see scores on the rows that decide the tier while they work.">
    held-out feedback
  </Badge>
)
