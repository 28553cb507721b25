/** Hands numbers to the bench and ends the process, whatever connections are still open. */
export function print(numbers) {
  process.stdout.write(`${JSON.stringify(numbers)}\n`, () => process.exit(0))
}
