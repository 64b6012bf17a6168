import type { ArtifactName, Reference } from '@gati/identifiers';
import { VersionListDocument, type RegistryClient, type RegistryRefusal, type VersionListQuery } from '@gati/sdk';
import { oneLine } from './console/format.ts';
import { selectorText } from './references.ts';
import { refuse } from './refuse.ts';

export type ListedVersion = NonNullable<VersionListQuery['artifact']>['versions']['nodes'][number];

/** Whether the latest version is meant, by name or because nothing else was said. */
export const isLatest = (reference: Reference): boolean => selectorText(reference) === 'latest';

/** Of what the caller may see of an artifact the newest version; null where there is none, undefined without the artifact. */
export async function newestVersion(client: RegistryClient, name: ArtifactName): Promise<ListedVersion | null | undefined> {
  const { artifact } = await client.query(VersionListDocument, { name, first: 1 });
  return artifact ? (artifact.versions.nodes[0] ?? null) : undefined;
}

/** Status and reason of a version, for a sentence: `quarantined (its key was lost)`. */
export const standingOf = ({ status, statusReason }: Pick<ListedVersion, 'status' | 'statusReason'>): string =>
  `${status.toLowerCase()}${statusReason ? ` (${oneLine(statusReason, statusReasonMax)})` : ''}`;

/** A reason is shown whole: it says what to do. This is only a bound. */
export const statusReasonMax = 2_000;

/** What to refuse a reference with that no version answers to: an artifact without a latest version is told from one that is not there. */
export async function missingVersion(client: RegistryClient, reference: Reference): Promise<RegistryRefusal> {
  const { name } = reference;
  const newest = await newestVersion(client, name);
  if (newest === undefined)
    return refuse('NOT_FOUND', `There is no ${name}.`, ['Check the spelling; what is private is shown only to those who are signed in and may see it.']);
  const list = `The versions that you may see: gati versions ${name}`;
  if (!isLatest(reference)) return refuse('NOT_FOUND', `There is no ${name}@${selectorText(reference)}.`, [list]);
  if (!newest) return refuse('NOT_FOUND', `${name} has no version that you may see.`);
  return refuse('NOT_FOUND', `${name} has no latest version; its newest is ${newest.version}, ${standingOf(newest)}.`, [
    `Name it to see it: gati info ${name}@${newest.version}`,
    list,
  ]);
}
