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
    '::127.0.0.1',
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
    ['not an address'],
  ])('refuses %s always', (address) => {
    expect(refusalOf(address, false)).not.toBeNull()
    expect(refusalOf(address, true)).not.toBeNull()
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
