import { resolve } from 'node:path';
import { parseArtifactName } from '@gati/identifiers';
import { defineCommand } from '../command-line/command.ts';
import { readApplication } from '../install/application.ts';
import { applyChoice, withFolderLock } from '../install/apply-choice.ts';
import { artifactsOf, lockedVersion, reachable } from '../install/choice.ts';
import { readLockfile, type Lockfile } from '../install/lockfile.ts';
import { resolveChoice } from '../install/resolve-choice.ts';
import { refuse } from '../refuse.ts';
import { describe } from './install.ts';

/** The names and what they need: with a new version of one, new versions of those may be due. */
function renewedWith(names: readonly string[], lockfile: Lockfile | null): ReadonlySet<string> {
  if (!lockfile) return new Set(names);
  const roots = names.flatMap((name) => {
    const version = lockedVersion(lockfile, name);
    return version === undefined ? [] : [{ name, version }];
  });
  return new Set([...names, ...reachable(roots, artifactsOf(lockfile)).map(({ name }) => name)]);
}

export const command = defineCommand({
  arguments: [{ name: 'NAME', does: 'Artifact to update with what it needs; without any, all', isOptional: true, isMany: true }],
  options: {
    dir: { type: 'string', value: 'DIR', does: 'Folder of the application; default the present one' },
    'trust-new-keys': { type: 'boolean', does: 'Accept signing keys that a namespace registered since you first installed from it' },
  },
  about: 'Installs the newest versions that the ranges in gati.json allow, and writes the lockfile. The ranges stay; gati install NAME@RANGE changes them.',
  examples: [
    ['gati update', 'Update everything within its ranges'],
    ['gati update @acme/auth', 'Update one'],
  ],
  run: async (context, { arguments: texts, options }) => {
    const folder = resolve(context.workingFolder, options.dir ?? '.');
    const names = texts.map((text) => parseArtifactName(text));
    const applied = await withFolderLock(context, folder, async () => {
      const application = await readApplication(folder);
      const lockfile = await readLockfile(folder);
      const unknown = names.find((name) => !Object.hasOwn(application.dependencies, name));
      if (unknown !== undefined) throw refuse('NOT_FOUND', `${unknown} is not among the dependencies in gati.json.`, [`Add it: gati install ${unknown}`]);
      const choice =
        Object.keys(application.dependencies).length === 0
          ? { roots: {}, artifacts: [] }
          : await resolveChoice(context.client, {
              dependencies: application.dependencies,
              references: [],
              lockfile,
              renewed: names.length > 0 ? renewedWith(names, lockfile) : 'all',
            });
      return applyChoice(context, choice, { application, lockfile, isFresh: false, isFrozen: false, acceptsNewKeys: options['trust-new-keys'] });
    });
    context.output.result(applied, describe(applied));
  },
});
