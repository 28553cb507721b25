// As the README says for Node 24.9 and later with --experimental-vm-modules: Jest loads ES modules itself, so only the project's own code is transformed.
module.exports = {
  testEnvironment: 'node',
  testRegex: '\\.spec\\.ts$',
  transform: { '^.+\\.ts$': 'ts-jest' },
}
