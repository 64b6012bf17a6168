import { parseDigest, parseReference, repositoryOf } from '@gati/identifiers';
import { VersionStateDocument } from '@gati/sdk';
import type { OciClient } from '@gati/sdk/oci';
import { defineCommand } from '../command-line/command.ts';
import { fetchManifest } from '../install/fetch-artifact.ts';
import { missingVersion } from '../missing-version.ts';
import { selectorText } from '../references.ts';
import { createPins } from '../trust/pins.ts';
import { createKeptSignatures } from '../trust/signature-sources.ts';
import { createTrustPolicy } from '../trust/trust-policy.ts';
import { createTrustedSigners } from '../trust/trusted-signers.ts';
import { verifyArtifact } from '../trust/verify-artifact.ts';

/** Reads manifests without being counted as a download: nothing is taken that could be used. */
const withoutCount = ({ getManifest }: OciClient): Pick<OciClient, 'getManifest'> => ({
  getManifest: (reference, options) => getManifest(reference, { ...options, headers: { 'gati-purpose': 'verification' } }),
});

export const command = defineCommand({
  arguments: [{ name: 'REF', does: 'Artifact with an optional version, label, range or digest' }],
  options: { 'trust-new-keys': { type: 'boolean', does: 'Accept keys that are registered now and not pinned' } },
  about: `Checks on this machine that a version was signed by a key of its publisher: fetches the manifest, computes its digest, and verifies the signature.
Keys that you pinned by an earlier install count; where you have none yet, those that the registry names. Nothing is pinned or installed.`,
  examples: [
    ['gati verify @acme/auth', 'Check the latest version'],
    ['gati verify @acme/auth@2.0.0 --json', 'Check one version, for a program'],
  ],
  run: async (context, { arguments: [text = ''], options }) => {
    const { client, content, output, registry, settings, now } = context;
    const reference = parseReference(text);
    const { name } = reference;
    const { artifact } = await client.query(VersionStateDocument, { name, ref: selectorText(reference) }, { onPartial: () => undefined });
    const found = artifact?.version;
    if (!found) throw await missingVersion(client, reference);
    const digest = parseDigest(found.digest);
    const manifest = await fetchManifest(digest, `${name}@${found.version}`, withoutCount(context.repository(repositoryOf(name))), content);
    const policy = createTrustPolicy({
      registry,
      signers: createTrustedSigners(client),
      pins: createPins(settings.configFolder, now),
      acceptsNewKeys: options['trust-new-keys'],
    });
    const signedBy = await verifyArtifact(
      context,
      { name, version: found.version, digest, manifest, signedBy: null, bundle: null },
      policy,
      createKeptSignatures(settings.cacheFolder),
    );
    output.result(
      { name, version: found.version, digest, verified: true, signedBy },
      `${output.style.good('✓')} ${name}@${found.version} is ${digest}\n  signed by ${signedBy}`,
    );
  },
});
