import type { RegistryClient } from '@gati/sdk';
import type { OciAuthorization, OciClient, RepositoryAction } from '@gati/sdk/oci';
import type { LoginFile } from './account/login-file.ts';
import type { Keyboard } from './console/keyboard.ts';
import type { Output } from './console/output.ts';
import type { Settings } from './settings.ts';
import type { ContentStore } from './store/content-store.ts';

/** What a command may use. */
export interface Context {
  readonly settings: Settings;
  /** Origin of the registry in question. */
  readonly registry: string;
  /** Where the command was called. */
  readonly workingFolder: string;
  readonly output: Output;
  readonly keyboard: Keyboard;
  /** Aborted by Ctrl-C and by signals. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Opens a page in the user's browser if it can; says nothing if it cannot. */
  readonly openBrowser: (address: string) => Promise<void>;
  readonly logins: LoginFile;
  /** Acts with this token from now on, for this run. */
  readonly useToken: (token: string) => void;
  /** The typed client, with the credentials that count. */
  readonly client: RegistryClient;
  readonly content: ContentStore;
  /** Shared by all repositories that are read. */
  readonly pullAuthorization: OciAuthorization;
  /** `/v2` of one repository. */
  readonly repository: (repository: string, actions?: readonly RepositoryAction[]) => OciClient;
}
