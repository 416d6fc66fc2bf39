import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { FetchFault } from '#lib/llm/fetch-fault.ts'

export type ResolvedAddress = { address: string; family: 4 | 6 }
/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>

/** What `allowPrivateAddresses` opens. Link-local (metadata of clouds), multicast and the like stay closed. */
const PRIVATE_RANGES: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'])
/** Metadata and platform services of clouds that lie in ranges which look ordinary or private. */
const METADATA: ReadonlySet<string> = new Set(['168.63.129.16', '100.100.100.200', 'fd00:ec2::254'])

/** Both families, in the order of the system. */
export const resolveHost: Resolve = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}

/**
 * Why an address may not be reached, or null where it may. An IPv4 address inside an IPv6 one is judged as itself.
 * Everything that is not ordinary global unicast is refused; new special ranges are therefore refused, not forgotten.
 */
export function refusalOf(address: string, allowPrivate: boolean): string | null {
  if (!ipaddr.isValid(address)) return 'not an address'
  const parsed = ipaddr.process(address)
  if (METADATA.has(parsed.toString())) return 'a metadata service'
  const range = parsed.range()
  if (range === 'unicast') return null
  if (allowPrivate && PRIVATE_RANGES.has(range)) return null
  return range === 'linkLocal' ? 'link-local, where metadata services are' : range
}

/** The addresses that a request to `url` may use, every one checked. @throws FetchFault address-refused; the resolver's error. */
export async function pinAddresses(
  url: URL,
  allowPrivate: boolean,
  resolve: Resolve = resolveHost,
): Promise<readonly ResolvedAddress[]> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new FetchFault('address-refused', `Only http and https addresses are reached, not ${url.protocol}`)
  if (url.username !== '' || url.password !== '')
    throw new FetchFault('address-refused', 'An address must not hold a user name or password.')
  // The URL parser already turned decimal, octal, hexadecimal and short forms into four numbers.
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const literal = ipaddr.isValid(host) ? ipaddr.parse(host) : null
  const found: readonly ResolvedAddress[] = literal
    ? [{ address: host, family: literal.kind() === 'ipv6' ? 6 : 4 }]
    : await resolve(host)
  for (const { address } of found) {
    const refusal = refusalOf(address, allowPrivate)
    if (refusal === null) continue
    const named = literal ? host : `${host} (${address})`
    const advice =
      !allowPrivate && refusalOf(address, true) === null
        ? ' The owner can allow private addresses for it.'
        : ''
    throw new FetchFault('address-refused', `${named} is not a public address: ${refusal}.${advice}`)
  }
  if (found.length === 0) throw new FetchFault('address-refused', `${host} has no address.`)
  return found
}
