export type { Config, ConnectionOptions, ExtraParameters, RuntimeOptions } from './config.ts'
export { createRpcClient } from './create-rpc-client.ts'
export type {
  AttemptEvent,
  OnRpcEvent,
  RefreshEvent,
  ResolveEvent,
  RetryEvent,
  RpcEvent,
  SkewEvent,
  StaleCredentialsEvent,
} from './events.ts'
export { fromWire } from './from-wire.ts'
export { type PageParameters, paginate } from './paginate.ts'
export type { ParameterStyle } from './parameter-style.ts'
export { type Endpoint, type ResolveEndpointInput, resolveEndpoint } from './resolve-endpoint.ts'
export type { RpcClient, RpcRequest, RpcResponse } from './rpc-client.ts'
export { RpcError, type RpcErrorDetails } from './rpc-error.ts'
export type { RpcOperation } from './rpc-operation.ts'
export type { Transport, TransportOptions } from './transport-options.ts'
export { callOperation } from './typed-call.ts'
export { type ResponseMetadata, responseMetadata, toMap } from './wire.ts'
