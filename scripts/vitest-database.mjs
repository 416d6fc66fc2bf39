// Global set-up of the database tests.
import { startTestPostgres } from './setup/test-postgres.mjs'

export default async function setup(project) {
  const server = await startTestPostgres()
  project.provide('testDatabase', server.connections)
  return () => server.stop()
}
