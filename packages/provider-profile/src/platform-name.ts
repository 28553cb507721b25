/** Node's name for this system. */
export function platformName(): string {
  return (globalThis as { process?: { platform?: string } }).process?.platform ?? 'linux'
}
