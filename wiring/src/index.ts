export { createContexts, type Contexts } from './contexts.ts';
export { openInstallation, type Installation } from './installation.ts';
export { createClosing, type Closing } from './closing.ts';
export { seedDemoWorld } from './demo.ts';
