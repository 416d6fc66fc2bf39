import { type Domain, DomainFamily } from '#lib/domain/artefacts/domain-record.ts'
import agriFood from '#lib/pipeline/domains/agri-food.json' with { type: 'json' }
import bioChem from '#lib/pipeline/domains/bio-chem.json' with { type: 'json' }
import civic from '#lib/pipeline/domains/civic.json' with { type: 'json' }
import culture from '#lib/pipeline/domains/culture.json' with { type: 'json' }
import earth from '#lib/pipeline/domains/earth.json' with { type: 'json' }
import energy from '#lib/pipeline/domains/energy.json' with { type: 'json' }
import financeOps from '#lib/pipeline/domains/finance-ops.json' with { type: 'json' }
import health from '#lib/pipeline/domains/health.json' with { type: 'json' }
import industry from '#lib/pipeline/domains/industry.json' with { type: 'json' }
import mobility from '#lib/pipeline/domains/mobility.json' with { type: 'json' }
import retail from '#lib/pipeline/domains/retail.json' with { type: 'json' }
import space from '#lib/pipeline/domains/space.json' with { type: 'json' }

/** Every domain of the product, in a fixed order. Throws when a record breaks its schema. */
export const DOMAINS: readonly Domain[] = [
  agriFood,
  bioChem,
  civic,
  culture,
  earth,
  energy,
  financeOps,
  health,
  industry,
  mobility,
  retail,
  space,
].flatMap((file) => {
  const { family, domains } = DomainFamily.parse(file)
  return domains.map((domain) => ({ ...domain, family }))
})
