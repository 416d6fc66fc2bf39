/** A whole number from 0 to under n, from the stream of the names. */
export type Below = (n: number) => number

/** What places and firms are called after: plain things, which no real person or town in particular is named by. */
const WORDS = (
  'Alder Amber Anchor Beacon Birch Bracken Bramble Canvas Cedar Chalk Chapel Cinder Clover Copper Coral Curlew Dovecote ' +
  'Elder Falcon Fern Flint Foundry Garnet Gorse Granite Harbour Heron Indigo Juniper Kestrel Lantern Larch Linden Magpie ' +
  'Maple Marble Marsh Mill Orchard Osprey Otter Pebble Pewter Plover Poplar Quarry Quartz Reed Saddle Saffron Saltern ' +
  'Sandpiper Slate Sorrel Spindle Starling Swallow Tallow Teasel Thistle Timber Walnut Willow Wren Yarrow'
).split(' ')
/** No vowel but A, so that no word comes about; none that looks like a digit, or makes a number or an empty cell of a code. */
const LETTERS = 'ACDGHKLMPRTVW'

/** So many draws give hundreds of names, or the form has too few of them. */
const MOST_DRAWS = 20_000

/** How many digits a single one beside other numbers takes, as in a version. */
const FEW_DIGITS = 4

/** Where the numbers of a run of digits begin and how many there are: close by each other, with gaps. */
function runOf(digits: number, { isOnly, levels }: { isOnly: boolean; levels: number }, below: Below) {
  const least = 10 ** (digits - 1)
  const all = 9 * least
  const window = Math.min(all, isOnly || digits > 1 ? levels * (2 + below(3)) : FEW_DIGITS)
  const room = all - window + 1
  // Low numbers are the more usual ones: few halls have a chair 80.
  return { first: least + Math.min(below(room), below(room)), window }
}

/** A form such as `DK-##` that tells for each run of digits which numbers come. */
function shapeOf(form: string, levels: number, below: Below) {
  const pieces = form.split(/(#+|@|\{word\})/).filter((piece) => piece !== '')
  const runs = pieces.filter((piece) => piece.startsWith('#'))
  const isOnly = runs.length === 1
  return pieces.map((piece) =>
    piece.startsWith('#') ? runOf(piece.length, { isOnly, levels }, below) : piece,
  )
}

function nameIn(shape: ReturnType<typeof shapeOf>, below: Below): string {
  const pick = (of: readonly string[] | string) => of[below(of.length)]
  return shape
    .map((piece) => {
      if (typeof piece !== 'string') return String(piece.first + below(piece.window))
      if (piece === '{word}') return pick(WORDS)
      return piece === '@' ? pick(LETTERS) : piece
    })
    .join('')
}

const saysTwice = (name: string): boolean => {
  const words = name.split(' ')
  return new Set(words).size < words.length
}

/**
 * Names of the levels of a group, in the order of their letters: all after one of the forms that a world has for it. In a
 * form `#` stands for a digit, `@` for a letter, `{word}` for what a place is called after, and `|` parts endings of which
 * each level has one. Throws where a form has fewer names than there are levels.
 */
export function levelNames(forms: readonly string[], levels: number, below: Below): string[] {
  const form = forms[below(forms.length)] ?? ''
  const shapes = form.split('|').map((one) => shapeOf(one, levels, below))
  const names = new Set<string>()
  for (let draws = 0; names.size < levels; draws++) {
    if (draws === MOST_DRAWS) throw new Error(`${form} has no ${levels} names`)
    const name = nameIn(shapes[below(shapes.length)] ?? [], below)
    if (!saysTwice(name)) names.add(name)
  }
  return [...names].sort()
}
