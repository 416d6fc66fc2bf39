import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { handlerAt, type Method } from '#app/api/routes.fixture.ts'
import {
  ArtifactsAnswer,
  ExperimentAnswer,
  ExperimentCreated,
  ExperimentsFound,
  HistoryAnswer,
  MlflowError,
  RunAnswer,
  RunInfoAnswer,
  RunsFound,
} from '#lib/contracts/mlflow-answers.ts'
import { ModelAnswer, ModelsFound } from '#lib/contracts/mlflow-models.ts'
import { createToken } from '#lib/services/people/create-token.ts'
import { openTestServices, type TestServices } from '#lib/services/services.fixture.ts'

const ORIGIN = 'http://127.0.0.1:3998'

type Call = {
  method?: Method
  params?: Record<string, string | string[]>
  query?: Record<string, string | number | string[]>
  body?: unknown
  raw?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
  /** null: none. */
  token?: string | null
}
const Body = z.strictObject({
  ...MlflowError.shape,
  ...ExperimentAnswer.shape,
  ...ExperimentCreated.shape,
  ...ExperimentsFound.required().shape,
  ...RunAnswer.shape,
  ...RunInfoAnswer.shape,
  ...RunsFound.required().shape,
  ...HistoryAnswer.required().shape,
  ...ArtifactsAnswer.shape,
  ...ModelAnswer.shape,
  ...ModelsFound.required().shape,
})
/** Whatever may appear in an answer; a test that reads a field which is not there fails by it. */
type Answer = { status: number; body: z.infer<typeof Body> }
const parseBody = (text: string) => Body.partial().parse(JSON.parse(text)) as Answer['body']

export type MlflowRoutes = {
  world: TestServices
  /** A folder that goes with them. */
  home: string
  /** Tokens of a researcher with scope trainer and agent, and of a viewer with scope trainer. */
  tokens: { trainer: string; agent: string; viewer: string; tokenId: string }
  /** An endpoint below `api/2.0`, called as the server would; the answer as JSON. */
  call(file: string, options?: Call): Promise<Answer>
  raw(file: string, options?: Call): Promise<Response>
  post(file: string, body: unknown): Promise<Answer>
  get(file: string, query: Call['query']): Promise<Answer>
  close(): Promise<void>
}

function urlOf(file: string, query: Call['query'] = {}): URL {
  const url = new URL(`/api/2.0/${file}`, ORIGIN)
  for (const [key, value] of Object.entries(query))
    for (const one of [value].flat()) url.searchParams.append(key, String(one))
  return url
}

async function send(file: string, options: Call & { token: string | null }): Promise<Response> {
  const { method = 'GET', params = {}, query, body, raw, headers = {}, token } = options
  const auth: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  const request = new Request(urlOf(file, query), {
    method,
    body: raw ?? (body === undefined ? null : JSON.stringify(body)),
    // A trainer may know the server by another name than its owner does.
    headers: { host: 'studio.lab.internal:3998', ...auth, ...headers },
  })
  return handlerAt(join('2.0', file), method)(request, { params: Promise.resolve(params) })
}

/** MLflow's routes over a database of their own. */
export async function openMlflowRoutes(): Promise<MlflowRoutes> {
  const world = await openTestServices()
  const home = await mkdtemp(join(tmpdir(), 'sandmle-mlflow-'))
  Object.assign(process.env, {
    DATABASE_URL: world.database.appUrl,
    SANDMLE_HOME: home,
    SANDMLE_URL: ORIGIN,
    PORT: '3998',
    BETTER_AUTH_SECRET: 's'.repeat(40),
  })
  const researcher = world.as(await world.user('researcher'))
  const viewer = world.as(await world.user('viewer'))
  const made = await createToken({ ctx: researcher, input: { name: 'gpu box', scope: 'trainer' } })
  const tokens = {
    trainer: made.token,
    tokenId: made.id,
    agent: (await createToken({ ctx: researcher, input: { name: 'a', scope: 'agent' } })).token,
    viewer: (await createToken({ ctx: viewer, input: { name: 'v', scope: 'viewer' } })).token,
  }
  const raw = (file: string, options: Call = {}) => send(file, { token: tokens.trainer, ...options })
  const call = async (file: string, options: Call = {}): Promise<Answer> => {
    const response = await raw(file, options)
    const text = await response.text()
    if (/(?<!")\bnull\b(?!")/.test(text)) throw new Error(`an answer with null: ${text}`)
    return { status: response.status, body: parseBody(text) }
  }
  return {
    world,
    home,
    tokens,
    raw,
    call,
    post: (file, body) => call(`mlflow/${file}`, { method: 'POST', body }),
    get: (file, query) => call(`mlflow/${file}`, { query: query ?? {} }),
    async close() {
      const { services } = await import('#lib/http/services.ts')
      await services().queue.close()
      await services().close()
      await world.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
