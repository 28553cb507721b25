const MINUTE = 60_000

/** When credentials are refreshed: how long before they are due, in milliseconds. */
export interface RefreshWindows {
  /** From here a call starts a refresh in the background. */
  readonly advisory: number
  /** From here a call waits for the refresh. */
  readonly mandatory: number
}

/**
 * The windows for a lifetime (R18). The fractions keep short sessions usable: credentials for 15 minutes cost one request in 10 minutes,
 * not one a call.
 */
export function refreshWindows(lifetime: number, refreshWindow?: number, mandatoryWindow: number = MINUTE): RefreshWindows {
  const usual = lifetime <= 20 * MINUTE ? 5 * MINUTE : lifetime < 90 * MINUTE ? 15 * MINUTE : 60 * MINUTE
  return { advisory: Math.min(refreshWindow ?? usual, lifetime / 3), mandatory: Math.min(mandatoryWindow, lifetime / 6) }
}
