/** Name of the colour for a confidence: `high` from 95 %, `middle` from 80 %, `low`, or `unknown` where the service gave none. */
export function confidenceClass(confidence: number | undefined): string {
  if (confidence === undefined) return 'unknown'
  return confidence >= 0.95 ? 'high' : confidence >= 0.8 ? 'middle' : 'low'
}

/** Such as `98 %`; empty where the service gave none. */
export function percent(confidence: number | undefined): string {
  return confidence === undefined ? '' : `${Math.round(confidence * 100)} %`
}

/** Colours that tell apart on light and dark pictures. */
export const COLOURS = '.high{--colour:#22c55e}.middle{--colour:#d97706}.low{--colour:#dc2626}.unknown{--colour:#3b82f6}'
