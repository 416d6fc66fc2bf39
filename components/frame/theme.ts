export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const THEME_COOKIE = 'sandmle-theme'
export const RAIL_COOKIE = 'sandmle-rail'
const YEAR_S = 31_536_000

export const readTheme = (cookie: string | undefined): Theme =>
  THEMES.find((theme) => theme === cookie) ?? 'system'

/** The document's cookie line for a preference that the server reads at the next request. */
export const preferenceCookie = (name: string, value: string): string =>
  `${name}=${value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`
