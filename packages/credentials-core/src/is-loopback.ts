/** Whether a host name of a parsed URL is this machine itself: a loopback literal, or `localhost`, which is not looked up. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
