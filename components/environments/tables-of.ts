import type { EnvironmentDetail } from '#lib/contracts/environments.ts'

const FIRST = ['agent/train.csv', 'agent/test.csv']

/** The CSV files of a version: what an agent trains on first, the rest in the order of the manifest. */
export function tablesOf(files: EnvironmentDetail['files']): string[] {
  const tables = files.map((file) => file.path).filter((path) => path.endsWith('.csv'))
  return [...FIRST.filter((path) => tables.includes(path)), ...tables.filter((path) => !FIRST.includes(path))]
}
