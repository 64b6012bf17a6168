import { createRegistryClient } from '@gati/sdk';
import { createOciAuthorization, createOciClient } from '@gati/sdk/oci';
import { createLoginFile } from './account/login-file.ts';
import { createTokens } from './account/tokens.ts';
import { UsageError } from './command-line/usage-error.ts';
import type { Keyboard } from './console/keyboard.ts';
import type { Output } from './console/output.ts';
import type { Context } from './context.ts';
import { refuse } from './refuse.ts';
import { defaultRegistry, type Settings } from './settings.ts';
import { createContentStore } from './store/content-store.ts';

/** An address as the registry's origin. @throws UsageError for what is no web address */
export function registryOrigin(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError(`«${address}» is not the address of a registry.`, `Write it as ${defaultRegistry}`);
  if (url.username || url.password) throw new UsageError('The address of the registry must not hold credentials.', 'Use gati login or GATI_TOKEN.');
  if (url.pathname !== '/' || url.search || url.hash) throw new UsageError(`«${address}» has more than scheme, host and port.`, `Write ${url.origin}`);
  return url.origin;
}

export interface Surroundings {
  readonly settings: Settings;
  /** `--registry`, before GATI_REGISTRY. */
  readonly registry: string | undefined;
  readonly workingFolder: string;
  readonly output: Output;
  readonly keyboard: Keyboard;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly openBrowser: Context['openBrowser'];
  readonly fetch?: typeof fetch | undefined;
}

/** Builds what commands use; nothing is opened or read before it is needed. */
export function createContext({ settings, registry: asked, workingFolder, output, keyboard, signal, now, openBrowser, fetch }: Surroundings): Context {
  const registry = registryOrigin(asked ?? settings.registry ?? defaultRegistry);
  const logins = createLoginFile(settings.configFolder, signal);
  const ownToken = createTokens({
    registry,
    given: settings.token,
    logins,
    now,
    fetch,
    onEnded: () => output.note(`Your sign-in at ${registry} has ended; sign in again: gati login`),
  });
  let issued: string | undefined;
  const token = async (refused?: string): Promise<string | undefined> => {
    if (issued === undefined) return ownToken(refused);
    if (refused === issued) throw refuse('UNAUTHENTICATED', 'The token that this build was given counts no more.', ['Run the build again']);
    return issued;
  };
  const pullAuthorization = createOciAuthorization({ registry, token, fetch });
  return {
    settings,
    registry,
    workingFolder,
    output,
    keyboard,
    signal,
    now,
    openBrowser,
    logins,
    useToken: (given) => void (issued = given),
    client: createRegistryClient({ url: registry, token, signal, ...(fetch ? { fetch } : {}) }),
    content: createContentStore(settings.cacheFolder, signal),
    pullAuthorization,
    repository: (repository, actions = ['pull']) =>
      createOciClient({ registry, repository, actions, fetch, signal, ...(actions.join() === 'pull' ? { authorization: pullAuthorization } : { token }) }),
  };
}
