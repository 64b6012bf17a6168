import { parseArtifactName } from '@gati/identifiers';
import { DeprecateVersionsDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { plural } from '../console/format.ts';

/** `@acme/auth@<2`: the name, and the range after the second @; all versions without one. */
function parseNameAndRange(text: string): { readonly artifact: string; readonly range: string } {
  const at = text.indexOf('@', 1);
  return { artifact: parseArtifactName(at < 0 ? text : text.slice(0, at)), range: at < 0 ? '*' : text.slice(at + 1) };
}

export const command = defineCommand({
  arguments: [
    { name: 'NAME[@RANGE]', does: 'Artifact and the versions that are meant; all of them without a range' },
    { name: 'MESSAGE', does: 'What their users should know', isOptional: true },
  ],
  options: {
    successor: { type: 'string', value: 'NAME', does: 'Artifact to use instead' },
    undo: { type: 'boolean', does: 'Take a deprecation back' },
  },
  about: 'Warns those who use versions of an artifact. They are served as before; versions that you publish later are not meant.',
  examples: [
    ['gati deprecate "@acme/auth@<2" "no longer maintained" --successor @acme/login', 'Deprecate old versions'],
    ['gati deprecate @acme/auth --undo', 'Take it back'],
  ],
  run: async ({ client, output }, { arguments: [text = '', message = ''], options }) => {
    if (options.undo === (message.trim() !== '')) throw new UsageError('Give either a message or --undo.', 'See gati deprecate --help');
    const target = parseNameAndRange(text);
    const { deprecateVersions } = await client.mutate(DeprecateVersionsDocument, {
      input: { ...target, message, ...(options.successor === undefined ? {} : { successor: parseArtifactName(options.successor) }) },
    });
    const versions = deprecateVersions!.versions.map(({ version }) => version);
    output.result(
      { name: target.artifact, versions, deprecated: !options.undo },
      `${plural(versions.length, 'version is', 'versions are')} ${options.undo ? 'not deprecated any more' : 'deprecated'}: ${versions.join(', ')}`,
    );
  },
});
