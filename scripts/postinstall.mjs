// After `npm ci`: generates the database client and notes which files packages and client were made from.
import { prisma } from './prisma.mjs'
import { markCurrent } from './setup/packages.mjs'

if (prisma(['generate'], { quiet: true }) !== 0) process.exit(1)
markCurrent('packages')
markCurrent('client')
