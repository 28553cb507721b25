// Calls the handler of a bundle twice, as a platform does: node run-lambda.cjs BUNDLE
const { resolve } = require('node:path')

async function main() {
  const { handler } = require(resolve(process.argv[2]))
  const answers = [await handler({ jobId: 'no-such-job' }), await handler({ jobId: 'no-such-job' })]
  if (answers.some(({ body }) => body !== 'InvalidParameter.BadRequest')) throw new Error(JSON.stringify(answers))
  console.log('signed call answered')
}
main().then(
  () => process.exit(0),
  (error) => {
    console.error(error)
    process.exit(1)
  },
)
