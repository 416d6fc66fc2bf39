import type { SandboxJob, SandboxLimits } from '#lib/domain/ports/sandbox.ts'
import { PRELUDE, python } from '#lib/sandbox/hostile.fixture.ts'

/**
 * N: two cells of one sandbox at the same time. The sender does its best to be noticed, the receiver to notice;
 * what reaches it prints `CROSSED`. A `victim` is an honest receiver that must not lose what it had: it prints
 * `STARVED`.
 */
export type Pair = {
  name: string
  sender: string
  receiver: string
  limits?: Partial<SandboxLimits>
  machine?: NodeJS.Architecture
}

/**
 * TOKEN is the pair's own secret, START (seconds since 1970, the one clock that no namespace shifts) the moment at
 * which both act. The sender holds what it has until the receiver has stopped looking.
 */
const pairPrelude = (token: string, startMs: number) => python`
TOKEN = '${token}'
START = ${startMs / 1000}
LOOK_S = 0.7
if time.time() > START - 0.2: print('LATE', flush=True)
def at(seconds): time.sleep(max(0, START + seconds - time.time()))
def hold(): at(LOOK_S + 0.3)
def crossed(*what): print('CROSSED', *what, flush=True)
def look(attempt):
    """Tries for the whole time of the meeting; what the attempt returns has crossed."""
    at(0)
    while time.time() < START + LOOK_S:
        found = tried(attempt)
        if found:
            crossed(found)
            return
        time.sleep(0.02)
def quiet_before(attempt):
    """What the receiver sees before the sender acts; a difference while it acts has crossed."""
    at(-0.15)
    before = tried(attempt)
    look(lambda: tried(attempt) != before and ('was', before, 'is', tried(attempt)))
def victim(attempt):
    """An honest need: met before the sender acts, so it must be met while it acts."""
    at(-0.15)
    try: before = attempt()
    except OSError as error:
        print('never had it', error)
        return
    at(0.2)
    while time.time() < START + LOOK_S:
        try: now = attempt()
        except OSError as error:
            print('STARVED', error, flush=True)
            return
        if now != before:
            print('STARVED', before, now, flush=True)
            return
        time.sleep(0.03)
`

/**
 * From now to the meeting: the start of the interpreters of all pairs that meet at once, on two cores that others use
 * too. Waiting costs nothing, while a pair that says `LATE` has to be started again.
 */
export const MEETING_MS = { warm: 1_200, cold: 4_000 } as const
export const LATE = /^LATE$/m

export function pairJobs(
  pair: Pair,
  token: string,
  startMs: number,
): [sender: SandboxJob, receiver: SandboxJob] {
  const job = (role: string, source: string): SandboxJob => ({
    id: `${pair.name}: ${role}`,
    role: 'solve',
    program: { kind: 'file', path: 'main.py' },
    files: { 'main.py': Buffer.from(`${PRELUDE}\n${pairPrelude(token, startMs)}\n${source}`) },
    collect: [],
    limits: { wallMs: 24_000, ...pair.limits },
  })
  return [job('sender', `at(0)\n${pair.sender}\nhold()`), job('receiver', pair.receiver)]
}

/** Both in one cell: what must be seen there proves that the receiver can see. */
export function togetherJob(pair: Pair, token: string, startMs: number): SandboxJob {
  const [, receiver] = pairJobs(pair, token, startMs)
  const source = `${PRELUDE}\n${pairPrelude(token, startMs)}
if os.fork() == 0:
    at(0)
    exec(${JSON.stringify(pair.sender)})
    hold()
    os._exit(0)
exec(${JSON.stringify(pair.receiver)})
`
  return { ...receiver, files: { 'main.py': Buffer.from(source) } }
}
