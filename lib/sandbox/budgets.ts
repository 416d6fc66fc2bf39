import { closeSync, openSync } from 'node:fs'
import type { BudgetFiles } from '#lib/sandbox/control-groups.ts'

/** The runner's side of `python/sandmle/sandbox/slots.py`: descriptors by their number in the started process. */
type Budget = { join: number[]; limit: number; stat: number; events: number; usage: number }

/** One place: the uid of its cells inside the runner's user namespace, and its control group. */
export type Place = { uid: number; budget: BudgetFiles | null }

/** Descriptors 0 to 3 of the started process are streams and options. */
const FIRST_DESCRIPTOR = 4

/**
 * Opens the files of some places for a process about to be started: `passed` become its descriptors from 4 on, and
 * `config` is what it must be told. `close` closes our own copies.
 */
export function passPlaces(
  places: readonly Place[],
  recycleJobs: number,
): { config: string; passed: number[]; close: () => void } {
  const passed: number[] = []
  const pass = (path: string, flags: 'r' | 'r+') => {
    passed.push(openSync(path, flags))
    return FIRST_DESCRIPTOR + passed.length - 1
  }
  const open = (files: BudgetFiles): Budget => ({
    join: files.join.map((path) => pass(path, 'r+')),
    limit: pass(files.limit, 'r+'),
    stat: pass(files.stat, 'r'),
    events: pass(files.events, 'r'),
    usage: pass(files.usage, 'r'),
  })
  const slots = places.map(({ uid, budget }) => ({ uid, budget: budget === null ? null : open(budget) }))
  return {
    config: JSON.stringify({ slots, recycleJobs }),
    passed,
    close: () => {
      for (const descriptor of passed.splice(0)) closeSync(descriptor)
    },
  }
}
