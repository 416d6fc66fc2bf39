'use client'

const SCALE = 2
const LINE = 18
const PAD = 12
/** Properties that hold theme colours or fonts; an image knows no style sheet of the page. */
const LOOKS = ['fill', 'stroke', 'font-size', 'font-weight', 'stroke-dasharray', 'stroke-width', 'opacity']

export type PngText = {
  title: string
  legend: readonly { label: string; colour: string; dash: string }[]
  notes: readonly string[]
}

/** Writes computed colours into a copy of the drawing, so that it looks the same without our style sheet. */
function frozen(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement
  const [from, to] = [drawing.querySelectorAll('*'), copy.querySelectorAll('*')]
  from.forEach((element, at) => {
    const style = getComputedStyle(element)
    const target = to[at]
    for (const look of LOOKS) target?.setAttribute(look, style.getPropertyValue(look))
  })
  return copy
}

const SVG = 'http://www.w3.org/2000/svg'
function add(parent: Element, name: string, attributes: Record<string, string | number>, text?: string) {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  if (text !== undefined) element.textContent = text
  parent.append(element)
}

/** The theme's colour of an expression such as `var(--ink)`. */
function colourOf(host: Element, expression: string): string {
  const probe = document.createElement('span')
  probe.style.color = expression
  host.append(probe)
  const colour = getComputedStyle(probe).color
  probe.remove()
  return colour
}

/** Chart, title, legend and notes in one drawing. */
function sheet(drawing: SVGSVGElement, host: Element, text: PngText) {
  const { width, height } = drawing.getBoundingClientRect()
  const top = PAD + LINE
  const total = top + height + (text.legend.length + text.notes.length) * LINE + PAD
  const page = document.createElementNS(SVG, 'svg')
  for (const [key, value] of Object.entries({
    width: width + 2 * PAD,
    height: total,
    'font-family': 'sans-serif',
  }))
    page.setAttribute(key, String(value))
  const [ink, muted] = [colourOf(host, 'var(--ink)'), colourOf(host, 'var(--muted)')]
  add(page, 'rect', { width: '100%', height: '100%', fill: colourOf(host, 'var(--raised)') })
  add(page, 'text', { x: PAD, y: PAD + 8, fill: ink, 'font-size': 14, 'font-weight': 600 }, text.title)
  const chart = frozen(drawing)
  chart.setAttribute('x', String(PAD))
  chart.setAttribute('y', String(top))
  page.append(chart)
  text.legend.forEach(({ label, colour, dash }, at) => {
    const y = top + height + (at + 1) * LINE
    const stroke = colourOf(host, colour)
    add(page, 'path', { d: `M${PAD} ${y - 4}h24`, stroke, 'stroke-width': 2, 'stroke-dasharray': dash })
    add(page, 'text', { x: PAD + 32, y, fill: ink, 'font-size': 12 }, label)
  })
  text.notes.forEach((note, at) => {
    const y = top + height + (text.legend.length + at + 1) * LINE
    add(page, 'text', { x: PAD, y, fill: muted, 'font-size': 11 }, note)
  })
  return { page, width: width + 2 * PAD, height: total }
}

/** Saves a chart as it stands on the page as a PNG, with its legend and notes; nothing is loaded from elsewhere. */
export async function savePng(host: Element, text: PngText, filename: string): Promise<void> {
  const drawing = host.querySelector('svg.recharts-surface')
  if (!(drawing instanceof SVGSVGElement)) throw new Error('The chart is not drawn yet.')
  const { page, width, height } = sheet(drawing, host, text)
  const source = new Blob([new XMLSerializer().serializeToString(page)], { type: 'image/svg+xml' })
  const url = URL.createObjectURL(source)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: Math.ceil(width * SCALE), height: Math.ceil(height * SCALE) })
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
    if (!blob) throw new Error('The browser made no picture.')
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob)
    link.download = filename
    link.click()
    URL.revokeObjectURL(link.href)
  } finally {
    URL.revokeObjectURL(url)
  }
}
