import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import type { Task } from '#lib/domain/artefacts/task.ts'
import { sha256 } from '#lib/packs/digest.ts'
import { planPack } from '#lib/packs/plan-pack.ts'
import { taskFixture } from '#lib/packs/task.fixture.ts'
import { buildManifest } from '#lib/packs/task-format.ts'
import { writePack } from '#lib/packs/write-pack.ts'

const EVALUATOR = `
import argparse, csv, json, math, os, sys
parser = argparse.ArgumentParser()
parser.add_argument("--submission_path")
path = parser.parse_args().submission_path
here = os.path.dirname(os.path.abspath(__file__))
rows = lambda name: {row["id"]: float(row["y"]) for row in csv.DictReader(open(name))}
truth, sent = rows(os.path.join(here, "answer.csv")), rows(path)
if set(truth) != set(sent):
    sys.exit("invalid submission: other ids")
error = math.sqrt(sum((truth[key] - sent[key]) ** 2 for key in truth) / len(truth))
print(json.dumps({"score": round(error, 5)}))
`

/** The way in and out that every solution has; `predict` is a Python expression over one test row. */
export const program = (predict: string, before = ''): string => `
import argparse, csv, os, socket
parser = argparse.ArgumentParser()
parser.add_argument("--agent")
parser.add_argument("--out")
options = parser.parse_args()
${before}
with open(options.agent + "/test.csv") as source, open(options.out, "w") as out:
    out.write("id,y\\n")
    for row in csv.DictReader(source):
        out.write(row["id"] + "," + str(${predict}) + "\\n")
`

export type Shipped = { name: string; source: string; permitted: TaggedSolution['permitted'] }

/** A pack with one task, twice the hours, and the given solutions; `scores` are those of its certificate. */
export async function packFixture(
  shipped: readonly Shipped[],
  scores: Record<string, number>,
  over: Partial<Task> = {},
): Promise<Buffer> {
  const base = taskFixture('solar', { target: 'y', submissionColumns: ['y'], ...over })
  const text = (value: string) => new TextEncoder().encode(value)
  const solutions = shipped.map(({ name, permitted }) => ({
    path: `solutions/default__${name}.py`,
    tag: 'default',
    title: name,
    permitted,
    required: [],
  }))
  const files = new Map([
    ...base.files,
    ['judge/answer.csv', text('id,y\nb1,8\nb2,10\n')],
    ['judge/evaluator.py', text(EVALUATOR)],
    ['judge/solutions.json', text(JSON.stringify({ format: 'sandmle-solutions/1', solutions }))],
    ...shipped.map(({ name, source }): [string, Uint8Array] => [
      `judge/solutions/default__${name}.py`,
      text(source),
    ]),
  ])
  const listed = [...files].map(([path, content]) => ({
    path,
    bytes: content.length,
    sha256: sha256(content),
  }))
  const checks = Object.entries(scores).map(([file, value]) => ({ id: 'permitted', value, anchor: { file } }))
  const gates = [
    { gate: 'format', evidence: { v: 1, checks: [{ id: 'files', value: 3, anchor: null }] } },
    { gate: 'solutions', evidence: { v: 1, checks } },
  ]
  const meta = { certificate: { gates }, version: { number: 1 } }
  const task = {
    slug: 'solar',
    split: 'train' as const,
    task: base.task,
    manifest: buildManifest(listed),
    meta,
  }
  const plan = planPack({ slug: 'first', version: 1, title: 'First', layout: 'sandmle-task', tasks: [task] })
  const blobs = new Map([...files.values()].map((content) => [sha256(content), content]))
  const parts: Uint8Array[] = []
  for await (const part of writePack(plan, async (hash) => blobs.get(hash) ?? new Uint8Array()))
    parts.push(part)
  return Buffer.concat(parts)
}
