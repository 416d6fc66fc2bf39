import { openApi } from '#lib/contracts/open-api.ts'
import { openRoute } from '#lib/http/route.ts'

/** The description of the API holds no data: it is open to everybody. */
export const GET = openRoute(() => Response.json(openApi()))
