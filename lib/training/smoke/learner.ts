import { ROLLOUTS_A_STEP } from '#lib/contracts/smoke.ts'
import type { RewardTable, SmokeReward } from '#lib/domain/training.ts'
import type { UpdateSettings } from '#lib/training/smoke/policy.ts'

/** Figures of the learner. Tuned on packs of the built-in engine; logged with every run. */
export const LEARNER = {
  environmentsAStep: 4,
  rate: 0.2,
  /** Rate at the end, as a share of the first. */
  lastRate: 0.5,
  beta1: 0.3,
  beta2: 0.9,
  entropyBonus: 0.15,
  viewFloor: 0.9,
  floorBonus: 0.1,
  /** Programs drawn for each sibling: in passing, and after the last step. */
  siblingDraws: 2,
  siblingDrawsAtEnd: 8,
  siblingsEverySteps: 8,
} as const

/** Seconds that one program may compute and last. The wall only ends what hangs: others use the machine too. */
export const PROGRAM_LIMITS = { cpuS: 2, wallS: 30 }

export const stepsFor = (rollouts: number): number => Math.max(1, Math.round(rollouts / ROLLOUTS_A_STEP))

/** How a step's rollouts are shared by its environments: as evenly as whole groups can be, the first ones get more. */
export const groupSizes = (environments: number): number[] =>
  Array.from(
    { length: environments },
    (_, at) => Math.floor(ROLLOUTS_A_STEP / environments) + Number(at < ROLLOUTS_A_STEP % environments),
  )

/** Settings of one step; the rate falls linearly. */
export function settingsAt(step: number, steps: number): UpdateSettings {
  const { rate, lastRate, beta1, beta2, entropyBonus, viewFloor, floorBonus } = LEARNER
  const done = steps <= 1 ? 0 : step / (steps - 1)
  return { rate: rate * (1 - (1 - lastRate) * done), beta1, beta2, entropyBonus, viewFloor, floorBonus }
}

export const tableOf = (reward: SmokeReward): RewardTable => (reward === 'sparse' ? 'sparse' : 'released')
