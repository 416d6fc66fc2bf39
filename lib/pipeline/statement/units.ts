/** Units of the worlds' records as a statement prints them; others stand as they are. A count has none. */
const PRINTED = new Map(
  Object.entries({
    n: '',
    C: '°C',
    'C/h': '°C/h',
    pct: '%',
    deg: '°',
    eur: '€',
    pt: 'points',
    px: 'pixels',
    ct: 'cents',
    m3: 'm³',
    uM: 'µM',
    'uM/min': 'µM/min',
    'um/yr': 'µm/year',
    'ug/m3': 'µg/m³',
    'uS/cm': 'µS/cm',
    min: 'minutes',
    h: 'hours',
    day: 'days',
    week: 'weeks',
    month: 'months',
    year: 'years',
    myr: 'million years',
  }),
)
/** Units that a label such as "year of pressing" already has in it. */
const NAMED = new Map(Object.entries({ h: 'hour of', day: 'day of', year: 'year of', pH: 'pH' }))

export const printedUnit = (unit: string): string => PRINTED.get(unit) ?? unit

/** "salt concentration (mM)", "number of frames", "year of pressing". */
export function withUnit(label: string, unit: string): string {
  const printed = printedUnit(unit)
  const named = NAMED.get(unit)
  const isSaid = named !== undefined && label.includes(named)
  return printed === '' || isSaid ? label : `${label} (${printed})`
}
