import { z } from 'zod'
import { type LogBatch, MlflowMetric, MlflowParam, MlflowTag } from '#lib/contracts/mlflow.ts'
import { invalid, isAppError } from '#lib/domain/errors.ts'
import { paramsOf, tagsOf } from '#lib/services/mlflow/wire-texts.ts'

/** Faults that an answer names; one that has more says how many. */
const NAMED = 5
const KEY_LETTERS = 80
const Named = z.object({ key: z.string() })

/** What was wrong with parts of a request whose other parts are stored. */
export class Faults {
  readonly list: string[] = []

  /** Runs what may be refused as invalid, and keeps the reason; any other error continues. */
  async catching(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!isAppError(error) || error.code !== 'invalid') throw error
      this.list.push(error.publicMessage)
    }
  }
}

/** Parses each item alone; what is wrong is named by place and key: `metrics[3] "loss": value: is not a number`. */
function readItems<T extends z.ZodType>(
  name: string,
  schema: T,
  items: readonly unknown[],
  faults: string[],
): z.output<T>[] {
  return items.flatMap((item, at) => {
    const read = schema.safeParse(item)
    if (read.success) return [read.data]
    const named = Named.safeParse(item)
    const key = named.success ? ` ${JSON.stringify(named.data.key.slice(0, KEY_LETTERS))}` : ''
    const [issue] = read.error.issues
    faults.push(`${name}[${at}]${key}: ${[...(issue?.path ?? []), issue?.message].join(': ')}`)
    return []
  })
}

/** The items of a batch that are right, and what is wrong with the others. */
export function readBatch(body: z.output<typeof LogBatch>) {
  const faults = new Faults()
  return {
    metrics: readItems('metrics', MlflowMetric, body.metrics, faults.list),
    params: paramsOf(readItems('params', MlflowParam, body.params, faults.list)),
    tags: tagsOf(readItems('tags', MlflowTag, body.tags, faults.list)),
    faults,
  }
}

/** @throws invalid where there is a fault */
export function refuseFaults(faults: readonly string[]): void {
  if (faults.length === 0) return
  const more = faults.length > NAMED ? ` and ${faults.length - NAMED} more` : ''
  throw invalid(`Invalid: ${faults.slice(0, NAMED).join('; ')}${more}. What is right is stored.`)
}
