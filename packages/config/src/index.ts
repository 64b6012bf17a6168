export { readSettings, SettingsError, type ProcessKind, type S3Settings, type Settings } from './settings.ts';
export { ratesByDefault, type RateName, type Rates } from './rates.ts';
export { readEnvironment } from './environment.ts';
export { variables, type Variable } from './variables.ts';
export { settingsForTesting } from './testing.ts';
