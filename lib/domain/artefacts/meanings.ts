/** What a number measures. A mechanism's role names those that it makes sense of. */
export const MEANINGS = [
  'coordinate',
  'mass',
  'length',
  'volume',
  'count',
  'money',
  'duration',
  'age',
  'time',
  'temperature',
  'concentration',
  'share',
  'change',
  'acidity',
  'frequency',
  'angle',
  'speed',
  'flow',
  'pressure',
  'force',
  'level',
  'power',
  'energy',
  'index',
] as const
export type Meaning = (typeof MEANINGS)[number]

/** Which rhythms of the calendar can matter in a world; a mechanism asks for one through its date. */
export const RHYTHMS = ['week', 'month-end', 'pay-day', 'season'] as const

const UNITS: Partial<Record<Meaning, readonly string[]>> = {
  mass: ['kg', 'g', 'mg', 'ng'],
  length: ['km', 'm', 'cm', 'mm', 'px'],
  volume: ['m3'],
  count: ['n', 'cycles'],
  money: ['eur'],
  duration: ['ms', 's', 'min', 'h', 'day', 'week', 'month', 'year', 'myr'],
  temperature: ['C'],
  concentration: ['ppm', 'uM', 'mM', 'mmol/L', 'mg/L', 'g/L', 'ug/m3', 'uS/cm'],
  share: ['pct'],
  acidity: ['pH'],
  frequency: ['Hz', 'kHz'],
  angle: ['deg'],
  speed: ['m/s', 'mm/s', 'rpm'],
  flow: ['L/s', 'mL/min', 'mL/h', 'g/day', 'mm/h', 'C/h', 'bees/min', 'pops/min', 'uM/min', 'um/yr'],
  pressure: ['kPa', 'bar', 'mmHg', 'mmWC'],
  force: ['kN', 'Nm'],
  level: ['dB', 'dBA'],
  power: ['kW', 'W', 'A'],
  energy: ['kWh', 'Wh'],
  change: ['ct'],
  index: ['pt', 'OD', 'MB'],
}
const BY_UNIT: ReadonlyMap<string, Meaning> = new Map(
  MEANINGS.flatMap((meaning) => (UNITS[meaning] ?? []).map((unit) => [unit, meaning] as const)),
)

type Measured = { unit: string; meaning?: Meaning | undefined }

/** What a column measures: what its world states, else what its unit says; null for a unit that says nothing. */
export const meaningOf = ({ unit, meaning }: Measured): Meaning | null => meaning ?? BY_UNIT.get(unit) ?? null

/** Things are counted in whole numbers, whatever shape their spread has. */
export const isWhole = (column: Measured): boolean => meaningOf(column) === 'count'

/** Amounts that add up: one of them per another is a rate. */
const ADDITIVE: readonly Meaning[] = ['mass', 'length', 'volume', 'count', 'money', 'duration']

/** Whether the quotient of two measurements says something: a rate, or a proportion of the same. */
export function canDivide(a: Measured, b: Measured): boolean {
  const [over, under] = [meaningOf(a), meaningOf(b)]
  if (over === null || under === null) return false
  return over === under || (ADDITIVE.includes(over) && ADDITIVE.includes(under))
}

type Limits = readonly [low: number, high: number]
/** What no measurement of a kind can leave; other kinds have a sign or no end. */
const PHYSICAL: Partial<Record<Meaning, Limits>> = {
  ...Object.fromEntries(
    (
      ['mass', 'length', 'volume', 'count', 'money', 'duration', 'age', 'concentration', 'speed'] as const
    ).map((meaning): [Meaning, Limits] => [meaning, [0, Number.POSITIVE_INFINITY]]),
  ),
  time: [0, 3000],
  share: [0, 100],
  acidity: [0, 14],
  angle: [-360, 360],
  temperature: [-273, 5000],
  power: [0, Number.POSITIVE_INFINITY],
  energy: [0, Number.POSITIVE_INFINITY],
}
export const physicalLimits = (column: Measured): Limits => {
  const meaning = meaningOf(column)
  return (meaning && PHYSICAL[meaning]) ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
}
