export { run, type World } from './run.ts';
export { readSettings, defaultRegistry, type Settings } from './settings.ts';
