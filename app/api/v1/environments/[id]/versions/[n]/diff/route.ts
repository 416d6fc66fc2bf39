import { route } from '#lib/http/route.ts'
import { diffVersions } from '#lib/services/revisions/diff-versions.ts'

export const GET = route(diffVersions)
