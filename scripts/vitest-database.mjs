// Global set-up of the database tests: one server for all projects of a run, stopped by the last that leaves.
import { startTestPostgres } from './setup/test-postgres.mjs'

const SHARED = Symbol.for('sandmle.test-postgres')

export default async function setup(project) {
  globalThis[SHARED] ??= { starting: startTestPostgres(), users: 0 }
  const shared = globalThis[SHARED]
  shared.users += 1
  const server = await shared.starting
  project.provide('testDatabase', server.connections)
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    delete globalThis[SHARED]
    await server.stop()
  }
}
