/** Prints the port, and ends with the input: the bench holds its other end. */
export function listen(server) {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 16_384 }, () => console.log(server.address().port))
  process.stdin.resume().on('end', () => process.exit(0))
}
