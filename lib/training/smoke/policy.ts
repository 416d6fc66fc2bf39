import type { Random } from '#lib/domain/random.ts'
import type { Choices, Slots } from '#lib/training/smoke/grammar.ts'
import { drawIndex } from '#lib/training/smoke/random.ts'

/** What one rollout teaches: the task's features, the choice of each slot by its number, and the advantage. */
export type Lesson = { features: readonly number[]; picks: readonly number[]; advantage: number }

type Layer = {
  slot: string
  choices: readonly string[]
  weights: number[][]
  mean: number[][]
  square: number[][]
}
export type Policy = { layers: readonly Layer[]; features: number; updates: number }
/** Adam's memories and the two small pulls towards staying undecided. */
export type UpdateSettings = {
  rate: number
  beta1: number
  beta2: number
  entropyBonus: number
  /** Below this entropy (nats) of the view the bonus is stronger, so that no modality's views die out. */
  viewFloor: number
  floorBonus: number
}

const zeros = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0))

/** An undecided policy: logits of a slot = weights x [features, one-hot of the chosen model]. */
export function newPolicy(slots: Slots, features: number): Policy {
  const models = slots.model?.length ?? 0
  const layers = Object.entries(slots).map(([slot, choices], at) => {
    const width = features + (at === 0 ? 0 : models)
    const shape = () => zeros(choices.length, width)
    return { slot, choices, weights: shape(), mean: shape(), square: shape() }
  })
  return { layers, features, updates: 0 }
}

/** How many numbers a policy learns. */
export const parametersOf = ({ layers }: Policy): number =>
  layers.reduce((sum, { weights }) => sum + weights.length * (weights[0]?.length ?? 0), 0)

function softmax(weights: readonly number[][], input: readonly number[]): number[] {
  const logits = weights.map((row) => row.reduce((sum, weight, i) => sum + weight * (input[i] ?? 0), 0))
  const top = Math.max(...logits)
  const powers = logits.map((logit) => Math.exp(logit - top))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

const entropyOf = (p: readonly number[]): number => -p.reduce((sum, x) => sum + x * Math.log(x + 1e-12), 0)

/** Probabilities of each slot along a path of picks; `choose` makes the picks as it goes. */
function walk(
  { layers }: Policy,
  features: readonly number[],
  choose: (probabilities: number[], at: number) => number,
): { input: readonly number[]; probabilities: number[]; pick: number }[] {
  const models = layers[0]?.choices.length ?? 0
  let input = features
  return layers.map(({ weights }, at) => {
    const seen = input
    const probabilities = softmax(weights, seen)
    const pick = choose(probabilities, at)
    if (at === 0) input = [...features, ...Array.from({ length: models }, (_, i) => Number(i === pick))]
    return { input: seen, probabilities, pick }
  })
}

/** Draws a program for a task. */
export const samplePicks = (policy: Policy, features: readonly number[], random: Random): number[] =>
  walk(policy, features, (p) => drawIndex(random, p)).map(({ pick }) => pick)

/** The likeliest choice of every slot, one after the other. */
export const greedyPicks = (policy: Policy, features: readonly number[]): number[] =>
  walk(policy, features, (p) => p.indexOf(Math.max(...p))).map(({ pick }) => pick)

export const choicesOf = ({ layers }: Policy, picks: readonly number[]): Choices =>
  Object.fromEntries(layers.map(({ slot, choices }, at) => [slot, choices[picks[at] ?? 0] ?? '']))

/** Entropy (nats) of each slot, averaged over tasks; later slots under the likeliest model. */
export function entropies(policy: Policy, tasks: readonly (readonly number[])[]): Record<string, number> {
  const sums = policy.layers.map(() => 0)
  for (const features of tasks)
    for (const [at, step] of walk(policy, features, (p) => p.indexOf(Math.max(...p))).entries())
      sums[at] = (sums[at] ?? 0) + entropyOf(step.probabilities) / tasks.length
  return Object.fromEntries(policy.layers.map(({ slot }, at) => [slot, sums[at] ?? 0]))
}

/** One on-policy step of gradient ascent (Adam) on advantage-weighted log likelihood plus entropy. Changes the policy. */
export function updatePolicy(policy: Policy, lessons: readonly Lesson[], settings: UpdateSettings): void {
  if (lessons.length === 0) return
  const slopes = policy.layers.map(({ weights }) => zeros(weights.length, weights[0]?.length ?? 0))
  for (const { features, picks, advantage } of lessons) {
    const path = walk(policy, features, (_, at) => picks[at] ?? 0)
    for (const [at, { input, probabilities, pick }] of path.entries()) {
      const entropy = entropyOf(probabilities)
      const isStarved = policy.layers[at]?.slot === 'view' && entropy < settings.viewFloor
      const bonus = settings.entropyBonus + (isStarved ? settings.floorBonus : 0)
      for (const [row, p] of probabilities.entries()) {
        const pull = advantage * (Number(row === pick) - p) - bonus * p * (Math.log(p + 1e-12) + entropy)
        const slope = slopes[at]?.[row]
        if (slope)
          for (const [i, x] of input.entries()) slope[i] = (slope[i] ?? 0) + (pull * x) / lessons.length
      }
    }
  }
  policy.updates++
  for (const [at, layer] of policy.layers.entries()) climb(layer, slopes[at] ?? [], policy.updates, settings)
}

/** Adam, upwards. */
function climb(layer: Layer, slopes: readonly number[][], updates: number, settings: UpdateSettings): void {
  const { rate, beta1, beta2 } = settings
  for (const [row, weights] of layer.weights.entries())
    for (const i of weights.keys()) {
      const slope = slopes[row]?.[i] ?? 0
      const mean = beta1 * (layer.mean[row]?.[i] ?? 0) + (1 - beta1) * slope
      const square = beta2 * (layer.square[row]?.[i] ?? 0) + (1 - beta2) * slope * slope
      ;(layer.mean[row] ?? [])[i] = mean
      ;(layer.square[row] ?? [])[i] = square
      const step = mean / (1 - beta1 ** updates) / (Math.sqrt(square / (1 - beta2 ** updates)) + 1e-6)
      weights[i] = (weights[i] ?? 0) + rate * step
    }
}
