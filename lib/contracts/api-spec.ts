import type { z } from 'zod'

/** One route of the API as it is declared: description, command line and tests are derived from it. */
export type ApiSpec = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As in OpenAPI: parameters in braces. */
  path: string
  summary: string
  query?: z.ZodObject
  body?: z.ZodType
  /** JSON schema of the answer, or the media type of a body that is not JSON. */
  response: z.ZodType | string
  status?: number
  /** Open to people without an account or token. */
  open?: true
}
