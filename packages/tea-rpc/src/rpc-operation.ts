import type { ParameterStyle } from './parameter-style.ts'

/** The facts of one operation, as data. Typed packages generate one for each operation of their product. */
export interface RpcOperation {
  readonly action: string
  /** API version, such as `2019-12-30`. */
  readonly version: string
  /** The product's code in host names, such as `ocr`. Needed where the client has no `endpoint`. */
  readonly product?: string | undefined
  /** HTTP method. Default `POST`. */
  readonly method?: 'GET' | 'POST' | undefined
  /** `Anonymous` sends no credentials. Default `AK`. */
  readonly authType?: 'AK' | 'Anonymous' | undefined
  /** Wire names of the parameters that travel in the query under ACS3. All others travel in the form body. */
  readonly query?: readonly string[] | undefined
  /** Wire paths of parameters that take a file: a name, such as `ImageURL`, or one in the items of lists, such as `Tasks[].ImageURL`. */
  readonly files?: readonly string[] | undefined
  /** Request members whose wire name is not the member's with a capital first letter: member path to wire name. */
  readonly names?: Readonly<Record<string, string>> | undefined
  /** Parameters that are not written as `Name.1`, `Name.2` …: wire name to style. */
  readonly styles?: Readonly<Record<string, ParameterStyle>> | undefined
  /** Wire paths of response objects whose keys are data, not names, and stay as they are. */
  readonly maps?: readonly string[] | undefined
  /** Host to call instead of the client's own, such as `openplatform.aliyuncs.com`. */
  readonly endpoint?: string | undefined
}
