import { TRACE_HEADER } from '#lib/llm/provider-model.ts'
import { cassetteFor } from '#lib/llm/scripted-provider/album.ts'
import {
  type Cassette,
  CassetteProblem,
  type CassetteReply,
  loadCassette,
  readReply,
  replyFor,
} from '#lib/llm/scripted-provider/cassette.ts'
import { withEchoes } from '#lib/llm/scripted-provider/echo.ts'
import { type Marker, markerIn } from '#lib/llm/scripted-provider/marker.ts'
import { type FaultName, type faultBook, parseModel } from '#lib/llm/scripted-provider/scripted-model.ts'
import { isRefusal, REFUSED, type Speech, speechOf } from '#lib/llm/scripted-provider/speech.ts'
import type { Ask } from '#lib/llm/scripted-provider/wire.ts'

type Known = { cassette: string | null; marker: Marker | null; fault: FaultName | null; file: string | null }
export type Answer = Known &
  ({ kind: 'error'; status: number; message: string } | { kind: 'speech'; speech: Speech })

const MESSAGES = {
  '429': 'Too many requests: wait as long as Retry-After says.',
  '500': 'The scripted provider fails, as the model id asks.',
  'wrong-key': 'This key is not valid.',
} as const satisfies Record<keyof typeof REFUSED, string>

const UNMARKED = `The header ${TRACE_HEADER} does not read "sandmle role=ROLE candidate=ID repair=N turn=N", which decides the reply.`

async function speak(dir: string, ask: Ask, cassette: string, marker: Marker, known: Known): Promise<Answer> {
  const { fault } = known
  if (isRefusal(fault)) return { ...known, kind: 'error', status: REFUSED[fault], message: MESSAGES[fault] }
  const reply = chosen(await loadCassette(dir, cassette), cassette, marker)
  const text = withEchoes(await readReply(dir, cassette, reply), ask.question)
  return { ...known, file: reply.file, kind: 'speech', speech: speechOf(fault, text) }
}

function chosen(cassette: Cassette, name: string, marker: Marker): CassetteReply {
  const reply = replyFor(cassette, marker)
  if (reply) return reply
  const { role, repair, turn } = marker
  throw new CassetteProblem(
    404,
    `The cassette ${name} has no reply for ${role} at repair ${repair}, turn ${turn} or below.`,
  )
}

/** Decides the answer from the request alone (and, for `xN`, from how often that model id was asked). */
export async function planAnswer(
  dir: string,
  { ask, trace }: { ask: Ask; trace: string },
  book: ReturnType<typeof faultBook>,
): Promise<Answer> {
  const none: Known = { cassette: null, marker: null, fault: null, file: null }
  const model = parseModel(ask.model)
  if (typeof model === 'string') return { ...none, kind: 'error', status: 404, message: model }
  const marker = markerIn(trace)
  const named: Known = { ...none, cassette: model.cassette, marker }
  if (!marker) return { ...named, kind: 'error', status: 400, message: UNMARKED }
  try {
    // A cassette that is not there is said at once, not after its faults were played.
    const cassette = await cassetteFor(dir, model.cassette, marker)
    await loadCassette(dir, cassette)
    const fault = book.next(model, marker.role)
    return await speak(dir, ask, cassette, marker, { ...named, cassette, fault })
  } catch (error) {
    if (!(error instanceof CassetteProblem)) throw error
    return { ...named, kind: 'error', status: error.status, message: error.message }
  }
}
