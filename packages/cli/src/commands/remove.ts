import { resolve } from 'node:path';
import { parseArtifactName } from '@gati/identifiers';
import { defineCommand } from '../command-line/command.ts';
import { readApplication } from '../install/application.ts';
import { applyChoice, withFolderLock } from '../install/apply-choice.ts';
import { artifactsOf, lockedVersion, reachable, type Choice } from '../install/choice.ts';
import { readLockfile } from '../install/lockfile.ts';
import { resolveChoice } from '../install/resolve-choice.ts';
import { refuse } from '../refuse.ts';
import { describe } from './install.ts';

export const command = defineCommand({
  arguments: [{ name: 'NAME', does: 'Artifact to remove, for example @acme/auth', isMany: true }],
  options: { dir: { type: 'string', value: 'DIR', does: 'Folder of the application; default the present one' } },
  about: 'Takes artifacts out of gati.json and the lockfile, and removes them with everything that nothing else needs.',
  examples: [['gati remove @acme/auth', 'Remove one']],
  run: async (context, { arguments: texts, options }) => {
    const folder = resolve(context.workingFolder, options.dir ?? '.');
    const names = texts.map((text) => parseArtifactName(text));
    const applied = await withFolderLock(context, folder, async () => {
      const application = await readApplication(folder);
      const lockfile = await readLockfile(folder);
      const unknown = names.find((name) => !Object.hasOwn(application.dependencies, name));
      if (unknown !== undefined)
        throw refuse('NOT_FOUND', `${unknown} is not among the dependencies in gati.json.`, ['It may be needed by another one: see gati.lock.json.']);
      const roots = Object.fromEntries(Object.entries(application.dependencies).filter(([name]) => !names.some((removed) => removed === name)));
      const isKnown = lockfile !== null && Object.keys(roots).every((name) => lockfile.roots[name] === roots[name]);
      const choice: Choice = isKnown
        ? {
            roots,
            artifacts: reachable(
              Object.keys(roots).map((name) => ({ name, version: lockedVersion(lockfile, name) ?? '' })),
              artifactsOf(lockfile),
            ),
          }
        : Object.keys(roots).length === 0
          ? { roots, artifacts: [] }
          : await resolveChoice(context.client, { dependencies: roots, references: [], lockfile, renewed: new Set() });
      return applyChoice(context, choice, { application, lockfile, isFresh: false, isFrozen: false, acceptsNewKeys: false });
    });
    context.output.result(applied, describe(applied));
  },
});
