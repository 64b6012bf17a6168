import { isSemanticVersion, parseArtifactName, parseDigest, parseReference, type Reference } from '@gati/identifiers';
import { isErrorCode, RegistryRefusal, ResolveDocument, type RegistryClient, type ResolveQuery } from '@gati/sdk';
import { plural } from '../console/format.ts';
import { refuse } from '../refuse.ts';
import { satisfies } from './agreement.ts';
import { artifactsOf, lockedVersion, reachable, type Choice, type ChosenArtifact } from './choice.ts';
import { lockKey, type Lockfile } from './lockfile.ts';

type Resolution = NonNullable<ResolveQuery['resolve']>;

/** Most references that the registry takes at once. */
const referencesMax = 200;

export interface Wish {
  /** What gati.json says: name → range. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** What was asked for now; comes before what gati.json says. */
  readonly references: readonly Reference[];
  readonly lockfile: Lockfile | null;
  /** Names whose pinned version shall not be kept; `all` to choose everything anew. */
  readonly renewed: ReadonlySet<string> | 'all';
}

/** Asks the registry to choose versions, keeping those that the lockfile pins where that is possible.
 *  @throws every problem that stands against it, the first one's code · DIGEST_INVALID when a pinned version has other bytes now */
export async function resolveChoice(client: RegistryClient, wish: Wish): Promise<Choice> {
  const pinned = [...rootsOf(wish, true), ...pinsOf(wish)].slice(0, referencesMax);
  const free = rootsOf(wish, false);
  let asked = await ask(client, pinned);
  // What is pinned may stand in the way of what is new: then everything is chosen anew.
  if (asked.problems.length > 0 && pinned.join() !== free.join()) asked = await ask(client, free);
  if (asked.problems.length > 0) throw problemsOf(asked);

  const artifacts = asked.artifacts.map(chosenArtifact);
  checkPinnedDigests(artifacts, wish.lockfile);
  const rootNames = new Set([...Object.keys(wish.dependencies), ...wish.references.map(({ name }) => name)]);
  const versions = new Map(asked.roots.map(({ name, version }) => [name, version]));
  const roots = [...rootNames].sort().map((name) => {
    const version = versions.get(name);
    if (version === undefined) throw refuse('INTERNAL', `The registry chose no version of ${name} and did not say why.`);
    return { name, version };
  });
  return {
    roots: Object.fromEntries(roots.map(({ name, version }) => [name, rangeToWrite(wish, name, version)])),
    artifacts: reachable(roots, artifacts),
  };
}

async function ask(client: RegistryClient, refs: readonly string[]): Promise<Resolution> {
  if (refs.length > referencesMax)
    throw refuse('QUOTA_EXCEEDED', `${plural(refs.length, 'reference')} are more than the ${referencesMax} that can be resolved at once.`, [
      'Install fewer at a time.',
    ]);
  const { resolve } = await client.query(ResolveDocument, { refs: [...refs] });
  if (!resolve) throw refuse('UPSTREAM_UNAVAILABLE', 'The registry could not resolve now.', ['Try again in a moment.']);
  return resolve;
}

const isKept = ({ renewed }: Wish, name: string): boolean => renewed !== 'all' && !renewed.has(name);

/** One reference for each root: as asked for now, else pinned where the pin still fits the range, else its range. */
function rootsOf(wish: Wish, isPinned: boolean): readonly string[] {
  const asked = wish.references.map((reference) => referenceText(reference));
  const others = Object.entries(wish.dependencies).filter(([name]) => !wish.references.some((reference) => reference.name === name));
  return [
    ...asked,
    ...others.map(([name, range]) => {
      const pinned = wish.lockfile ? lockedVersion(wish.lockfile, name) : undefined;
      return `${name}@${isPinned && pinned !== undefined && isKept(wish, name) && satisfies(pinned, range) ? pinned : range}`;
    }),
  ];
}

/** The pinned versions of what is no root, as further references: they hold the resolution to them. */
function pinsOf(wish: Wish): readonly string[] {
  if (!wish.lockfile || wish.renewed === 'all') return [];
  const roots = new Set<string>([...Object.keys(wish.dependencies), ...wish.references.map(({ name }) => name)]);
  return artifactsOf(wish.lockfile)
    .filter(({ name }) => !roots.has(name) && isKept(wish, name))
    .map(({ name, version }) => lockKey(name, version));
}

export function referenceText({ name, selector }: Reference): string {
  if (selector.kind === 'version') return `${name}@${selector.version}`;
  if (selector.kind === 'digest') return `${name}@${selector.digest}`;
  return `${name}@${selector.kind === 'range' ? selector.range : selector.label}`;
}

/** What gati.json shall say: an exact version and a range as asked, everything else as the caret range of what was chosen. */
function rangeToWrite({ references, dependencies }: Wish, name: string, version: string): string {
  const selector = references.find((reference) => reference.name === name)?.selector;
  if (!selector) return dependencies[name] ?? `^${version}`;
  if (selector.kind === 'range') return selector.range;
  return selector.kind === 'label' ? `^${version}` : version;
}

/** What the registry said, with every name, version and digest checked: they become folders and addresses. */
function chosenArtifact({ name, version, digest, layers, dependencies, signature }: Resolution['artifacts'][number]): ChosenArtifact {
  parseArtifactName(name);
  if (!isSemanticVersion(version)) throw refuse('INTERNAL', `The registry chose «${version}» for ${name}, which is no version.`);
  return {
    name,
    version,
    digest: parseDigest(digest),
    layers: layers.map((layer) => ({ digest: parseDigest(layer.digest), size: Number(layer.sizeBytes) })),
    dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency.name, dependency.version])),
    signedBy: null,
    bundle: signature.bundle ?? null,
    links: new Map(layers.map((layer) => [layer.digest, layer.url])),
  };
}

/** A version never changes: the registry may not give another digest for one that is pinned. */
function checkPinnedDigests(artifacts: readonly ChosenArtifact[], lockfile: Lockfile | null): void {
  for (const { name, version, digest } of artifacts) {
    const pinned = lockfile?.artifacts[lockKey(name, version)]?.digest;
    if (pinned !== undefined && pinned !== digest) {
      throw refuse(
        'DIGEST_INVALID',
        `${name}@${version} was ${pinned} when it was locked and is ${digest} now; a version never changes.`,
        ['Do not use it; tell its publisher and the registry.'],
        { expected: pinned, actual: digest },
      );
    }
  }
}

function problemsOf({ problems }: Resolution): RegistryRefusal {
  const refusals = problems.map(({ ref, code, message, suggestion }) => ({
    code: isErrorCode(code) ? code : ('INTERNAL' as const),
    reportedCode: code,
    message: message.includes(ref.split('@').slice(0, 2).join('@')) ? message : `${ref}: ${message}`,
    suggestions: suggestion ? [suggestion] : [],
    details: { ref },
  }));
  const [first, ...others] = refusals;
  return new RegistryRefusal(
    first!,
    others.map((parts) => new RegistryRefusal(parts)),
  );
}

/** The references of a command line. @throws VALIDATION_FAILED */
export const parseReferences = (texts: readonly string[]): readonly Reference[] => texts.map((text) => parseReference(text));
