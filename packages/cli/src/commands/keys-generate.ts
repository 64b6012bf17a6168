import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseHandle } from '@gati/identifiers';
import { RegisterSigningKeyDocument, ViewerDocument } from '@gati/sdk';
import { encryptPrivateKey, generateKeyPair, signProof, type KeyPair } from '@gati/signatures';
import { defineCommand } from '../command-line/command.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';
import { newPassword } from '../signing/key-password.ts';
import { createKnownKeys } from '../signing/known-keys.ts';
import { readIfThere } from '../store/write-file.ts';

async function refuseToOverwrite(files: readonly string[]): Promise<void> {
  for (const file of files) {
    if ((await readIfThere(file)) !== null)
      throw refuse('BAD_USER_INPUT', `${file} exists; a key is never overwritten.`, [
        'Choose another name: gati keys generate --out NAME',
        'Or move the old pair away, if nothing depends on it.',
      ]);
  }
}

async function register({ client }: Context, handle: string, { privateKey, publicKeyPem }: KeyPair): Promise<void> {
  await client.mutate(RegisterSigningKeyDocument, { input: { namespace: handle, publicKeyPem, proof: signProof({ namespace: handle, privateKey }) } });
}

export const command = defineCommand({
  arguments: [],
  options: {
    out: { type: 'string', value: 'FILE', does: 'Write FILE.key and FILE.pub; default cosign' },
    register: { type: 'string', value: '@NS', multiple: true, does: 'Register the public key for this namespace; needs the role admin there' },
  },
  about: `Makes a key pair that gati and cosign both sign with: FILE.key, sealed with the password in COSIGN_PASSWORD (asked for where it is not set), and FILE.pub.
With --register the registry counts its signatures for your namespace from now on. Keep FILE.key secret; never put it into what you publish.`,
  examples: [
    ['gati keys generate --register @me', 'A key for your own namespace'],
    ['COSIGN_PASSWORD=… gati keys generate --out release --register @acme', 'A key for an organization, in release.key and release.pub'],
  ],
  run: async (context, { options }) => {
    const { workingFolder, output, client, registry, settings } = context;
    const base = resolve(workingFolder, options.out ?? 'cosign');
    const [keyFile, publicKeyFile] = [`${base}.key`, `${base}.pub`];
    const handles = options.register.map((namespace) => parseHandle(namespace, 'namespace'));
    await refuseToOverwrite([keyFile, publicKeyFile]);
    if (handles.length > 0 && !(await client.query(ViewerDocument, {})).viewer)
      throw refuse('UNAUTHENTICATED', 'To register a key you have to be signed in.', ['Sign in: gati login']);

    const pair = generateKeyPair();
    const sealed = encryptPrivateKey(pair.privateKey, await newPassword(context));
    const written: string[] = [];
    const write = async (file: string, text: string, mode: number): Promise<void> => {
      await writeFile(file, text, { mode, flag: 'wx' });
      written.push(file);
    };
    // A failure leaves nothing: files that count for nobody would only be in the way of the next try.
    try {
      await write(keyFile, sealed, 0o600);
      await write(publicKeyFile, pair.publicKeyPem, 0o644);
      for (const handle of handles) await register(context, handle, pair);
    } catch (error) {
      await Promise.all(written.map((file) => rm(file, { force: true })));
      throw error;
    }
    const namespaces = handles.map((handle) => `@${handle}`);
    await createKnownKeys(settings.configFolder).remember(registry, namespaces, keyFile);
    output.result(
      { fingerprint: pair.fingerprint, algorithm: pair.algorithm, keyFile, publicKeyFile, registered: namespaces },
      [
        `${keyFile}   private, keep it secret`,
        `${publicKeyFile}   public`,
        `Fingerprint ${pair.fingerprint}`,
        ...namespaces.map((namespace) => `Registered for ${namespace}.`),
      ].join('\n'),
    );
    if (namespaces.length === 0) output.note('Not registered yet: its signatures count for nobody. Use --register @namespace when you make a key.');
  },
});
