import { usageFailure } from '#cli/failure.ts'
import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import { API_SPECS } from '#lib/contracts/api-specs.ts'

/** What the command line calls: our own API. MLflow's has clients of its own. */
export const ROUTES: readonly ApiSpec[] = API_SPECS.filter(({ path }) => path.startsWith('/api/v1/'))

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '')
const isName = (part: string): boolean => part.startsWith('{')

/** Does an address match? A name stands for one part, the last one for the rest, which may be a file's path. */
function matches(spec: string, path: string): boolean {
  const [wanted, given] = [partsOf(spec), partsOf(path)]
  const isRest = isName(wanted.at(-1) ?? '')
  if (given.length < wanted.length || (given.length > wanted.length && !isRest)) return false
  return wanted.every((part, at) => isName(part) || part === given[at])
}

const names = ({ path }: ApiSpec): number => partsOf(path).filter(isName).length

/** The route of an address without its query: of several, the one that spells out most of it. */
export function routeOf(method: string, path: string): ApiSpec {
  const isOurs = path.startsWith('/api/v1/')
  const there = ROUTES.filter((spec) => isOurs && matches(spec.path, path)).sort(
    (a, b) => partsOf(b.path).length - partsOf(a.path).length || names(a) - names(b),
  )
  const found = there.find((spec) => spec.method === method)
  if (found !== undefined) return found
  const others = [...new Set(there.map((spec) => spec.method))].join(', ')
  throw usageFailure(
    others === '' ? 'The API has no such address.' : `This address takes ${others}, not ${method}.`,
    `${method} ${path}`,
    'sandmle api routes lists them all.',
  )
}
