/** What Next gives to a page: path parameters and the query, both as promises. */
export type PageInput<Params extends Record<string, string> = Record<string, never>> = {
  params: Promise<Params>
  searchParams: Promise<Query>
}
export type Query = Record<string, string | string[] | undefined>

/** One value of a query key; of several, the first. */
export const one = (query: Query, key: string): string | null => {
  const value = query[key]
  return (Array.isArray(value) ? value[0] : value) ?? null
}
