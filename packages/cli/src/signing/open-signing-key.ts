import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { decryptPrivateKey, KeyFileError, keyPairOf } from '@gati/signatures';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';
import { readIfThere } from '../store/write-file.ts';
import { passwordFor } from './key-password.ts';
import { createKnownKeys } from './known-keys.ts';

export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly fingerprint: string;
  /** Where it was found. */
  readonly file: string;
}

/** The key to sign with: `--key`, else cosign.key here or in the published folder, else the one that `keys generate` made for the namespace. Its password is asked for.
 *  @throws BAD_USER_INPUT when there is none, or the password is wrong */
export async function openSigningKey(
  context: Context,
  { asked, folder, namespace }: { asked: string | undefined; folder: string; namespace: string },
): Promise<SigningKey> {
  const { file, pem } = await findKey(context, asked, folder, namespace);
  try {
    const { privateKey, fingerprint } = keyPairOf(decryptPrivateKey(pem, await passwordFor(file, context)));
    return { privateKey, fingerprint, file };
  } catch (error) {
    if (!(error instanceof KeyFileError)) throw error;
    throw refuse(
      'BAD_USER_INPUT',
      `${file}: ${error.message}`,
      error.reason === 'WRONG_PASSWORD' ? ['Set COSIGN_PASSWORD to the password of this key.'] : ['Make one: gati keys generate'],
    );
  }
}

async function findKey(
  { workingFolder, settings, registry }: Context,
  asked: string | undefined,
  folder: string,
  namespace: string,
): Promise<{ file: string; pem: string }> {
  if (asked !== undefined) {
    const file = resolve(workingFolder, asked);
    return { file, pem: await readFile(file, 'utf8') };
  }
  const known = await createKnownKeys(settings.configFolder).filesFor(registry, namespace);
  for (const file of [join(workingFolder, 'cosign.key'), join(folder, 'cosign.key'), ...known]) {
    const pem = await readIfThere(file);
    if (pem !== null) return { file, pem };
  }
  throw refuse('BAD_USER_INPUT', 'There is no signing key: neither cosign.key here nor one that gati keys generate made.', [
    `Make and register one: gati keys generate --register ${namespace}`,
    'Or name the file: gati publish --key FILE',
  ]);
}
