import { fail } from './report.mjs'

/** The one port that a person chooses (`PORT`); everything else takes a free one. */
export function chosenPort() {
  const port = Number(process.env.PORT || 3000)
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    fail(`PORT is ${process.env.PORT}, not a port.`, 'PORT=3000 npm run up')
  return port
}
