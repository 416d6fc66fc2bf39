/** Numbers and times as words. One place, so that the same number reads the same on every screen. */

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** 1 kB = 1,000 bytes. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < SIZES.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${SIZES[unit]}`
}

const grouped = new Intl.NumberFormat('en-US')
export const formatCount = (count: number): string => grouped.format(count)

/** A score with at most five decimals, as evaluators round it, and no trailing zeros beyond the third. */
export function formatScore(score: number | null | undefined): string {
  if (score === null || score === undefined || !Number.isFinite(score)) return '–'
  const fixed = score.toFixed(5).replace(/0{1,2}$/, '')
  return fixed === '-0.000' ? '0.000' : fixed
}

const brief = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 })
/** A score for an axis, where the neighbours give the scale: four digits, no trailing zeros. */
export const formatBrief = (score: number): string => (score === 0 ? '0' : brief.format(score))

export const formatShare = (share: number | null | undefined): string =>
  share === null || share === undefined || !Number.isFinite(share) ? '–' : `${Math.round(share * 100)} %`

/** 0.4 s, 12 s, 3:05, 1:02:03. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–'
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const pad = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`
}

/** `2026-11-23 11:05 UTC` */
export function formatInstant(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`
}

/** `just now`, `4 min ago`, `3 h ago`, `12 d ago`; the date from thirty days on. */
export function formatAgo(iso: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - Date.parse(iso)) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`
  if (minutes < 30 * 24 * 60) return `${Math.floor(minutes / 1440)} d ago`
  return iso.slice(0, 10)
}

/** `1 file`, `3 files` */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`
