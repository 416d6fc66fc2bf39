import { ALL_ROUTES } from '#lib/http/api/all.ts'
import { dispatch } from '#lib/http/dispatch.ts'

/** Every address of the API but signing in: which endpoint answers is told by the contracts, not by folders. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = dispatch(ALL_ROUTES)
