import { resolve } from 'node:path';
import { defineCommand } from '../command-line/command.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { plural } from '../console/format.ts';
import type { Context } from '../context.ts';
import { disagreements } from '../install/agreement.ts';
import { readApplication, type Application } from '../install/application.ts';
import { applyChoice, withFolderLock, type Applied } from '../install/apply-choice.ts';
import { choiceOf, type Choice } from '../install/choice.ts';
import { lockfileName, readLockfile, type Lockfile } from '../install/lockfile.ts';
import { parseReferences, resolveChoice } from '../install/resolve-choice.ts';
import { refuse } from '../refuse.ts';

/** A frozen install takes what the lockfile says and nothing else. @throws VALIDATION_FAILED without one, or when gati.json says something else */
function frozenChoice({ dependencies }: Application, lockfile: Lockfile | null): Choice {
  if (!lockfile) throw refuse('VALIDATION_FAILED', `There is no ${lockfileName} to install from.`, ['Make one: gati install']);
  const faults = disagreements(dependencies, lockfile);
  if (faults.length > 0)
    throw refuse(
      'VALIDATION_FAILED',
      `gati.json and ${lockfileName} disagree: ${faults.map(({ message }) => message).join('; ')}.`,
      ['Bring the lockfile up to date and commit it: gati install'],
      { fields: faults },
    );
  return choiceOf(lockfile);
}

async function choose(
  { client, output }: Context,
  application: Application,
  lockfile: Lockfile | null,
  references: ReturnType<typeof parseReferences>,
): Promise<Choice> {
  const isUpToDate = references.length === 0 && lockfile !== null && disagreements(application.dependencies, lockfile).length === 0;
  if (isUpToDate) return choiceOf(lockfile);
  const isEmpty = references.length === 0 && Object.keys(application.dependencies).length === 0;
  if (isEmpty) return { roots: {}, artifacts: [] };
  const task = output.task('resolving');
  try {
    return await resolveChoice(client, { dependencies: application.dependencies, references, lockfile, renewed: new Set() });
  } finally {
    task.drop();
  }
}

/** What was done, for people: what came, what went, what stayed. */
export function describe({ installed, removed, unchanged }: Applied): string {
  return [
    ...installed.map(({ name, version }) => `+ ${name}@${version}`),
    ...removed.map((name) => `- ${name}`),
    `${plural(installed.length, 'artifact')} installed, ${removed.length} removed, ${unchanged} unchanged`,
  ].join('\n');
}

export const command = defineCommand({
  arguments: [
    {
      name: 'REF',
      does: 'Artifact with an optional version, label or range, for example @acme/auth@^1; without any, what gati.json says',
      isOptional: true,
      isMany: true,
    },
  ],
  options: {
    frozen: { type: 'boolean', does: 'Install exactly what the lockfile says, afresh; fail when gati.json says something else' },
    dir: { type: 'string', value: 'DIR', does: 'Folder of the application; default the present one' },
    'trust-new-keys': { type: 'boolean', does: 'Accept signing keys that a namespace registered since you first installed from it' },
  },
  about: `Resolves, downloads, verifies and unpacks artifacts with their dependencies into gati_modules/@ns/name, and writes gati.json and gati.lock.json.
Every digest and signature is checked on this machine. The keys of a publisher are pinned when you first install something of it; other keys need your consent.
If anything does not hold, nothing is changed. Commit gati.json and gati.lock.json; install with --frozen where nothing may move, as in a build.`,
  examples: [
    ['gati install @acme/auth', 'Add the latest version to the application here'],
    ['gati install @acme/auth@^2.0 @acme/db@latest', 'Add two, one by range and one by label'],
    ['gati install', 'Install what gati.json and the lockfile say'],
    ['gati install --frozen', 'The same bytes as on every other machine'],
  ],
  run: async (context, { arguments: texts, options }) => {
    if (options.frozen && texts.length > 0)
      throw new UsageError('--frozen takes no references: the lockfile says everything.', 'Write gati install --frozen, or gati install REF');
    const { workingFolder, output, registry } = context;
    const folder = resolve(workingFolder, options.dir ?? '.');
    const references = parseReferences(texts);
    const applied = await withFolderLock(context, folder, async () => {
      const application = await readApplication(folder);
      const lockfile = await readLockfile(folder);
      if (lockfile && lockfile.registry !== registry) output.note(`The lockfile was written for ${lockfile.registry}; installing from ${registry}.`);
      const choice = options.frozen ? frozenChoice(application, lockfile) : await choose(context, application, lockfile, references);
      return applyChoice(context, choice, {
        application,
        lockfile,
        isFresh: options.frozen,
        isFrozen: options.frozen,
        acceptsNewKeys: options['trust-new-keys'],
      });
    });
    output.result(applied, describe(applied));
  },
});
