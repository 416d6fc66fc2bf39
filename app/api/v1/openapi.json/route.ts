import { openApi } from '#lib/contracts/open-api.ts'

/** The description of the API holds no data: it is open to everybody. */
export function GET(): Response {
  return Response.json(openApi())
}
