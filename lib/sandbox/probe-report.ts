import type { SandboxCapabilities } from '#lib/domain/ports/sandbox.ts'

/** `weaker`: it works, and a wall is missing that this machine does not allow. */
export type ReportLine = { name: string; passed: boolean; weaker?: boolean; detail: string; fix?: string }

/** The sandbox's requirements as lines for `sandmle doctor`: one summary, then every failed probe. */
export function probeReport(capabilities: SandboxCapabilities): ReportLine[] {
  const failed = capabilities.probes.filter((probe) => !probe.passed)
  const passed = capabilities.probes.length - failed.length
  const lines = failed.map(({ name, detail }) => ({ name: `sandbox probe ${name}`, passed: false, detail }))
  if (capabilities.kind === 'refused') {
    return [{ name: 'sandbox', passed: false, detail: capabilities.reason, fix: capabilities.fix }, ...lines]
  }
  const { backend, layers, weaker, runtime, memoryCap } = capabilities
  return [
    {
      name: 'sandbox',
      passed: true,
      detail: `${backend} cells, ${passed} of ${capabilities.probes.length} probes passed; memory by ${memoryCap}`,
    },
    { name: 'sandbox layers', passed: true, detail: layers.join(', ') },
    ...weaker.map(({ layer, effect, fix }) => ({
      name: `no ${layer}`,
      passed: true,
      weaker: true,
      detail: effect,
      fix,
    })),
    { name: 'sandbox runtime', passed: true, detail: runtime },
    ...lines,
  ]
}
