// After `npm ci`: generates the database client and notes which lockfile the packages belong to.
import { prisma } from './prisma.mjs'
import { stampPackages } from './setup/packages.mjs'

if (prisma(['generate'], { quiet: true }) !== 0) process.exit(1)
stampPackages()
