// A supervisor of two processes that only live, for tests that kill what they can. Argument: the home.
import { supervise, watchProcess } from './supervise.mjs'

const home = process.argv[2]
const signs = new URL('../../lib/processes/signs-of-life.mjs', import.meta.url).href
const program = (name) => `
  process.title = 'sandmle-supervised'
  setInterval(() => undefined, 1000)
  const { giveSigns } = await import(${JSON.stringify(signs)})
  giveSigns(${JSON.stringify(home)}, '${name}')
`
const watch = (name) =>
  watchProcess(home, { name, args: ['--input-type=module', '-e', program(name)], env: process.env })
await supervise(home, [watch('web'), watch('worker')], { port: 1 })
