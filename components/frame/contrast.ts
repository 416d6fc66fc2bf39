export type Oklch = { l: number; c: number; h: number }
export type ThemeColour = { light: Oklch; dark: Oklch }

const OKLCH = /oklch\(\s*([\d.]+)%\s+([\d.]+)\s+([\d.]+)\s*\)/

function parseOklch(text: string): Oklch {
  const match = OKLCH.exec(text)
  if (!match) throw new Error(`Not an OKLCH colour without alpha: ${text}`)
  return { l: Number(match[1]) / 100, c: Number(match[2]), h: Number(match[3]) }
}

/** Every `--name: light-dark(oklch(...), oklch(...))` of a style sheet, by name without the dashes. */
export function readThemeColours(css: string): Map<string, ThemeColour> {
  const colours = new Map<string, ThemeColour>()
  for (const piece of css.split('--')) {
    const name = /^([a-z0-9-]+):\s*light-dark\(/.exec(piece)?.[1]
    const [, light, dark] = piece.split('oklch(')
    if (name !== undefined && light !== undefined && dark !== undefined)
      colours.set(name, { light: parseOklch(`oklch(${light}`), dark: parseOklch(`oklch(${dark}`) })
  }
  return colours
}

/** Linear sRGB of an OKLCH colour, clipped to the gamut as a screen clips it. Matrices: Ottosson's OKLab. */
export function toLinearRgb({ l, c, h }: Oklch): [number, number, number] {
  const angle = (h * Math.PI) / 180
  const a = c * Math.cos(angle)
  const b = c * Math.sin(angle)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  return [
    clip(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short),
  ]
}

/** WCAG 2.2 contrast ratio of two opaque colours, 1 to 21. */
export function contrastRatio(first: Oklch, second: Oklch): number {
  const luminance = (colour: Oklch) => {
    const [red, green, blue] = toLinearRgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [high, low] = [luminance(first), luminance(second)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}
