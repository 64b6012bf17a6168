import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What the environment says; read once, here and nowhere else. */
export interface Settings {
  /** GATI_REGISTRY; the address of the registry where no `--registry` is given. */
  readonly registry: string | undefined;
  /** GATI_TOKEN: an API key or access token that counts instead of the login that is kept. */
  readonly token: string | undefined;
  /** `$XDG_CONFIG_HOME/gati`: login, pinned keys, where signing keys are. */
  readonly configFolder: string;
  /** `$XDG_CACHE_HOME/gati`: what can be fetched again. */
  readonly cacheFolder: string;
  /** Where a build asks for its identity token (ACTIONS_ID_TOKEN_REQUEST_URL and its TOKEN); null outside GitHub Actions, and where the workflow lacks `id-token: write`. */
  readonly idTokenRequest: { readonly url: string; readonly token: string } | null;
  /** GATI_ID_TOKEN: an identity token that the build was given, as in GitLab. */
  readonly idToken: string | undefined;
  /** COSIGN_PASSWORD; undefined when it is not set, which is not the same as empty. */
  readonly keyPassword: string | undefined;
  /** Whether colours may be used on a terminal: neither NO_COLOR is set nor is the terminal a dumb one. */
  readonly mayColour: boolean;
  /** Whether there is a browser to open: not in a build (CI is set), and not where a text browser would take the terminal (Linux without a display). */
  readonly mayOpenBrowser: boolean;
}

/** Where the registry is when nobody says otherwise: what `npm start` runs. */
export const defaultRegistry = 'http://127.0.0.1:4000';

/** @see XDG Base Directory Specification: a relative path is to be ignored */
const folderOf = (value: string | undefined, fallback: string): string => join(value !== undefined && isAbsolute(value) ? value : fallback, 'gati');
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

export function readSettings(env: NodeJS.ProcessEnv = process.env, home: string = homedir(), platform: NodeJS.Platform = process.platform): Settings {
  const hasDisplay = ['darwin', 'win32'].includes(platform) || (given(env['DISPLAY']) ?? given(env['WAYLAND_DISPLAY'])) !== undefined;
  const [requestUrl, requestToken] = [given(env['ACTIONS_ID_TOKEN_REQUEST_URL']), given(env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'])];
  return {
    registry: given(env['GATI_REGISTRY']),
    token: given(env['GATI_TOKEN']),
    configFolder: folderOf(env['XDG_CONFIG_HOME'], join(home, '.config')),
    cacheFolder: folderOf(env['XDG_CACHE_HOME'], join(home, '.cache')),
    idTokenRequest: requestUrl !== undefined && requestToken !== undefined ? { url: requestUrl, token: requestToken } : null,
    idToken: given(env['GATI_ID_TOKEN']),
    keyPassword: env['COSIGN_PASSWORD'],
    mayColour: given(env['NO_COLOR']) === undefined && env['TERM'] !== 'dumb',
    mayOpenBrowser: hasDisplay && given(env['CI']) === undefined,
  };
}
