import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CompleteDeviceLoginDocument,
  createRegistryClient,
  isRegistryRefusal,
  SignInDocument,
  StartDeviceLoginDocument,
  type RegistryClient,
  type SessionPartsFragment,
} from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { UsageError } from '../command-line/usage-error.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';

/** How this machine is told from the others in the list of sessions. */
const clientName = () => `gati CLI on ${hostname()}`.slice(0, 100);

/** Shows the code, opens the page where somebody sits at the terminal, and asks until the sign-in was approved there. */
async function signInByDevice(client: RegistryClient, { output, signal, now, keyboard, settings, openBrowser }: Context): Promise<SessionPartsFragment> {
  const { startDeviceLogin } = await client.mutate(StartDeviceLoginDocument, { input: { clientName: clientName() } });
  const { deviceCode, userCode, verificationUrl, expiresAt, intervalSeconds } = startDeviceLogin!;
  output.note(`Open ${output.style.bold(verificationUrl)}\nand approve the code ${output.style.bold(userCode)}`);
  if (keyboard.isInteractive && !output.isJson && settings.mayOpenBrowser) await openBrowser(verificationUrl);
  const waiting = output.task('waiting for the approval');
  let waitSeconds = intervalSeconds;
  try {
    while (now().getTime() < Date.parse(expiresAt)) {
      await pause(waitSeconds * 1_000, undefined, { signal });
      try {
        const { completeDeviceLogin } = await client.mutate(CompleteDeviceLoginDocument, { input: { deviceCode } });
        return completeDeviceLogin!.session;
      } catch (error) {
        if (!isRegistryRefusal(error)) throw error;
        // RFC 8628, 3.5: whoever is too quick waits five seconds longer from then on.
        if (error.code === 'SLOW_DOWN') waitSeconds = Number(error.details['intervalSeconds'] ?? waitSeconds + 5);
        else if (error.code !== 'AUTHORIZATION_PENDING' && error.code !== 'UPSTREAM_UNAVAILABLE') throw error;
      }
    }
  } finally {
    waiting.drop();
  }
  throw refuse('UNAUTHENTICATED', 'The code was not approved in time.', ['Start again: gati login']);
}

async function signInByPassword(client: RegistryClient, { keyboard }: Context, handleOrEmail: string, totp: string | undefined): Promise<SessionPartsFragment> {
  const password = await keyboard.readAll();
  if (password === '') throw new UsageError('No password came on stdin.', 'Pipe it in: gati login --handle me --password-stdin < password.txt');
  const { signIn } = await client.mutate(SignInDocument, {
    input: { handleOrEmail, password, clientName: clientName(), ...(totp === undefined ? {} : { totp }) },
  });
  return signIn!.session;
}

export const command = defineCommand({
  arguments: [],
  options: {
    handle: { type: 'string', value: 'HANDLE', does: 'Sign in with a password as this handle or e-mail address' },
    'password-stdin': { type: 'boolean', does: 'Read the password from stdin' },
    totp: { type: 'string', value: 'CODE', does: 'Code of your second factor, where the account has one' },
  },
  about: `Signs in to the registry. A code is shown that you approve in the browser, where you may sign in as usual; no password passes through the terminal.
At a terminal the page opens by itself; its address is printed in any case, and any browser on any machine will do.
The sign-in is kept in $XDG_CONFIG_HOME/gati/credentials.json, readable by you alone, and renewed by itself. For programs make an API key
(gati token create) and set GATI_TOKEN.`,
  examples: [
    ['gati login', 'Sign in by the browser'],
    ['gati login --registry https://gati.example', 'Sign in to another registry'],
    ['gati login --handle me --password-stdin < password.txt', 'Sign in with a password'],
  ],
  run: async (context, { options }) => {
    const { registry, output, logins, settings, signal } = context;
    if ((options.handle !== undefined) !== options['password-stdin'])
      throw new UsageError('--handle and --password-stdin belong together.', 'gati login --handle me --password-stdin < password.txt');
    if (settings.token !== undefined) output.note('GATI_TOKEN is set and counts before this sign-in.');
    // As nobody: an old sign-in has no say in a new one.
    const client = createRegistryClient({ url: registry, signal });
    const session =
      options.handle === undefined ? await signInByDevice(client, context) : await signInByPassword(client, context, options.handle, options.totp);
    const { accessToken, refreshToken, expiresAt, account } = session;
    await logins.write(registry, { handle: account.handle, accessToken, refreshToken, expiresAt });
    output.result({ registry, handle: account.handle }, `Signed in to ${registry} as ${account.handle}.`);
  },
});
