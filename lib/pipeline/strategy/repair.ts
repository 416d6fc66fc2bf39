import type { Catalogue, MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { rewardRowsOf } from '#lib/domain/feedback.ts'
import type { RejectionReason } from '#lib/domain/rejection.ts'
import { stream } from '#lib/pipeline/stream.ts'

/** Rows that decide the reward of a task of pictures, at most: each of them is a file. */
const MOST_PICTURES = 2400
type Turn = (spec: Spec) => Spec

/** Reasons that ask for a harder rule, and reasons that ask for an easier one, by what the general knobs do. */
const NOISE: Partial<Record<RejectionReason, 1 | -1>> = {
  saturated: 1,
  trivial: 1,
  noisy: -1,
  unlearnable: -1,
  'too-hard': -1,
}

/** More ordinary signal makes a task easier for default models, less of it harder. */
const ORDINARY: Partial<Record<RejectionReason, 1 | -1>> = {
  trivial: -1,
  'easy-default': -1,
  unlearnable: 1,
  'too-hard': 1,
}

function knobTurns(spec: Spec, metas: readonly MechanismMeta[], reason: RejectionReason): Turn[] {
  return spec.mechanisms.flatMap((mechanism, at) => {
    const knobs = metas.find((meta) => meta.id === mechanism.id)?.knobs ?? []
    return knobs.flatMap((knob): Turn[] => {
      const step = knob.raiseOn.includes(reason) ? 1 : knob.lowerOn.includes(reason) ? -1 : 0
      const level = (mechanism.knobs[knob.name] ?? knob.default) + step
      if (step === 0 || level < 0 || level >= knob.levels) return []
      const turned = { ...mechanism, knobs: { ...mechanism.knobs, [knob.name]: level } }
      return [
        (from) => ({ ...from, mechanisms: from.mechanisms.map((other, i) => (i === at ? turned : other)) }),
      ]
    })
  })
}

/** How often a repair moves the share of ordinary signal before anything else, how far, and between which limits. */
const SHARE_FIRST = 0.6
const SHARE_STEP = 0.15
const SHARES = [0.1, 0.7] as const

/** The share of ordinary signal that a reason asks for; null where it asks for none or there is no room left. */
function turnedShare({ ordinary }: Spec, reason: RejectionReason): number | null {
  const step = ORDINARY[reason]
  if (ordinary === undefined || step === undefined) return null
  const moved = Math.min(SHARES[1], Math.max(SHARES[0], ordinary.share + step * SHARE_STEP))
  return moved === ordinary.share ? null : Math.round(100 * moved) / 100
}

function generalTurns(spec: Spec, reason: RejectionReason): Turn[] {
  const turns: Turn[] = []
  const noise = spec.noise + (NOISE[reason] ?? 0)
  if (noise !== spec.noise && noise >= 0 && noise <= 2) turns.push((from) => ({ ...from, noise }))
  // More rows that decide the reward bring neighbouring tiers apart, and silver from a default model just below it;
  // those for feedback stay as many.
  const reward = rewardRowsOf(spec.rows)
  const more = Math.min(spec.modality === 'image' ? MOST_PICTURES : 3000, Math.round(reward * 1.5)) - reward
  if ((reason === 'flat' || reason === 'easy-default') && more > 0)
    turns.push((from) => ({ ...from, rows: { ...from.rows, test: from.rows.test + more } }))
  if ((reason === 'unlearnable' || reason === 'too-hard') && spec.rows.train < 200)
    turns.push((from) => ({ ...from, rows: { ...from.rows, train: 200 } }))
  return turns
}

/** New constants under the same plan: the last resort, and the answer to a leak that one draw happened to open. */
const redraw =
  (repair: number): Turn =>
  (spec) => {
    const draws = stream(spec.secret, 'redraw', repair)
    const secret = Array.from({ length: 32 }, () => draws.below(16).toString(16)).join('')
    return { ...spec, secret }
  }

/**
 * Turns exactly one knob for each reason, in order; deterministic, so the spec after three repairs is a function of
 * the first spec and the three reasons. The share of ordinary signal and the mechanisms' own knobs come first, then noise
 * and rows, then new constants.
 */
export function turnKnobs(spec: Spec, catalogue: Catalogue, reasons: readonly RejectionReason[]): Spec {
  return reasons.reduce((current, reason, index) => {
    const own = knobTurns(current, catalogue.mechanisms, reason)
    const general = generalTurns(current, reason)
    const draws = stream(spec.secret, 'repair', index)
    const share = turnedShare(current, reason)
    if (share !== null && draws.chance(SHARE_FIRST)) return { ...current, ordinary: { share } }
    const turns = own.length > 0 && (general.length === 0 || draws.chance(0.7)) ? own : general
    return (turns.length > 0 ? draws.pick(turns) : redraw(index + 1))(current)
  }, spec)
}
