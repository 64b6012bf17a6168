import { sha256Of, type Digest } from '@gati/identifiers';
import { temporaryFolder } from '@gati/testkit';
import { execFile, execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bundleReferrer,
  cosignSignatures,
  decryptPrivateKey,
  encryptPrivateKey,
  fingerprintOf,
  generateKeyPair,
  proofMessage,
  signManifest,
  signProof,
  verifyProof,
  type SigningAlgorithm,
} from '../src/index.ts';
import { startTinyRegistry, type TinyRegistry } from './tiny-registry.ts';

const run = promisify(execFile);
const findCosign = (): string => {
  try {
    return execFileSync('sh', ['-c', 'PATH="$PATH:${STOCK_DIR:-/opt/stock}/bin" command -v cosign']).toString().trim();
  } catch {
    return '';
  }
};
const cosign = findCosign();
const algorithms: readonly SigningAlgorithm[] = ['ECDSA_P256', 'ECDSA_P384', 'ED25519', 'RSA'];
const repository = 'acme/auth';
const offline = ['--use-signing-config=false', '--tlog-upload=false'];

describe.skipIf(!cosign)(
  'with the real cosign (needs cosign 3 on PATH or in $STOCK_DIR/bin: go install github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3)',
  () => {
    let registry: TinyRegistry;
    beforeAll(async () => void (registry = await startTinyRegistry()));
    afterAll(() => registry.close());

    let count = 0;
    /** A manifest of its own for each test. */
    const pushed = (): { manifest: Buffer; digest: Digest } => {
      const config = Buffer.from('{}');
      const descriptor = { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256Of(config), size: 2 };
      const manifest = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          config: descriptor,
          layers: [descriptor],
          annotations: { n: String(count++) },
        }),
      );
      return { manifest, digest: registry.push(repository, manifest, [config]) };
    };
    const call = (folder: string, ...args: readonly string[]) =>
      run(cosign, args, { cwd: folder, env: { PATH: '/usr/bin:/bin', HOME: folder, COSIGN_PASSWORD: 'pw' } });
    /** A key pair made by us, in files as Cosign reads them. */
    const keyFiles = async (algorithm: SigningAlgorithm) => {
      const folder = await temporaryFolder();
      const pair = generateKeyPair(algorithm);
      await writeFile(join(folder, 'our.key'), encryptPrivateKey(pair.privateKey, 'pw'));
      await writeFile(join(folder, 'our.pub'), pair.publicKeyPem);
      return { folder, pair, trust: { keys: [{ ...pair, validFrom: new Date(0), revokedAt: null }], seenAt: new Date() } };
    };
    const materialsOf = async (digest: Digest) =>
      (
        await Promise.all(
          registry.carriersOf(repository, digest).map((carrier) => cosignSignatures.readMaterials(carrier, async (blob) => registry.blobs.get(blob) ?? null)),
        )
      ).flat();

    // Cosign 3.1 signs images with Ed25519ph and verifies Ed25519: what it signs with such a key nobody accepts, itself included.
    test.each(algorithms.filter((algorithm) => algorithm !== 'ED25519'))(
      'what cosign signs with our %s key verifies here, in both formats',
      async (algorithm) => {
        const { folder, trust } = await keyFiles(algorithm);
        for (const [format, flags] of [
          ['bundle', []],
          ['simple-signing', ['--new-bundle-format=false']],
        ] as const) {
          const { manifest, digest } = pushed();
          await call(folder, 'sign', '--yes', '--key', 'our.key', ...offline, ...flags, '--allow-http-registry', `${registry.host}/${repository}@${digest}`);
          const materials = await materialsOf(digest);
          expect(materials.map((material) => material.format)).toEqual([format]);
          expect(materials.map((material) => cosignSignatures.verify(digest, manifest, material, trust).status)).toEqual(['VALID']);
        }
      },
    );

    // Cosign verifies a P-384 key with SHA-256 and signs with SHA-384: it refuses its own bundles too.
    test.each(algorithms.filter((algorithm) => algorithm !== 'ECDSA_P384'))(
      'what we sign with a %s key verifies with cosign, and no other key does',
      async (algorithm) => {
        const { folder, pair } = await keyFiles(algorithm);
        const { manifest, digest } = pushed();
        const referrer = bundleReferrer(
          { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: manifest.length },
          signManifest({ digest, privateKey: pair.privateKey }),
        );
        registry.push(repository, referrer.manifest.bytes, [referrer.config.bytes, referrer.layer.bytes]);
        const verify = ['verify', '--insecure-ignore-tlog=true', '--allow-http-registry', `${registry.host}/${repository}@${digest}`];

        const { stdout } = await call(folder, ...verify, '--key', 'our.pub');
        expect(stdout).toContain(digest);
        await writeFile(join(folder, 'other.pub'), generateKeyPair(algorithm).publicKeyPem);
        await expect(call(folder, ...verify, '--key', 'other.pub')).rejects.toThrow();
      },
    );

    test.each(algorithms)('sign-blob with our %s key proves that it is held', async (algorithm) => {
      const { folder, pair } = await keyFiles(algorithm);
      await writeFile(join(folder, 'message'), proofMessage('acme', pair.fingerprint));
      const { stdout } = await call(folder, 'sign-blob', '--yes', '--key', 'our.key', ...offline, '--new-bundle-format=false', 'message');
      expect(verifyProof({ namespace: 'acme', publicKeyPem: pair.publicKeyPem, proof: stdout })).toBe(true);
      expect(verifyProof({ namespace: 'acme', publicKeyPem: pair.publicKeyPem, proof: signProof({ namespace: 'acme', privateKey: pair.privateKey }) })).toBe(
        true,
      );
    });

    test('a key pair that cosign made is ours to use', async () => {
      const folder = await temporaryFolder();
      await call(folder, 'generate-key-pair');
      const privateKey = decryptPrivateKey(await readFile(join(folder, 'cosign.key'), 'utf8'), 'pw');
      const publicKeyPem = await readFile(join(folder, 'cosign.pub'), 'utf8');
      const { manifest, digest } = pushed();
      const trust = { keys: [{ fingerprint: fingerprintOf(publicKeyPem), publicKeyPem, validFrom: new Date(0), revokedAt: null }], seenAt: new Date() };
      expect(cosignSignatures.verify(digest, manifest, { format: 'bundle', bundle: signManifest({ digest, privateKey }) }, trust).status).toBe('VALID');
    });

    test('what cosign attests is an attestation and admits nothing', async () => {
      const { folder, trust } = await keyFiles('ECDSA_P256');
      const { manifest, digest } = pushed();
      await writeFile(join(folder, 'predicate.json'), '{"built":"here"}');
      await call(
        folder,
        'attest',
        '--yes',
        '--key',
        'our.key',
        ...offline,
        '--allow-http-registry',
        '--predicate',
        'predicate.json',
        '--type',
        'slsaprovenance1',
        `${registry.host}/${repository}@${digest}`,
      );
      const [material] = await materialsOf(digest);
      expect(material && cosignSignatures.verifyAttestation(digest, material, trust)).toMatchObject({
        status: 'VALID',
        predicateType: 'https://slsa.dev/provenance/v1',
      });
      expect(material && cosignSignatures.verify(digest, manifest, material, trust).status).toBe('INVALID');
    });
  },
);
