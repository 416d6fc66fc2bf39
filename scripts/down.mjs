// `npm run down`: stops what `npm run up` started. The data stays.
import { homeDir } from './setup/paths.mjs'
import { say } from './setup/report.mjs'
import { takeDown } from './setup/studio.mjs'

const stopped = await takeDown(homeDir())
say(stopped.length > 0 ? `Stopped: ${stopped.join(', ')}.` : 'Nothing was running.')
