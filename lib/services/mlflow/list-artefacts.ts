import { z } from 'zod'
import { ListArtifacts } from '#lib/contracts/mlflow.ts'
import type { WireFile } from '#lib/contracts/mlflow-answers.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { trimEndOf } from '#lib/domain/scan-text.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { artefactOf, checkedPath } from '#lib/services/mlflow/artefact-path.ts'
import { runIdOf } from '#lib/services/mlflow/wire-ids.ts'
import { artifactUriOf } from '#lib/services/mlflow/wire-run.ts'

type Call<Schema extends z.ZodType> = { ctx: ServiceContext; input: z.input<Schema> }

/** Files and folders right below `folder` of a run, by name, with paths relative to it. A file has none. */
async function filesBelow({ db }: ServiceContext, runId: string, folder: string): Promise<WireFile[]> {
  if ((await db.trainingRun.count({ where: { id: runId } })) === 0) throw notFound('run', runId)
  const prefix = folder === '' ? '' : `${folder}/`
  const rows = await db.trainingArtefact.findMany({
    where: { runId, ...(prefix === '' ? {} : { path: { startsWith: prefix } }) },
    orderBy: { path: 'asc' },
    select: { path: true, bytes: true },
  })
  const files = new Map<string, WireFile>()
  for (const { path, bytes } of rows) {
    const [name = '', ...deeper] = path.slice(prefix.length).split('/')
    const file: WireFile =
      deeper.length > 0
        ? { path: name, is_dir: true }
        : { path: name, is_dir: false, file_size: Number(bytes) }
    files.set(name, file)
  }
  return [...files.values()]
}

/** `artifacts/list`: paths from the run's folder on. */
export async function listRunArtefacts({
  ctx,
  input,
}: Call<typeof ListArtifacts>): Promise<{ root_uri: string; files: WireFile[] }> {
  requireCapability(ctx, 'training.read')
  const { path, ...of } = parseInput(ListArtifacts, input)
  const runId = runIdOf(of)
  const folder = checkedPath(trimEndOf(path, '/'))
  const files = await filesBelow(ctx, runId, folder)
  const prefix = folder === '' ? '' : `${folder}/`
  return {
    root_uri: artifactUriOf(runId),
    files: files.map((file) => ({ ...file, path: prefix + file.path })),
  }
}

const Input = z.object({ path: z.string().max(1000).default('') })

/** `mlflow-artifacts/artifacts?path=`: paths relative to the one asked for. */
export async function listArtefacts({ ctx, input }: Call<typeof Input>): Promise<{ files: WireFile[] }> {
  requireCapability(ctx, 'training.read')
  const { runId, path } = artefactOf(parseInput(Input, input).path)
  return { files: await filesBelow(ctx, runId, path) }
}
