/** Pixels of a chart's drawing, and how far a person may change them. */
export const CHART_HEIGHT = 200
export const LEAST_HEIGHT = 120
export const MOST_HEIGHT = 800
export const HEIGHT_STEP = 20

export const withinHeights = (height: number): number =>
  Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, Math.round(height)))
