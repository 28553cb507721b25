/** Made up; only loopback servers see them, and they check nothing. */
export const keys = { accessKeyId: 'LTAI5tBenchBenchBenchBen', accessKeySecret: 'secretsecretsecretsecretsecret' }
export const roleArn = 'acs:ram::1234567890123456:role/reader'
