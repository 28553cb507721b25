import { sep } from 'node:path'

/** What the sources of a signed call are there for. The first that fits counts. */
const PARTS = [
  ['options: names, kinds and texts checked when a client is made', /\/(check-\w+|connection-names|is-usual|is-loopback)(-\w+)*\.ts$/],
  [
    'credentials: checked, frozen, hidden from logs, rejected keys',
    /\/(adopt-credential|create-snapshot|define-provider|fixed-provider|from-access-key|from-bearer|from-sts|is-checked|mask-key-id|text-problem)\.ts$/,
  ],
  ['errors: typed, with what to do', /\/(bad-answer|closed-error|errors|fetch-errors|load-part|read-url)\.ts$/],
  ['sending: limits of time and size, aborts, redirects refused', /\/(limit-work|transport\.web|transports)\.ts$/],
  [
    'signing: parameters, encoding, HMAC',
    /\/(hmac\.web|percent-encode|prepare-request|prepared-request|sign-\w+|signers|simple-texts|to-timestamp)\.ts$/,
  ],
  ['calls: the client, attempts, answers', /\.ts$/],
]

/** The minified bytes of each part of a bundle, by the inputs of its one output in esbuild's metafile. */
export function bundleParts(inputs) {
  const bytes = new Map(PARTS.map(([name]) => [name, 0]))
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const [name] = PARTS.find(([, pattern]) => pattern.test(`/${path.replaceAll(sep, '/')}`)) ?? []
    if (name) bytes.set(name, bytes.get(name) + bytesInOutput)
  }
  return [...bytes]
}
