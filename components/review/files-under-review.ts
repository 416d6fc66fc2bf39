import type { EnvironmentDetail } from '#lib/contracts/environments.ts'

/** Programs and prose: a reviewer reads these; tables have their own pane below. */
const isReadable = (path: string): boolean => /\.(py|md|json)$/.test(path) && path !== 'agent/description.md'

/** The statement first (no file), then every readable file, each with its address on the verdict screen. */
export function filesUnderReview(
  detail: EnvironmentDetail,
): readonly { path: string | null; label: string; href: string }[] {
  const base = `/review/${detail.version.id}`
  return [
    { path: null, label: 'Statement', href: base },
    ...detail.files
      .filter((file) => isReadable(file.path))
      .map(({ path }) => ({ path, label: path, href: `${base}?file=${encodeURIComponent(path)}` })),
  ]
}
