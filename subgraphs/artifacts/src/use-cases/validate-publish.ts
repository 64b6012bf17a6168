import { decide, type FactsFor, type Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { refusalOf, RegistryError, type ErrorCode } from '@gati/errors';
import { parseArtifactName, parseSelector, splitName, type ArtifactName } from '@gati/identifiers';
import { parseGatiManifest, type GatiManifest } from '@gati/manifest';
import type { NamespaceByHandle, Tables } from '../ports.ts';
import { createReader } from '../reader.ts';
import { pushTargets } from '../repository/push-targets.ts';
import { versions } from '../repository/versions.ts';
import { versionsFor } from '../rules/selecting.ts';

/** A reason why publishing would be refused. */
export interface PublishProblem {
  readonly code: ErrorCode;
  /** JSON Pointer; empty for the manifest as a whole. */
  readonly path: string;
  readonly message: string;
  readonly suggestion: string | null;
}

interface Dependencies {
  readonly tables: Tables;
  readonly factsFor: FactsFor;
  readonly namespaceByHandle: NamespaceByHandle;
  readonly clock: Clock;
}

/**
 * Everything that publishing this manifest would be refused for, as far as it can be told before the upload: its own faults, the caller's rights, the name, the number, the dependencies.
 * Changes nothing. What the namespace holds is told to those alone who may publish there.
 */
export const validatePublish =
  (dependencies: Dependencies) =>
  async (principal: Principal, value: unknown): Promise<readonly PublishProblem[]> => {
    const parsed = parseGatiManifest(value);
    const faults = parsed.ok
      ? []
      : parsed.fields.map(({ path, message, fix }): PublishProblem => ({ code: 'MANIFEST_INVALID', path, message, suggestion: fix ?? null }));
    const name = parsed.ok ? (parsed.manifest.name as ArtifactName) : nameIn(value);
    const rights = name === null ? null : await checkRights(dependencies, principal, name);
    if (!parsed.ok || rights) return [...faults, ...(rights ? [rights] : [])];
    return [...(await checkVersion(dependencies, parsed.manifest)), ...(await checkNeeds(dependencies, principal, parsed.manifest))];
  };

function nameIn(value: unknown): ArtifactName | null {
  const name = typeof value === 'object' && value !== null ? (value as { readonly name?: unknown }).name : null;
  try {
    return typeof name === 'string' ? parseArtifactName(name) : null;
  } catch {
    return null;
  }
}

const problem = (error: RegistryError, path: string): PublishProblem => {
  const { code, message, suggestions } = refusalOf(error);
  return { code, path, message, suggestion: suggestions[0] ?? null };
};

/** An artifact that is there and hidden is judged like one that is not: who may create here is all that is asked. */
async function checkRights({ tables, factsFor, namespaceByHandle }: Dependencies, principal: Principal, name: ArtifactName): Promise<PublishProblem | null> {
  const { handle, component } = splitName(name);
  const artifact = await pushTargets(tables).find(name);
  const namespaceId = artifact?.namespaceId ?? (await namespaceByHandle(handle))?.id;
  const facts = namespaceId === undefined ? undefined : (await factsFor(principal, [namespaceId])).get(namespaceId);
  if (!facts) return problem(new RegistryError('NOT_FOUND', { reference: `namespace @${handle}` }), '/name');
  // A namespace itself is no secret, so the answer is about the right and never about what is there.
  const decision = decide(principal, 'artifact.push', {
    ...facts,
    artifact: component,
    ...(artifact && { artifactId: artifact.id }),
    visibility: 'public',
    admitted: true,
  });
  if (decision.kind === 'allowed') return null;
  if (decision.kind === 'forbidden') {
    return problem(
      new RegistryError('NAMESPACE_PERMISSION_DENIED', { handle, needed: `the role ${decision.needed} and a credential with the scope ${decision.scope}` }),
      '/name',
    );
  }
  return problem(new RegistryError('UNAUTHENTICATED', {}), '/name');
}

async function checkVersion({ tables }: Dependencies, { name, version, type }: GatiManifest): Promise<readonly PublishProblem[]> {
  const [artifact, [use]] = await Promise.all([pushTargets(tables).find(name as ArtifactName), versions(tables).usesOf(name, version)]);
  const isUsedUp = use !== undefined && (use.isUnpublished || use.status !== 'staged');
  const isOtherType = artifact?.isAdmitted && artifact.type !== null && artifact.type !== type;
  return [
    ...(isUsedUp
      ? [
          problem(
            new RegistryError('VERSION_EXISTS', { reference: `${name}@${version}`, ...(use.isUnpublished ? { isRemoved: true } : { digest: use.digest }) }),
            '/version',
          ),
        ]
      : []),
    ...(isOtherType ? [problem(new RegistryError('MANIFEST_INVALID', { reason: `${name} is a ${artifact.type}; it cannot become a ${type}.` }), '/type')] : []),
  ];
}

/** What a manifest needs must be there, seen by its publisher, in a version that fits. */
async function checkNeeds(dependencies: Dependencies, principal: Principal, manifest: GatiManifest): Promise<readonly PublishProblem[]> {
  const needs = needsOf(manifest);
  if (needs.length === 0) return [];
  const found = await createReader(dependencies)(principal).candidates([...new Set(needs.map(({ name }) => name))]);
  return needs.flatMap(({ name, range, path }) => {
    const artifact = found.get(name);
    if (artifact && versionsFor(parseSelector(range), artifact).some(({ status }) => status === 'published' || status === 'yanked')) return [];
    const suggestion = artifact ? `Choose another range; gati versions ${name} lists what there is.` : 'Check the spelling, or publish it first.';
    return [
      {
        code: 'NOT_FOUND',
        path,
        message: artifact ? `No published version of ${name} satisfies ${range}.` : `There is no ${name}.`,
        suggestion,
      } satisfies PublishProblem,
    ];
  });
}

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

function needsOf(manifest: GatiManifest): readonly { readonly name: string; readonly range: string; readonly path: string }[] {
  const list = (all: Readonly<Record<string, string>> | undefined, path: string) =>
    Object.entries(all ?? {}).map(([name, range]) => ({ name, range, path: `${path}/${escaped(name)}` }));
  return [
    ...list(manifest.dependencies, '/dependencies'),
    ...(manifest.type === 'plugin' ? list(manifest.plugin.requires, '/plugin/requires') : []),
    ...(manifest.type === 'agent' ? list(manifest.agent.models, '/agent/models') : []),
  ];
}
