import type { Catalogue, MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { type RunControls, testRowsWithin } from '#lib/domain/controls.ts'
import type { RejectionReason } from '#lib/domain/rejection.ts'
import { TRAIN_ROWS } from '#lib/domain/task-rows.ts'
import { stream } from '#lib/pipeline/stream.ts'

/** What rows, and words of short texts, grow by where more of them help. */
const GROWTH = 1.5
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
/** The same where the reference is hardly better than a default model: that is what the share decides. */
const SHARE_FIRST_OF_EASY = 0.9
const SHARE_STEP = 0.2
const SHARES = [0.1, 0.8] as const

/** The share of ordinary signal that a reason asks for; null where it asks for none or there is no room left. */
function shareTurn({ ordinary }: Spec, reason: RejectionReason): Turn | null {
  const step = ORDINARY[reason]
  if (ordinary === undefined || step === undefined) return null
  const moved = Math.min(SHARES[1], Math.max(SHARES[0], ordinary.share + step * SHARE_STEP))
  const share = Math.round(100 * moved) / 100
  return share === ordinary.share ? null : (from) => ({ ...from, ordinary: { ...ordinary, share } })
}

type Asked = Pick<RunControls, 'trainRows' | 'testRows'>

function generalTurns(spec: Spec, asked: Asked, reason: RejectionReason): Turn[] {
  const turns: Turn[] = []
  const noise = spec.noise + (NOISE[reason] ?? 0)
  if (noise !== spec.noise && noise >= 0 && noise <= 2) turns.push((from) => ({ ...from, noise }))
  // More rows that decide the reward bring neighbouring tiers apart, and silver from a default model just below it;
  // those for feedback stay as many.
  const [, most] = testRowsWithin(asked, spec.modality, spec.metric)
  const test = Math.min(most, Math.round(spec.rows.test * GROWTH))
  if ((reason === 'flat' || reason === 'easy-default') && test > spec.rows.test)
    turns.push((from) => ({ ...from, rows: { ...from.rows, test } }))
  return turns
}

/** More rows to learn from: the first answer to a rule that was not found in few. */
function rowTurn(spec: Spec, asked: Asked, reason: RejectionReason): Turn | null {
  const most = asked.trainRows?.[1] ?? TRAIN_ROWS[1]
  const train = Math.min(most, Math.round(spec.rows.train * GROWTH))
  const isHidden = reason === 'unlearnable' || reason === 'too-hard'
  if (!isHidden || train <= spec.rows.train) return null
  return (from) => ({ ...from, rows: { ...from.rows, train } })
}

/** Texts of so few words repeat each other, whatever their constants: longer ones are the first answer to a leak. */
const FEW_WORDS = 20

function wordTurn({ prose }: Spec, reason: RejectionReason): Turn | null {
  if (reason !== 'shortcut' || prose === undefined || prose.words >= FEW_WORDS) return null
  const longer = { ...prose, words: Math.ceil(prose.words * GROWTH) }
  return (from) => ({ ...from, prose: longer })
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
 * the first spec and the three reasons. Training rows come first where there are few, then the share of ordinary signal
 * and the mechanisms' own knobs, then noise and test rows, then new constants.
 */
export function turnKnobs(
  spec: Spec,
  catalogue: Catalogue,
  reasons: readonly RejectionReason[],
  asked: Asked = {},
): Spec {
  return reasons.reduce((current, reason, index) => {
    const more = rowTurn(current, asked, reason)
    if (more !== null) return more(current)
    const longer = wordTurn(current, reason)
    if (longer !== null) return longer(current)
    const own = knobTurns(current, catalogue.mechanisms, reason)
    const general = generalTurns(current, asked, reason)
    const draws = stream(spec.secret, 'repair', index)
    const share = shareTurn(current, reason)
    const first = reason === 'easy-default' ? SHARE_FIRST_OF_EASY : SHARE_FIRST
    if (share !== null && draws.chance(first)) return share(current)
    const turns = own.length > 0 && (general.length === 0 || draws.chance(0.7)) ? own : general
    return (turns.length > 0 ? draws.pick(turns) : redraw(index + 1))(current)
  }, spec)
}
