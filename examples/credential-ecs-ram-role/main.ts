// The RAM role of the ECS instance that the program runs on: no key anywhere.
import { Client } from '@x/credentials'

const cred = new Client({
  type: 'ecs_ram_role',
  // Optional: without a name the metadata service is asked for it.
  roleName: process.env.ROLE_NAME,
  // Tokens only; the older mode of the metadata service is never used.
  disableIMDSv1: true,
  // Absent, this is the address that every ECS instance knows.
  metadataEndpoint: process.env.METADATA_ENDPOINT,
})

const { accessKeyId, securityToken, expiration } = await cred.getCredential()
console.log(`type ${cred.getType()}, id ${accessKeyId?.slice(0, 4)}…, token of ${securityToken?.length} characters`)
console.log(`until ${expiration?.toISOString()}`)
