export { type FromEcsRamRoleOptions, fromEcsRamRole } from './from-ecs-ram-role.ts'
