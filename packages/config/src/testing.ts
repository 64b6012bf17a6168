import { readSettings, type Settings } from './settings.ts';

/** The defaults, as a test needs them: without the web server and the demo world, and with what the test changes. */
export const settingsForTesting = (changes: Partial<Settings> = {}): Settings => ({
  ...readSettings({ fromProcess: {}, fromFile: {} }, { process: 'all-in-one', projectFolder: '/nowhere' }),
  webPort: null,
  hasDemo: false,
  ...changes,
});
