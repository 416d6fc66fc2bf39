import {
  type Evidence,
  fact,
  isInfra,
  isOtherRuntime,
  judgeError,
  measured,
  notComparable,
} from '#lib/pipeline/verify/evidence.ts'
import type { Found } from '#lib/pipeline/verify/gate.ts'

/** The generator writes the frozen files again, to the byte. */
export function measureRegeneration(evidence: Evidence): Found {
  const { manifest, raws } = evidence
  const runs = [...raws.values()].filter((raw) => raw.kind === 'generate')
  const broken = runs.find(isInfra)
  if (broken || runs.length === 0) return judgeError(broken?.failure ?? 'generate.py was not run')
  if (isOtherRuntime(evidence)) return notComparable('bytes')
  const found = runs.flatMap((raw, index) => {
    if (raw.status !== 'ok')
      return [fact(`run-${index + 1}`, false, `generate.py: ${raw.failure}`, 'judge/generate.py')]
    const written = Object.fromEntries(
      Object.entries(raw.hashes).map(([path, hash]) => [path.replace(/^data\//, ''), hash]),
    )
    const frozen = new Map(manifest.files.map((file) => [file.path, file.sha256]))
    const differing = Object.keys(written).filter((path) => frozen.get(path) !== written[path])
    const unmade = manifest.files.filter(
      ({ path }) => /^agent\/.+\.(csv|png)$|^judge\/[a-z_]+\.csv$/.test(path) && !(path in written),
    )
    const bad = [...differing, ...unmade.map((file) => file.path)]
    if (bad.length === 0)
      return [fact(`run-${index + 1}`, true, `${Object.keys(written).length} files are equal to the byte.`)]
    return bad
      .slice(0, 20)
      .map((path) => fact(`run-${index + 1}`, false, `${path} is not what generate.py writes.`, path))
  })
  return measured(found)
}
