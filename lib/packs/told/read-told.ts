import type { Teller } from '#lib/domain/artefacts/dna.ts'
import { dnaOfTold, openFields, type ToldFacts } from '#lib/domain/artefacts/told-dna.ts'
import { isMedia, METRIC_FACTS, type Metric, type Modality, type TaskType } from '#lib/domain/vocabulary.ts'
import { SEED_LIMITS } from '#lib/packs/archive-limits.ts'
import type { BenchConfig } from '#lib/packs/bench-config.ts'
import { isNamedBeside } from '#lib/packs/beside-data.ts'
import { cut } from '#lib/packs/cut-name.ts'
import { refuseForeignKind } from '#lib/packs/foreign-kinds.ts'
import { metricsIn } from '#lib/packs/seed-facts.ts'
import { fits, misfit } from '#lib/packs/seed-metric.ts'
import { headerOf, readText, SAMPLE, type SeedFile, type Texts } from '#lib/packs/seed-parts.ts'
import { refusal } from '#lib/packs/seed-refusal.ts'
import type { SeedKind } from '#lib/packs/seed-roots.ts'
import type { Shape } from '#lib/packs/seed-shape.ts'
import { graderMetric } from '#lib/packs/told/grader-metric.ts'
import { kindIn, taskIn } from '#lib/packs/told/statement-kind.ts'
import { clausesOf, columnsIn, sizesIn } from '#lib/packs/told/statement-sizes.ts'
import { headerInStatement } from '#lib/packs/told/submission-header.ts'
import { tellTold } from '#lib/packs/told/tell-told.ts'

/** What defines a competition of MLE-bench, and is not data of it. */
const DEFINITION =
  /^(?:config\.yaml|checksums\.yaml|kernels\.txt|leaderboard\.csv|seed\.json|[\w-]+\.(?:md|py)|(?:description|readme|overview|statement|licen[cs]e)(?:\.txt)?)$/i

/** True for a competition folder of MLE-bench that holds its definition and no data. */
export const isDefinition = (kind: SeedKind, paths: readonly string[]): boolean =>
  kind === 'mle-bench' && paths.every((path) => DEFINITION.test(path) || SAMPLE.test(path))

type Told<T> = { value: T; by: Teller }
const told = <T>(value: T | null | undefined, by: Teller): Told<T> | undefined =>
  value === null || value === undefined ? undefined : { value, by }

/** Which metrics the folder can mean; a person, then the grader's code, then its name, then the statement. */
function metricsOf(texts: Texts, grader: string | null, config: BenchConfig | null, notes: string[]) {
  if (texts.facts.metric !== undefined) return { metrics: [texts.facts.metric], by: 'stated' } as const
  const computed = grader === null ? { metrics: [], notes: [] } : graderMetric(grader)
  notes.push(...computed.notes)
  if (computed.metrics.length > 0) return { metrics: computed.metrics, by: 'grader' } as const
  // A score that the grader computes and that is not known here is not the one that a text seems to name.
  if (computed.notes.length > 0) return null
  const named = metricsIn(config?.grader ?? '')
  if (named.length > 0) return { metrics: named, by: 'config' } as const
  if (config?.grader)
    notes.push(`The metric "${cut(config.grader)}" of config.yaml is not a metric of environments.`)
  const written = metricsIn(texts.description)
  return written.length > 0 ? ({ metrics: written, by: 'text' } as const) : null
}

type Asked = { metrics: readonly Metric[]; by: Teller } | null

/** The kind of target: stated, or the only one of the metric, or as the submission and the statement have it. */
function taskOf(
  texts: Texts,
  clauses: readonly string[],
  asked: Asked,
  predictions: number,
): Told<TaskType> | undefined {
  if (texts.facts.taskType !== undefined) return told(texts.facts.taskType, 'stated')
  const possible = new Set(
    asked?.metrics.flatMap((metric): readonly TaskType[] => METRIC_FACTS[metric].tasks),
  )
  const [only] = possible
  if (asked !== null && only !== undefined && possible.size === 1) return told(only, asked.by)
  const allowed = (task: TaskType) => possible.size === 0 || possible.has(task)
  if (predictions > 1 && possible.has('multiclass')) return told('multiclass' as const, 'submission')
  if (predictions === 1 && asked?.metrics.includes('log-loss')) return told('binary' as const, 'submission')
  const named = taskIn(clauses)
  return named !== null && allowed(named) ? told(named, 'text') : undefined
}

/** Tables beside those of the rows, as a list of checksums names them; null where it does not list the data. */
function childTables(checksums: string | null): number | null {
  if (checksums === null) return null
  const to = checksums.indexOf('private:')
  const listed = checksums.slice(Math.max(0, checksums.indexOf('public:')), to < 0 ? undefined : to)
  const names = [...listed.matchAll(/^ +([\w.-]{1,80})\.csv:/gm)].map(([, stem = '']) => stem.toLowerCase())
  const isRows = (stem: string) => stem.includes('submission') || stem === 'train' || stem === 'test'
  const further = names.filter((stem) => !isRows(stem) && !isNamedBeside(stem))
  return names.includes('train') ? Math.min(4, further.length) : null
}

function modalityOf(
  texts: Texts,
  clauses: readonly string[],
  joins: number | null,
): Told<Modality> | undefined {
  if (texts.facts.modality !== undefined) return told(texts.facts.modality, 'stated')
  const kind = kindIn(clauses)
  if (kind === null) return undefined
  if (isMedia(kind) || kind === 'series') return told(kind, 'text')
  if (kind === 'tabular' || kind === 'join')
    return joins !== null && joins > 0 ? told('join' as const, 'checksums') : told('tabular' as const, 'text')
  throw refuseForeignKind(kind)
}

async function sourceOf(
  files: readonly SeedFile[],
  pattern: RegExp,
  warnings: string[],
): Promise<string | null> {
  const file = files.find(({ path }) => pattern.test(path))
  if (file === undefined) return null
  return readText(file, SEED_LIMITS.factsBytes, 'Keep only what defines the task in it.', warnings)
}

/** Columns of the submission, from the file or from the statement, and which of the two showed them. */
async function submissionOf(
  files: readonly SeedFile[],
  { description }: Texts,
): Promise<Told<string[]> | undefined> {
  const sample = files.find(({ path }) => SAMPLE.test(path))
  if (sample !== undefined) return told(await headerOf(sample), 'submission')
  return told(headerInStatement(description), 'text')
}

function factsOf(clauses: readonly string[], fixed: ToldFacts, joins: number | null): ToldFacts {
  const { nTrain, nTest, classes } = sizesIn(clauses)
  const task = fixed.task?.value
  const number = task === 'regression' ? null : task === 'binary' ? 2 : classes
  const says = (words: RegExp) => clauses.some((clause) => words.test(clause))
  const entries = {
    ...fixed,
    nTrain: told(nTrain, 'text'),
    nTest: told(nTest, 'text'),
    classes:
      number === undefined || fixed.task === undefined
        ? undefined
        : { value: number, by: number === classes ? ('text' as const) : fixed.task.by },
    joinDepth: told(joins, 'checksums'),
    columnTypes: told(columnsIn(clauses), 'text'),
    missingRate: says(/\bno missing (?:values|data|cells)\b/) ? told(0, 'text') : undefined,
    time: says(/\btimestamps?\b|\btime series\b/) ? told(true, 'text') : undefined,
  }
  return Object.fromEntries(Object.entries(entries).filter(([, fact]) => fact !== undefined))
}

/**
 * What a competition folder without data says of its task. Its grader is read as text and never run. Throws a Refusal
 * where neither the kind of target nor the metric is said.
 */
export async function readTold(
  texts: Texts,
  files: readonly SeedFile[],
  config: BenchConfig | null,
  warnings: string[],
): Promise<{ shape: Shape; told: ToldFacts }> {
  const notes: string[] = []
  const clauses = clausesOf(texts.description)
  const checksums = await sourceOf(files, /^checksums\.yaml$/i, warnings)
  const joins = childTables(checksums)
  const asked = metricsOf(texts, await sourceOf(files, /^grade\.py$/i, warnings), config, notes)
  const header = await submissionOf(files, texts)
  const predictions = header === undefined ? 0 : header.value.length - 1
  const task = taskOf(texts, clauses, asked, predictions)
  const metric = asked?.metrics.find((one) => task === undefined || fits(one, task.value))
  if (asked?.by === 'stated' && task !== undefined && metric === undefined)
    throw misfit(asked.metrics[0], task.value, texts.facts.taskType !== undefined)
  if (task === undefined && metric === undefined)
    throw refusal(
      'description.md',
      'There are no data, and neither its statement nor its grader says what kind of target or metric it has.',
      'Put prepared/public beside config.yaml, or state "taskType" and "metric" in seed.json.',
    )
  const facts = factsOf(
    clauses,
    {
      ...(task === undefined ? {} : { task }),
      // One of several that are meant alike is told only where the task decides between them.
      ...(asked === null || metric === undefined || (task === undefined && asked.metrics.length > 1)
        ? {}
        : { metric: { value: metric, by: asked.by } }),
      ...modalityEntry(modalityOf(texts, clauses, joins)),
    },
    joins,
  )
  const dna = dnaOfTold(facts)
  const [idColumn = '', target = ''] = header?.value ?? []
  if (predictions > 1 && dna.task !== 'multiclass')
    notes.push('The submission asks for several targets; environments have one.')
  warnings.push(...notes, tellTold(facts, openFields(dna)))
  const direction = texts.facts.direction ?? METRIC_FACTS[dna.metric].direction
  return {
    shape: {
      modality: dna.modality,
      taskType: dna.task,
      metric: dna.metric,
      direction,
      target: texts.facts.target ?? (predictions === 1 ? target : ''),
      idColumn: texts.facts.idColumn ?? idColumn,
    },
    told: facts,
  }
}

const modalityEntry = (modality: Told<Modality> | undefined): ToldFacts =>
  modality === undefined ? {} : { modality }
