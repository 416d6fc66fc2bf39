import { cut } from '#lib/packs/cut-name.ts'
import { fits, misfit } from '#lib/packs/seed-metric.ts'
import { headerOf, type Parts } from '#lib/packs/seed-parts.ts'
import { attempt, Refusal, refusal, type SeedProblem } from '#lib/packs/seed-refusal.ts'

/** Headers of the three tables of a seed. */
type Headers = { train: string[]; test: string[]; sample: string[] }

/** The id column as stated; a stated line of names, as a table with semicolons shows it to some, means its first. */
function idColumnOf(sample: readonly string[], stated: string | undefined, warnings: string[]): string {
  const [first = ''] = sample
  if (stated === undefined || stated === first) return first
  if (sample.length < 2 || ![';', '\t', '|'].some((mark) => sample.join(mark) === stated)) return stated
  warnings.push(
    `seed.json names the id column "${cut(stated)}", which is a whole header; its first column "${cut(first)}" is taken.`,
  )
  return first
}

/** A name that differs in letters alone cannot be stated for one table only. */
function fixOfId(table: string, header: readonly string[], idColumn: string): string {
  const other = header.find((name) => name.toLowerCase() === idColumn.toLowerCase())
  return other === undefined
    ? 'Name the id column in seed.json as "idColumn".'
    : `Rename the column "${cut(other)}" of ${table} to "${cut(idColumn)}".`
}

/** Columns of the id and the target. Throws a Refusal with everything that does not fit. */
async function columnsOf(
  headers: Headers,
  parts: Parts,
  warnings: string[],
): Promise<{ target: string; idColumn: string }> {
  const problems: SeedProblem[] = []
  const idColumn = idColumnOf(headers.sample, parts.facts.idColumn, warnings)
  if (idColumn === '')
    throw refusal(
      parts.sample.path,
      `The first column of ${parts.sample.path} has no name; it should be the id.`,
      'Leave out the numbers of rows (pandas: index=False), or name the id column in seed.json as "idColumn".',
    )
  if (headers.train.length === 1)
    throw refusal(
      'train.csv',
      `train.csv has one column only, "${cut(headers.train[0] ?? '')}".`,
      'Look into the file: a download may have failed, or another mark parts its columns.',
    )
  const places = [
    ['test.csv', headers.test],
    [parts.sample.path, headers.sample],
  ] as const
  for (const [name, header] of places)
    if (!header.includes(idColumn))
      problems.push({
        file: name,
        reason: `${name} has no id column "${cut(idColumn)}"; it has ${listed(header)}.`,
        fix: fixOfId(name, header, idColumn),
      })
  const stated = parts.facts.target
  const target = await attempt(problems, () => stated ?? inferTarget(headers, parts.sample.path, idColumn))
  if (target !== null && !headers.train.includes(target))
    problems.push({
      file: 'train.csv',
      reason: `train.csv has no column "${cut(target)}"; it has ${listed(headers.train)}.`,
      fix: 'Name the target column in seed.json as "target".',
    })
  if (target !== null && headers.test.includes(target))
    problems.push({
      file: 'test.csv',
      reason: `test.csv holds the target "${cut(target)}".`,
      fix: 'Remove that column from test.csv.',
    })
  if (problems.length > 0 || target === null) throw new Refusal(problems)
  return { target, idColumn }
}

const SHOWN = 8
const listed = (header: readonly string[]): string =>
  `${header.slice(0, SHOWN).map(cut).join(', ')}${header.length > SHOWN ? ` and ${header.length - SHOWN} more` : ''}`

function inferTarget(headers: Headers, sampleName: string, idColumn: string): string {
  const tested = new Set(headers.test)
  const asked = new Set(headers.sample)
  const onlyTrain = headers.train.filter((name) => !tested.has(name) && name !== idColumn)
  const wanted = onlyTrain.filter((name) => asked.has(name))
  if (wanted.length > 1)
    throw refusal(
      sampleName,
      `The submission asks for several targets (${wanted.slice(0, 10).map(cut).join(', ')}).`,
      'Keep one target, named in seed.json as "target".',
    )
  const target = wanted[0] ?? (onlyTrain.length === 1 ? onlyTrain[0] : undefined)
  if (target === undefined)
    throw refusal(
      'train.csv',
      'Which column is the target? No single column of train.csv is missing in test.csv.',
      'Name it in seed.json as "target".',
    )
  return target
}

/** Headers of the three tables, and the columns of the task. Throws a Refusal with all that is wrong at once. */
export async function headersOf(
  parts: Parts,
  warnings: string[],
): Promise<{ headers: Headers; target: string; idColumn: string }> {
  const problems: SeedProblem[] = []
  const { metric, taskType } = parts.facts
  const train = await attempt(problems, () => headerOf(parts.train))
  const test = await attempt(problems, () => headerOf(parts.test))
  const sample = await attempt(problems, () => headerOf(parts.sample))
  const headers = train && test && sample ? { train, test, sample } : null
  const columns = headers && (await attempt(problems, () => columnsOf(headers, parts, warnings)))
  if (metric !== undefined && taskType !== undefined && !fits(metric, taskType))
    problems.push(...misfit(metric, taskType, true).problems)
  if (problems.length > 0 || headers === null || columns === null) throw new Refusal(problems)
  return { headers, ...columns }
}
