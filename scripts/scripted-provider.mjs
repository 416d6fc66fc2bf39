// `npm run scripted-provider -- --port N --cassettes DIR --log FILE`: a model provider without a model. It plays
// cassettes over the protocols of real providers, on the loopback interface only.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

const USAGE = 'npm run scripted-provider -- --cassettes DIR [--port N] [--log FILE] [--slow-ms N]'

function fail(what) {
  console.error(`scripted-provider: ${what}\n  Usage: ${USAGE}`)
  process.exit(2)
}

function readArguments() {
  const text = { type: 'string' }
  try {
    return parseArgs({ options: { port: text, cassettes: text, log: text, 'slow-ms': text } }).values
  } catch (error) {
    return fail(error.message)
  }
}

function number(name, value, most) {
  if (value === undefined) return undefined
  if (!/^\d{1,7}$/.test(value) || Number(value) > most)
    fail(`--${name} is a number up to ${most}, not ${value}.`)
  return Number(value)
}

const given = readArguments()
if (!given.cassettes) fail('--cassettes is missing: the folder whose folders hold a cassette.json each.')
const cassettes = resolve(given.cassettes)
if (!existsSync(cassettes)) fail(`There is no folder ${cassettes}.`)
const port = number('port', given.port, 65_535) ?? 0
const slowMs = number('slow-ms', given['slow-ms'], 60_000)

if (Number(process.versions.node.split('.')[0]) < 24) fail('Needs Node 24: start it by npm run.')
const { startScriptedProvider } = await import('../lib/llm/scripted-provider/scripted-provider.ts')
const provider = await startScriptedProvider({
  port,
  cassettes,
  log: given.log ? resolve(given.log) : null,
  ...(slowMs === undefined ? {} : { slowMs }),
}).catch((error) => fail(error.message))
console.log(`scripted provider: ${provider.baseUrl}`)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => provider.close())
