import { revokedSince } from '@gati/errors';
import { parseArtifactName, parseLabel, repositoryOf, splitName, type ArtifactName } from '@gati/identifiers';
import { isErrorCode, SetTagDocument, ValidatePublishDocument } from '@gati/sdk';
import { publishAsWorkflow } from '../account/trusted-publisher.ts';
import { defineCommand } from '../command-line/command.ts';
import { columns, formatBytes, plural } from '../console/format.ts';
import type { Context } from '../context.ts';
import { followPublication, stateOf } from '../publish/follow-publication.ts';
import { withPackedPackage, type PackedPackage } from '../publish/pack-package.ts';
import { pushPackage, sendLost } from '../publish/push-package.ts';
import { readPackage, type Package } from '../publish/read-package.ts';
import { refuse } from '../refuse.ts';
import { openSigningKey, type SigningKey } from '../signing/open-signing-key.ts';
import { createTrustedSigners } from '../trust/trusted-signers.ts';

/** Says all that the registry would refuse this manifest for; a version that is there with the same bytes is no problem.
 *  @returns whether the version is there already
 *  @throws the first problem, naming all */
async function validate({ client, repository }: Context, { document, manifest }: Package, digest: string): Promise<{ readonly isThere: boolean }> {
  const { validatePublish } = await client.query(ValidatePublishDocument, { manifest: document });
  const problems = validatePublish?.problems ?? [];
  const isTaken = problems.some(({ code }) => code === 'VERSION_EXISTS');
  const isThere = isTaken && (await repository(repositoryOf(parseArtifactName(manifest.name))).headManifest(manifest.version)) === digest;
  const standing = problems.filter(({ code }) => !(isThere && code === 'VERSION_EXISTS'));
  const [first] = standing;
  if (!first) return { isThere };
  throw refuse(
    isErrorCode(first.code) ? first.code : 'VALIDATION_FAILED',
    standing.length === 1
      ? `${first.path ? `${first.path}: ` : ''}${first.message}`
      : `${plural(standing.length, 'thing')} stand against publishing:\n${standing.map(({ code, path, message }) => `  ${code} ${path ? `${path}: ` : ''}${message}`).join('\n')}`,
    standing.flatMap(({ suggestion }) => (suggestion ? [suggestion] : [])),
    { problems: standing },
  );
}

/** A signature that will not count is noticed before anything is sent. */
async function checkKey({ client, registry, now }: Context, namespace: string, { fingerprint, file }: SigningKey): Promise<void> {
  const trusted = (await createTrustedSigners(client)(namespace)).find((key) => key.fingerprint === fingerprint);
  if (!trusted) {
    throw refuse('SIGNATURE_INVALID', `The key in ${file} (${fingerprint}) is not registered for @${namespace} at ${registry}.`, [
      `Make and register one: gati keys generate --out ${namespace} --register @${namespace}`,
      `The keys that are registered: gati keys list @${namespace}`,
    ]);
  }
  if (trusted.revokedAt && trusted.revokedAt <= now()) {
    throw refuse('KEY_REVOKED', `The key in ${file} is revoked ${revokedSince(trusted.revokedAt)}.`, [
      `Make a new one: gati keys generate --out ${namespace} --register @${namespace}`,
    ]);
  }
}

const documentOf = ({ manifest }: Package, { manifest: { digest } }: PackedPackage, { status, score }: { status: string; score: number | null }) => ({
  name: manifest.name,
  version: manifest.version,
  digest,
  status,
  score,
});

function reportDryRun({ output }: Context, { manifest }: Package, { files, layer, manifest: { digest } }: PackedPackage, isThere: boolean): void {
  const listed = files.map(({ path, sizeBytes }) => ({ path, sizeBytes }));
  output.result(
    { name: manifest.name, version: manifest.version, digest, dryRun: true, isPublished: isThere, packedBytes: layer.sizeBytes, files: listed },
    [
      columns(listed.map(({ path, sizeBytes }) => [`  ${path}`, formatBytes(sizeBytes)])),
      `${manifest.name}@${manifest.version}: ${plural(listed.length, 'file')}, ${formatBytes(layer.sizeBytes)} packed, ${digest}`,
      isThere ? 'It is published already with these bytes.' : 'Nothing stands against publishing it. Nothing was sent.',
    ].join('\n'),
  );
}

export const command = defineCommand({
  arguments: [{ name: 'DIR', does: 'Folder with a gati.json; default the present one', isOptional: true }],
  options: {
    key: { type: 'string', value: 'FILE', does: 'Private key to sign with; default cosign.key, else what gati keys generate made' },
    tag: { type: 'string', value: 'LABEL', does: 'Put this label on it as well; without it latest moves upward only' },
    private: { type: 'boolean', does: 'Make a new artifact private' },
    'dry-run': { type: 'boolean', does: 'Say what would be sent and refused; send nothing' },
    'no-wait': { type: 'boolean', does: 'Do not follow admission, scan and indexing' },
  },
  about: `Packs a folder, uploads what the registry lacks, signs, and follows live how the version is admitted, scanned and made searchable.
What goes in: the files named by "files" in gati.json, else all but what .gatiignore names; README, LICENSE and gati.json always; keys and node_modules never.
Others see nothing before the signature is verified. In GitHub Actions (id-token: write) and where GATI_ID_TOKEN is set, a workflow that the artifact trusts publishes without an API key.
If it is cut off, run it again: it goes on. A published version never changes; publishing the same bytes again sends only what the registry lost of them.`,
  examples: [
    ['gati publish', 'Publish the present folder'],
    ['gati publish ./my-module --dry-run', 'See what would be published'],
    ['gati publish --tag next', 'Publish under the label next instead of moving latest'],
    ['gati publish --private --key release.key', 'A new private artifact, signed with another key'],
  ],
  run: async (context, { arguments: [directory], options }) => {
    const { workingFolder, output, settings, signal, client, registry } = context;
    const label = options.tag === undefined ? undefined : parseLabel(options.tag);
    const source = await readPackage(workingFolder, directory);
    const name: ArtifactName = parseArtifactName(source.manifest.name);
    const { version } = source.manifest;
    await publishAsWorkflow(context, name);
    await withPackedPackage(source, { cacheFolder: settings.cacheFolder, signal }, async (packed) => {
      output.note(`${name}@${version}: ${plural(packed.files.length, 'file')}, ${formatBytes(packed.layer.sizeBytes)} packed`);
      const { isThere } = await validate(context, source, packed.manifest.digest);
      const state = isThere ? await stateOf(context, { name, version }) : null;
      if (options['dry-run']) return reportDryRun(context, source, packed, isThere);
      if (state && state.status !== 'STAGED') {
        // What was refused as malicious is none of what the registry has to keep.
        const sent = state.status === 'REJECTED' ? [] : await sendLost(context, name, packed);
        if (label !== undefined) await client.mutate(SetTagDocument, { input: { artifact: name, tag: label, version } });
        output.note(
          sent.length === 0
            ? `${name}@${version} is there already with these bytes; nothing was sent.`
            : `${name}@${version} is there already; the registry had lost ${plural(sent.length, 'blob')} of it, which ${sent.length === 1 ? 'was' : 'were'} sent again:\n${sent.map(({ digest, sizeBytes }) => `  ${digest}  ${formatBytes(sizeBytes)}`).join('\n')}`,
        );
        return output.result(
          documentOf(source, packed, state),
          `${name}@${version}  ${packed.manifest.digest}  ${state.status.toLowerCase()}${state.score === null ? '' : `  score ${state.score}`}`,
        );
      }
      const { handle } = splitName(name);
      const key = await openSigningKey(context, { asked: options.key, folder: source.folder, namespace: `@${handle}` });
      await checkKey(context, handle, key);
      await pushPackage(context, { name, version, packed, key, label, isPrivate: options.private });
      output.note(`${output.style.good('✓')} pushed and signed by ${key.fingerprint}`);
      output.note(`  live in the browser: ${registry}/${name}/live?version=${version}`);
      const reached = options['no-wait'] ? await stateOf(context, { name, version }) : await followPublication(context, { name, version });
      output.result(
        documentOf(source, packed, reached),
        `${name}@${version}  ${packed.manifest.digest}  ${reached.status.toLowerCase()}${reached.score === null ? '' : `  score ${reached.score}`}`,
      );
    });
  },
});
