// As the README says for Jest in CommonJS mode: packages of ES modules have to be transformed.
module.exports = {
  testEnvironment: 'node',
  testRegex: '\\.spec\\.ts$',
  transform: { '^.+\\.m?[tj]s$': 'ts-jest' },
  transformIgnorePatterns: ['/node_modules/(?!@x/)'],
}
