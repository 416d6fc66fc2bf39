import { z } from 'zod'

const Month = z.int().min(1).max(12)
/** The first and the last month of a season, 1 to 12; one that ends before it begins runs over the turn of the year. */
export const Season = z.tuple([Month, Month])

/** What keeps most of it from day to day: weather, which places share, or the slow state of a thing. */
export const Lasts = z.enum(['everywhere', 'here'])

/** Days of a table in which each season is to be seen. */
export const WHOLE_YEAR = 365
