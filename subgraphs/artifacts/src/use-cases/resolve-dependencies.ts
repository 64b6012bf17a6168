import { setImmediate as turn } from 'node:timers/promises';
import { anonymous, type FactsFor, type Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { parseReference, parseSelector, type Digest, type Reference } from '@gati/identifiers';
import type { EntitlementsOf, Tables } from '../ports.ts';
import type { SignatureStatus, VerdictsOf } from '../read-ports.ts';
import { createReader, type Candidates, type Reader } from '../reader.ts';
import { versions } from '../repository/versions.ts';
import { orderDependencies } from '../rules/dependency-order.ts';
import { problemOf, unmetProblem, unservedProblem, type ResolveProblem } from '../rules/resolve-problems.ts';
import { versionsFor } from '../rules/selecting.ts';
import { solve, type Candidate, type Catalog, type Effort, type Requirement, type Solution } from '../rules/solving.ts';
import type { WriteSide } from '../write-side.ts';

export interface ResolvedArtifact {
  readonly versionId: string;
  readonly artifactId: string;
  readonly name: string;
  readonly version: string;
  readonly digest: Digest;
  readonly layers: readonly {
    readonly digest: Digest;
    readonly mediaType: string;
    readonly sizeBytes: number;
    readonly url: string;
    readonly expiresAt: Date;
  }[];
  readonly dependencies: readonly { readonly name: string; readonly version: string }[];
  readonly signature: { readonly status: SignatureStatus; readonly bundle: unknown };
}

export interface Resolution {
  readonly roots: readonly { readonly ref: string; readonly name: string; readonly version: string }[];
  /** Dependencies first, each once. */
  readonly artifacts: readonly ResolvedArtifact[];
  readonly problems: readonly ResolveProblem[];
}

export interface ResolveDependencies {
  readonly tables: Tables;
  readonly factsFor: FactsFor;
  readonly clock: Clock;
  readonly entitlementsOf: EntitlementsOf;
  readonly verdictsOf: VerdictsOf;
  readonly issueDownloadTicket: WriteSide['issueDownloadTicket'];
}

/** References of one call, and artifacts of one answer. */
const refsMax = 200;
const artifactsMax = 2_000;
/** Choices tried for one call, and five times as many where the references do not go together and are added one by one: well below a second. */
const triesMax = 20_000;
/** How often more is loaded: two queries for each depth of the tree, and real ones end long before this. */
const loadsMax = 200;

/**
 * Chooses one version for each reference and, recursively, for each dependency: one for each name, the highest that everybody who needs it agrees on, never a yanked or quarantined one for a range or label.
 * What cannot be served is a problem beside what can. Two queries for each depth, one batch each for rights, entitlements and verdicts, whatever the number of artifacts.
 * @throws VALIDATION_FAILED for none or more than 200 references
 * @throws QUOTA_EXCEEDED above 2,000 artifacts
 */
export const resolveDependencies =
  (dependencies: ResolveDependencies) =>
  async (principal: Principal, refs: readonly string[]): Promise<Resolution> => {
    if (refs.length < 1 || refs.length > refsMax) {
      throw new RegistryError('VALIDATION_FAILED', { fields: [{ path: 'refs', message: `has ${refs.length} references`, fix: `Ask for 1 to ${refsMax}.` }] });
    }
    const { roots, problems } = parseRefs(refs);
    const shelf = createShelf(dependencies.tables, createReader(dependencies)(principal));
    const { chosen, unmet, problems: clashes } = await settle(roots, shelf);
    const served = await serve(dependencies, principal, chosen, shelf);

    const circles = orderDependencies(served.graph).circles.map((path) => problemOf(path[0]!, new RegistryError('DEPENDENCY_CYCLE', { path })));
    const requirementOf = (name: string): Requirement =>
      roots.find((root) => root.name === name) ?? shelf.requirements.get(name)?.[0] ?? { name, text: '*', by: null };
    return {
      roots: roots.flatMap((root) => {
        const found = chosen.get(root.name);
        return found && served.names.has(root.name) && shelf.candidates(root)?.some(({ id }) => id === found.id)
          ? [{ ref: root.ref, name: root.name, version: found.version }]
          : [];
      }),
      artifacts: served.artifacts,
      problems: unique([
        ...problems,
        ...unmet.map((requirement) => unmetProblem(refOf(requirement), requirement, shelf.artifact(requirement.name))),
        ...clashes,
        ...circles,
        ...served.refused.map(({ name, code, version }) => unservedProblem(refOf(requirementOf(name)), `${name}@${version}`, code)),
      ]),
    };
  };

interface Root extends Requirement {
  /** As it was asked for. */
  readonly ref: string;
}

function parseRefs(refs: readonly string[]): { readonly roots: readonly Root[]; readonly problems: readonly ResolveProblem[] } {
  const roots: Root[] = [];
  const problems: ResolveProblem[] = [];
  for (const ref of new Set(refs)) {
    try {
      const { name } = parseReference(ref);
      roots.push({ ref, name, text: ref.length > name.length ? ref.slice(name.length + 1) : 'latest', by: null });
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      problems.push(problemOf(ref.slice(0, 300), error));
    }
  }
  return { roots, problems };
}

const refOf = (requirement: Requirement & { readonly ref?: string }): string => requirement.ref ?? `${requirement.name}@${requirement.text}`;

/** What was loaded so far. */
interface Shelf extends Catalog {
  readonly artifact: (name: string) => Candidates | null;
  /** Who needs each name, of what was loaded. */
  readonly requirements: ReadonlyMap<string, readonly Requirement[]>;
  readonly load: (missing: { readonly names: ReadonlySet<string>; readonly versionIds: ReadonlySet<string> }) => Promise<void>;
}

function createShelf(tables: Tables, reader: Reader): Shelf {
  let loads = 0;
  const artifacts = new Map<string, Candidates | null>();
  const declared = new Map<string, readonly { readonly name: string; readonly text: string }[]>();
  const matches = new Map<string, readonly Candidate[]>();
  const requirements = new Map<string, Requirement[]>();

  return {
    requirements,
    artifact: (name) => artifacts.get(name) ?? null,
    dependencies: (versionId) => declared.get(versionId),
    candidates: ({ name, text }) => {
      const artifact = artifacts.get(name);
      if (artifact === undefined) return undefined;
      const key = `${name}@${text}`;
      const known = matches.get(key);
      if (known) return known;
      const found = artifact === null ? [] : servable(artifact, text).map(({ id, version }) => ({ id, name, version }));
      matches.set(key, found);
      return found;
    },
    load: async ({ names, versionIds }) => {
      if (++loads > loadsMax)
        throw new RegistryError('QUOTA_EXCEEDED', { what: 'The depth of the dependencies', limit: loadsMax / 2, found: loadsMax / 2 + 1 });
      if (names.size > 0) {
        const found = await reader.candidates([...names]);
        for (const name of names) artifacts.set(name, found.get(name) ?? null);
      }
      if (versionIds.size === 0) return;
      const rows = Map.groupBy(await versions(tables).dependenciesOf([...versionIds]), ({ versionId }) => versionId);
      for (const id of versionIds) {
        const needs = (rows.get(id) ?? []).map(({ name, range }) => ({ name, text: range }));
        declared.set(id, needs);
        for (const need of needs) requirements.set(need.name, [...(requirements.get(need.name) ?? []), { ...need, by: id }]);
      }
    },
  };
}

/** Of the versions that a reference may mean, those that are served: a staged, quarantined or rejected one never is, even when it was asked for exactly. */
function servable(artifact: Candidates, text: string): Candidates['versions'] {
  return versionsFor(selectorOf(text), { ...artifact, seesAll: false }).filter(({ status }) => status === 'published' || status === 'yanked');
}

/** A range was checked when it was published; one that is no longer understood means nothing. */
function selectorOf(text: string): Reference['selector'] {
  try {
    return parseSelector(text);
  } catch {
    return { kind: 'label', label: '' };
  }
}

interface Settled {
  readonly chosen: ReadonlyMap<string, Candidate>;
  readonly unmet: readonly Requirement[];
  readonly problems: readonly ResolveProblem[];
}

/** All roots together; where they cannot be, as many as go together in the order they were asked for, and a problem for each of the others. */
async function settle(roots: readonly Root[], shelf: Shelf): Promise<Settled> {
  const all = await solveLoading(roots, shelf, { triesLeft: triesMax });
  const effort: Effort = { triesLeft: 5 * triesMax };
  if (all.kind === 'solved') return { ...all, problems: [] };
  let kept: readonly Root[] = [];
  let best: Settled = { chosen: new Map(), unmet: [], problems: [] };
  for (const root of roots) {
    const tried = await solveLoading([...kept, root], shelf, effort);
    if (tried.kind === 'solved') {
      kept = [...kept, root];
      best = { ...tried, problems: best.problems };
    } else {
      const wanted = tried.wanted.map(({ by, text }) => ({ by: by ?? 'this request', range: text }));
      best = { ...best, problems: [...best.problems, problemOf(root.ref, new RegistryError('DEPENDENCY_CONFLICT', { name: tried.name, wanted }))] };
    }
  }
  return best;
}

async function solveLoading(roots: readonly Root[], shelf: Shelf, effort: Effort): Promise<Extract<Solution, { kind: 'solved' | 'conflict' }>> {
  for (;;) {
    // Others have their turn in between: one start may keep the process busy for some hundredths of a second.
    await turn();
    // Starting anew with more known is no search: only what a single start tries counts.
    const allowed = Math.min(effort.triesLeft, triesMax);
    const tried = { triesLeft: allowed };
    const solution = solve(roots, shelf, { artifactsMax, effort: tried });
    if (solution.kind === 'tooLarge')
      throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of artifacts to resolve', limit: artifactsMax, found: artifactsMax + 1 });
    if (solution.kind !== 'missing') {
      effort.triesLeft -= allowed - tried.triesLeft;
      return solution;
    }
    await shelf.load(solution);
  }
}

interface Served {
  readonly artifacts: readonly ResolvedArtifact[];
  readonly names: ReadonlySet<string>;
  readonly graph: ReadonlyMap<string, readonly string[]>;
  readonly refused: readonly { readonly name: string; readonly version: string; readonly code: 'PAYMENT_REQUIRED' | Exclude<SignatureStatus, 'VALID'> }[];
}

/** Asks billing and security about everything chosen, and gives links to the bytes of what they let pass. */
async function serve(
  { tables, entitlementsOf, verdictsOf, issueDownloadTicket }: ResolveDependencies,
  principal: Principal,
  chosen: ReadonlyMap<string, Candidate>,
  shelf: Shelf,
): Promise<Served> {
  const picked = [...chosen.values()].map((candidate) => ({ candidate, artifact: shelf.artifact(candidate.name)! }));
  if (picked.length === 0) return { artifacts: [], names: new Set(), graph: new Map(), refused: [] };
  const artifactIds = picked.map(({ artifact }) => artifact.id);
  const versionIds = picked.map(({ candidate }) => candidate.id);
  const [entitled, free, verdicts, contents] = await Promise.all([
    entitlementsOf(principal, artifactIds),
    entitlementsOf(anonymous, artifactIds),
    verdictsOf(versionIds),
    versions(tables).layersOf(versionIds),
  ]);
  const layers = Map.groupBy(contents, ({ versionId }) => versionId);
  const graph = new Map(
    picked.map(({ candidate: { id, name } }) => [name, (shelf.dependencies(id) ?? []).flatMap((need) => (chosen.has(need.name) ? [need.name] : []))]),
  );

  const refusalOfOne = ({ candidate, artifact }: (typeof picked)[number]): Served['refused'][number]['code'] | null => {
    if (!entitled.get(artifact.id)?.isEntitled) return 'PAYMENT_REQUIRED';
    const status = verdicts.get(candidate.id)?.status ?? 'UNSIGNED';
    if (status === 'VALID') return null;
    // A namespace may let its private artifacts go unsigned; what is published there was admitted so.
    return status === 'UNSIGNED' && artifact.visibility === 'private' ? null : status;
  };
  const refused = picked.flatMap((one) => {
    const code = refusalOfOne(one);
    return code ? [{ name: one.candidate.name, version: one.candidate.version, code }] : [];
  });
  const isRefused = new Set(refused.map(({ name }) => name));
  const byName = new Map(picked.map((one) => [one.candidate.name, one]));

  const artifacts = orderDependencies(graph).order.flatMap((name): ResolvedArtifact[] => {
    const { candidate, artifact } = byName.get(name)!;
    if (isRefused.has(name)) return [];
    const version = artifact.versions.find(({ id }) => id === candidate.id)!;
    const isPublic = artifact.visibility === 'public' && (free.get(artifact.id)?.isEntitled ?? false);
    const verdict = verdicts.get(candidate.id);
    return [
      {
        versionId: candidate.id,
        artifactId: artifact.id,
        name,
        version: candidate.version,
        digest: version.digest,
        layers: (layers.get(candidate.id) ?? []).map(({ digest, mediaType, sizeBytes }) => ({
          digest,
          mediaType,
          sizeBytes: Number(sizeBytes),
          ...issueDownloadTicket(principal, { digest, artifactId: artifact.id, versionId: candidate.id, isPublic }),
        })),
        dependencies: graph.get(name)!.flatMap((need) => (isRefused.has(need) ? [] : [{ name: need, version: chosen.get(need)!.version }])),
        signature: { status: verdict?.status ?? 'UNSIGNED', bundle: verdict?.bundle ?? null },
      },
    ];
  });
  return { artifacts, refused, graph, names: new Set(artifacts.map(({ name }) => name)) };
}

const unique = (problems: readonly ResolveProblem[]): readonly ResolveProblem[] => [
  ...new Map(problems.map((problem) => [`${problem.code} ${problem.ref}`, problem])).values(),
];
