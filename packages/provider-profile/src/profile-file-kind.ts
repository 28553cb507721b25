/** What tells the two files apart. */
export interface ProfileFileKind {
  /** The provider's name. */
  readonly provider: string
  /** What errors call the file. */
  readonly what: string
  /** The variable that names the file. */
  readonly variable: string
  /** The places below the home folder, the first that is there counts. */
  readonly defaults: readonly (readonly string[])[]
  /** The variable that switches the file off. */
  readonly disabledBy?: string | undefined
}

/** The ini file of the official libraries. */
export const INI_FILE: ProfileFileKind = {
  provider: 'profile',
  what: 'credentials file',
  variable: 'ALIBABA_CLOUD_CREDENTIALS_FILE',
  defaults: [
    ['.alibabacloud', 'credentials'],
    ['.alibabacloud', 'credentials.ini'],
  ],
}

/** The config file of the command line. */
export const CLI_FILE: ProfileFileKind = {
  provider: 'cli_profile',
  what: 'CLI config file',
  variable: 'ALIBABA_CLOUD_CONFIG_FILE',
  defaults: [['.aliyun', 'config.json']],
  disabledBy: 'ALIBABA_CLOUD_CLI_PROFILE_DISABLED',
}
