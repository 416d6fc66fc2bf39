import { expect, test } from 'vitest'
import { settingsOf } from './quick-install.mjs'

test('uv is told what pip is told, the environment before the files', () => {
  const listed = [
    ":env:.find-links='/opt/wheels'",
    ":env:.index-url='https://mirror.example/simple?a=b'",
    ":env:.timeout='180'",
    "global.cert='/etc/ssl/ca.crt'",
    "global.index-url='https://other.example/simple'",
    "install.trusted-host='mirror.example'",
    '',
  ]
  expect(settingsOf(listed.join('\n'))).toEqual({
    UV_DEFAULT_INDEX: 'https://mirror.example/simple?a=b',
    UV_FIND_LINKS: '/opt/wheels',
    UV_INSECURE_HOST: 'mirror.example',
    SSL_CERT_FILE: '/etc/ssl/ca.crt',
  })
  expect(settingsOf('')).toEqual({})
})
