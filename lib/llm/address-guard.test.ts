import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { pinAddresses, type ResolvedAddress, refusalOf } from '#lib/llm/address-guard.ts'

const never = async () => {
  throw new Error('a literal address must not be resolved')
}
const answers = (...addresses: string[]) => {
  const found: ResolvedAddress[] = addresses.map((address) => ({
    address,
    family: address.includes(':') ? 6 : 4,
  }))
  return async () => found
}

describe('refusalOf', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '::ffff:8.8.8.8'])('lets %s pass', (address) => {
    expect(refusalOf(address, false)).toBeNull()
  })

  it.each([
    '127.0.0.1',
    '127.255.255.254',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    'fd12:3456::1',
  ])('refuses %s unless private addresses are allowed', (address) => {
    expect(refusalOf(address, false)).not.toBeNull()
    expect(refusalOf(address, true)).toBeNull()
  })

  it.each([
    ['169.254.169.254'],
    ['::ffff:169.254.169.254'],
    ['fe80::1'],
    ['fd00:ec2::254'],
    ['100.100.100.200'],
    ['168.63.129.16'],
    ['192.0.0.192'],
    ['0.0.0.0'],
    ['::'],
    ['224.0.0.1'],
    ['ff02::1'],
    ['255.255.255.255'],
    ['240.0.0.1'],
    ['192.0.2.1'],
    ['198.18.0.1'],
    ['64:ff9b::7f00:1'],
    ['2002:7f00:1::'],
    ['2001::1'],
    ['2001:db8::1'],
    ['fec0::1'],
    ['::127.0.0.1'],
    ['::7f00:1'],
    ['4000::1'],
    ['fe80::1%eth0'],
    ['127.1'],
    ['not an address'],
  ])('refuses %s always', (address) => {
    expect(refusalOf(address, false)).not.toBeNull()
    expect(refusalOf(address, true)).not.toBeNull()
  })
})

/** IANA's registries of special-purpose addresses, and what is not handed out at all. */
const CLOSED: readonly (readonly [string, number, 4 | 6])[] = [
  ['0.0.0.0', 8, 4],
  ['10.0.0.0', 8, 4],
  ['100.64.0.0', 10, 4],
  ['127.0.0.0', 8, 4],
  ['169.254.0.0', 16, 4],
  ['172.16.0.0', 12, 4],
  ['192.0.0.0', 24, 4],
  ['192.0.2.0', 24, 4],
  ['192.31.196.0', 24, 4],
  ['192.52.193.0', 24, 4],
  ['192.88.99.0', 24, 4],
  ['192.168.0.0', 16, 4],
  ['192.175.48.0', 24, 4],
  ['198.18.0.0', 15, 4],
  ['198.51.100.0', 24, 4],
  ['203.0.113.0', 24, 4],
  ['224.0.0.0', 4, 4],
  ['240.0.0.0', 4, 4],
  ['::', 96, 6],
  ['::ffff:0:0:0', 96, 6],
  ['64:ff9b::', 96, 6],
  ['64:ff9b:1::', 48, 6],
  ['100::', 64, 6],
  ['100:0:0:1::', 64, 6],
  ['200::', 7, 6],
  ['2001::', 23, 6],
  ['2001:db8::', 32, 6],
  ['2002::', 16, 6],
  ['2620:4f:8000::', 48, 6],
  ['3fff::', 20, 6],
  ['4000::', 2, 6],
  ['5f00::', 16, 6],
  ['8000::', 2, 6],
  ['c000::', 3, 6],
  ['fc00::', 7, 6],
  ['fe80::', 10, 6],
  ['fec0::', 10, 6],
  ['ff00::', 8, 6],
]

const groupsOf = (address: string): bigint =>
  ipaddr
    .parse(address)
    .toByteArray()
    .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
const v4 = (value: bigint): string => [24n, 16n, 8n, 0n].map((at) => (value >> at) & 255n).join('.')
const v6 = (value: bigint): string =>
  Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) & 0xffffn).toString(16)).join(':')

/** First, last and some addresses between, the same in every run. */
function membersOf([first, bits, family]: (typeof CLOSED)[number]): string[] {
  const width = family === 4 ? 32 : 128
  const size = 1n << BigInt(width - bits)
  const mixed = (n: bigint) => (n * 0x9e3779b97f4a7c15f39cc0605cedc835n) % size
  const places = [0n, 1n, size - 1n, ...Array.from({ length: 40 }, (_, n) => mixed(BigInt(n + 2)))]
  return places.map((at) => (family === 4 ? v4 : v6)(groupsOf(first) + (at % size)))
}

describe('every special range', () => {
  it.each(CLOSED)('%s/%i is not a public address', (...range) => {
    for (const address of membersOf(range))
      expect(`${address} ${refusalOf(address, false)}`).not.toMatch(/null$/)
  })

  it.each(CLOSED.filter(([, , family]) => family === 4))('%s/%i stays closed inside IPv6', (...range) => {
    for (const address of membersOf(range)) {
      const value = groupsOf(address)
      const wrapped = [
        v6((0xffffn << 32n) | value),
        `::ffff:${address}`,
        v6(value),
        `::${address}`,
        v6((0xffffn << 48n) | value),
        v6((0x64ff9bn << 96n) | value),
        v6((0x64ff9b0001n << 80n) | value),
        v6((0x2002n << 112n) | (value << 80n)),
        v6((0x20010000n << 96n) | (value ^ 0xffffffffn)),
        v6((0xfe80n << 112n) | (0x5efen << 32n) | value),
      ]
      for (const form of wrapped) expect(`${form} ${refusalOf(form, false)}`).not.toMatch(/null$/)
    }
  })

  it('lets public addresses of every large block pass', () => {
    const open = ['2001:4860:4860::8888', '2400:cb00::1', '2606:4700::1111', '2a00:1450::1', '2c0f:fb50::1']
    const open4 = ['1.1.1.1', '9.9.9.9', '100.63.255.255', '100.128.0.1', '172.32.0.1', '223.255.255.254']
    for (const address of [...open, ...open4]) expect(refusalOf(address, false)).toBeNull()
  })
})

describe('pinAddresses', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://0x7f.1/',
    'http://127.1/',
    'http://１２７.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'https://169.254.169.254/latest/meta-data',
    'http://0/',
    'http://[::127.0.0.1]/',
    'http://[::7f00:1]/',
    'http://[4000::1]/',
    'http://[64:ff9b::10.0.0.1]/',
  ])('refuses %s without asking a resolver', async (url) => {
    await expect(pinAddresses(new URL(url), false, never)).rejects.toMatchObject({ kind: 'address-refused' })
  })

  it.each(['ftp://8.8.8.8/', 'file:///etc/passwd', 'http://user:word@8.8.8.8/'])(
    'refuses %s',
    async (url) => {
      const error = await pinAddresses(new URL(url), true, never).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ kind: 'address-refused' })
      expect(String(error)).not.toContain('word@')
    },
  )

  it('refuses a name when any of its addresses is not public', async () => {
    const resolve = answers('8.8.8.8', '10.0.0.5')
    await expect(pinAddresses(new URL('https://a.test/'), false, resolve)).rejects.toThrow(
      'a.test (10.0.0.5) is not a public address: private. The owner can allow private addresses for it.',
    )
    expect(await pinAddresses(new URL('https://a.test/'), true, resolve)).toEqual(await resolve())
  })

  it('refuses a name without addresses', async () => {
    await expect(pinAddresses(new URL('https://a.test/'), true, answers())).rejects.toThrow('has no address')
  })
})
