import { route } from '#lib/http/route.ts'
import { getSeedUpload } from '#lib/services/seeds/get-seed-upload.ts'

export const GET = route(getSeedUpload)
