import { command, route } from '#lib/http/route.ts'
import { getCertification } from '#lib/services/environments/get-certification.ts'
import { requestCertificate } from '#lib/services/environments/request-certificate.ts'

export const GET = route(getCertification)
/** 202: a worker runs the gates; GET tells how far it is. */
export const POST = command('environment.verify', requestCertificate, { status: () => 202 })
