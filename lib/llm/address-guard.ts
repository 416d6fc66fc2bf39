import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { FetchFault } from '#lib/llm/fetch-fault.ts'

export type ResolvedAddress = { address: string; family: 4 | 6 }
/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>

type Parsed = ReturnType<typeof ipaddr.process>
type Block = readonly [first: string, bits: number]

/** The only space that IPv6 hands out for the public net. */
const GLOBAL_V6: readonly Block[] = [['2000::', 3]]
/** Parts of it that reach no host, or another address than the one that is written (IANA, special-purpose registry). */
const SPECIAL_V6: readonly Block[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]
/** What of IPv4 is not a public host (IANA, special-purpose registry); all else of it is handed out. */
const SPECIAL_V4: readonly Block[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
/** What `allowPrivateAddresses` opens besides. Link-local (metadata of clouds), multicast and the like stay closed. */
const PRIVATE: readonly Block[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
]
/** Metadata and platform services of clouds that lie in ranges which look ordinary or private. */
const METADATA: readonly Block[] = [
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['fd00:ec2::', 32],
  ['fd20:ce::254', 128],
]

const isIn = (address: Parsed, blocks: readonly Block[]): boolean =>
  blocks.some(([first, bits]) => {
    const block = ipaddr.parse(first)
    return block.kind() === address.kind() && address.match(block, bits)
  })

const isGlobal = (address: Parsed): boolean =>
  address.kind() === 'ipv4'
    ? !isIn(address, SPECIAL_V4)
    : isIn(address, GLOBAL_V6) && !isIn(address, SPECIAL_V6)

/**
 * An address as the system reads it; null for what is none. The library takes a dotted tail for a mapped IPv4 address,
 * so that the eight groups of an IPv6 address come from the URL parser.
 */
function parsedOf(address: string): Parsed | null {
  if (isIP(address) === 4) return ipaddr.IPv4.parse(address)
  const host = `http://[${address}]`
  if (isIP(address) !== 6 || !URL.canParse(host)) return null
  return ipaddr.process(new URL(host).hostname.slice(1, -1))
}

/** Both families, in the order of the system. */
export const resolveHost: Resolve = async (host) => {
  const found = await lookup(host, { all: true, verbatim: true })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}

/**
 * Why an address may not be reached, or null where it may. An IPv4 address mapped into an IPv6 one is judged as itself.
 * Only global unicast passes, by a list of what is handed out: new special ranges are refused, not forgotten.
 */
export function refusalOf(address: string, allowPrivate: boolean): string | null {
  const parsed = parsedOf(address)
  if (parsed === null) return 'not an address'
  if (isIn(parsed, METADATA)) return 'a metadata service'
  if (isGlobal(parsed) || (allowPrivate && isIn(parsed, PRIVATE))) return null
  const range = parsed.range()
  if (range === 'linkLocal') return 'link-local, where metadata services are'
  return range === 'unicast' ? 'outside the space that is handed out' : range
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
  const literal = isIP(host)
  const found: readonly ResolvedAddress[] =
    literal === 0 ? await resolve(host) : [{ address: host, family: literal === 6 ? 6 : 4 }]
  for (const { address } of found) {
    const refusal = refusalOf(address, allowPrivate)
    if (refusal === null) continue
    const named = literal !== 0 ? host : `${host} (${address})`
    const advice =
      !allowPrivate && refusalOf(address, true) === null
        ? ' The owner can allow private addresses for it.'
        : ''
    throw new FetchFault('address-refused', `${named} is not a public address: ${refusal}.${advice}`)
  }
  if (found.length === 0) throw new FetchFault('address-refused', `${host} has no address.`)
  return found
}
