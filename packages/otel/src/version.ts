/** Version of this package, as it stands in the instrumentation scope. A test keeps it equal to package.json. */
export const VERSION = '0.0.0'
