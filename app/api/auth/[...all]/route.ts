import { toNextJsHandler } from 'better-auth/next-js'
import { auth } from '#lib/http/auth.ts'

const handler = toNextJsHandler((request: Request) => auth().handler(request))
export const { GET, POST } = handler
