import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Spec } from '#lib/domain/artefacts/spec.ts'
import { CURRENT_GATE_SET, GATES, type GateOutcome, gateSetOf } from '#lib/domain/gates.ts'
import type { Sandbox, SandboxResult } from '#lib/domain/ports/sandbox.ts'
import { makeEnvironment, type Version } from '#lib/pipeline/verify/clean-environment.fixture.ts'
import { gatherEvidence, type VerifyContext } from '#lib/pipeline/verify/execute.ts'
import { recording, runningUpTo } from '#lib/pipeline/verify/first-gate.fixture.ts'
import { judgeCertificate, verdictOf } from '#lib/pipeline/verify/judge.ts'
import { readNegativeCases } from '#lib/pipeline/verify/negative-case.fixture.ts'
import { plantFault } from '#lib/pipeline/verify/plant-fault.fixture.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'

const SPEC = new URL('../lib/pipeline/verify/museum/clean.spec.json', import.meta.url)
const NEGATIVE_CASES = readNegativeCases()
const GATE_SET = gateSetOf(CURRENT_GATE_SET)

let sandbox: Sandbox
let context: VerifyContext
let clean: Version
let passed: GateOutcome[] = []
/** What the jobs of a quick certificate of the clean environment brought. */
const ofClean = new Map<string, SandboxResult>()
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'museum-'))
  sandbox = await openSandbox({
    pythonDir: fileURLToPath(new URL('../python', import.meta.url)),
    interpreter: process.env.SANDMLE_PYTHON ?? '/usr/bin/python3',
    homeDir: home,
    pool: 2,
  })
  const catalogue = await readCatalogue(sandbox)
  const made = await makeEnvironment(
    { sandbox, catalogue },
    Spec.parse(JSON.parse(readFileSync(SPEC, 'utf8'))),
  )
  clean = made.version
  const { engineVersion } = catalogue
  context = { sandbox: recording(sandbox, ofClean), engineVersion, parallel: 2, known: made.calibration }
  const full = await gatherEvidence(context, clean, 'full')
  passed = judgeCertificate(full, 'full')
  // What a fault leaves as it was need not be run again.
  context = { ...context, known: [...full.raws.values()] }
  const quick = await gatherEvidence(context, clean, 'quick')
  context = { ...context, sandbox, parallel: 1, known: [...full.raws.values(), ...quick.raws.values()] }
}, 300_000)
afterAll(async () => {
  await sandbox.close()
  await rm(home, { recursive: true, force: true })
})

const failedChecks = (outcomes: readonly GateOutcome[]) =>
  outcomes.flatMap(({ gate, checks }) => checks.filter((one) => !one.passed).map((one) => ({ gate, ...one })))

test('the clean environment, on which every fault is planted, passes every gate', () => {
  expect(failedChecks(passed)).toEqual([])
  expect(verdictOf(passed)).toBe('verified')
})

test.each(GATE_SET)('the gate %s has at least three negative cases', (gate) => {
  expect(NEGATIVE_CASES.filter((negative) => negative.gate === gate).length).toBeGreaterThanOrEqual(3)
})

describe.concurrent('every planted fault is noticed by the gate that it is meant for, which names the file', () => {
  test.for(NEGATIVE_CASES)('$gate/$name', async (negative, { expect }) => {
    const version = await plantFault(context, clean, negative)
    const own =
      negative.certificate === 'quick'
        ? { ...context, sandbox: runningUpTo(negative.gate, sandbox, ofClean) }
        : context
    const evidence = await gatherEvidence(own, version, negative.certificate)
    const outcomes = judgeCertificate(evidence, negative.certificate)
    const failed = failedChecks(outcomes)
    const { check, anchor } = negative.raises
    const found = failed.map((one) => ({ gate: one.gate, check: one.id, anchor: one.anchor?.file ?? null }))
    expect(found).toContainEqual({ gate: negative.gate, check, anchor })
    const earlier = failed.filter(({ gate }) => GATES[gate].number < GATES[negative.gate].number)
    expect([...new Set(earlier.map(({ gate }) => gate))].sort()).toEqual([...negative.also].sort())
    expect(verdictOf(outcomes)).toBe('rejected')
  })
})
