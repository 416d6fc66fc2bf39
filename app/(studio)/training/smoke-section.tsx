import { startSmokeAction } from '#app/(studio)/training/smoke/actions.ts'
import { context, may } from '#app/user.ts'
import { SmokePanel } from '#components/training/smoke/smoke-panel.tsx'
import { listPacks } from '#lib/services/packs/list-packs.ts'
import { listSmokeRuns } from '#lib/services/smoke/list-smoke-runs.ts'

/** Smoke tests of every pack, and the button that starts one on a ready pack. */
export async function SmokeSection() {
  const ctx = await context()
  const [smoke, { packs }] = [await listSmokeRuns({ ctx, input: {} }), await listPacks({ ctx })]
  const ready = packs
    .filter((pack) => pack.status === 'ready')
    .map((pack) => ({ id: pack.id, label: `${pack.title} v${pack.version} (${pack.layout})` }))
  const start = (await may('training.smoke')) ? { action: startSmokeAction, packs: ready } : null
  return <SmokePanel initial={smoke} start={start} />
}
