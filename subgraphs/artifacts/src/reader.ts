import type { FactsFor, NamespaceFacts, Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { parseSelector, type ArtifactName, type Selector } from '@gati/identifiers';
import DataLoader from 'dataloader';
import type { Tables } from './ports.ts';
import { artifacts, type ArtifactRow } from './repository/artifacts.ts';
import { artifactNames } from './repository/names.ts';
import { versions, type CandidateRow, type ReadableVersionRow, type LabelledVersionRow, type VersionContentRow } from './repository/versions.ts';
import { canSeeVersion, rightsOf, type Rights, type Standing } from './rules/rights.ts';
import { versionsFor, type Selectable } from './rules/selecting.ts';
import { artifactView, isId, versionView, type ArtifactView, type VersionView } from './views.ts';

/** Versions in their order, one more than asked for where there are more, and how many there are in all. */
export interface VersionPage {
  readonly totalCount: number;
  readonly rows: readonly { readonly at: string; readonly version: VersionView }[];
}

/** A page of an artifact's versions to read. */
export interface VersionPageRequest {
  readonly artifactId: string;
  readonly limit: number;
  readonly after: readonly [at: string, id: string] | null;
}

/**
 * Everything that one caller reads of artifacts, for as long as one request lasts: each thing is read once, in batches, and rights are decided once for each batch.
 * What the caller may not see is null, exactly like what does not exist.
 */
export interface Reader {
  readonly artifact: (id: string) => Promise<ArtifactView | null>;
  readonly artifactNamed: (name: string) => Promise<ArtifactView | null>;
  readonly version: (id: string) => Promise<VersionView | null>;
  /** Manifest, layers and dependencies of a version that the reader gave. */
  readonly content: (version: VersionView) => Promise<VersionContentRow>;
  /** The version of an artifact that a reference means; null when none fits, and for a text that cannot be one. */
  readonly select: (artifact: ArtifactView, ref: string) => Promise<VersionView | null>;
  /** Labels that are on a version which the caller may see, in alphabetical order, 100 at most. */
  readonly tags: (artifact: ArtifactView) => Promise<readonly { readonly name: string; readonly version: VersionView }[]>;
  readonly versionPage: (request: VersionPageRequest) => Promise<VersionPage | null>;
  /** What references to these names are chosen from; hidden ones are absent. One query, and one for rights. */
  readonly candidates: (names: readonly string[]) => Promise<ReadonlyMap<string, Candidates>>;
  /** Forgets everything: what is read next is read anew. After a change. */
  readonly forget: () => void;
}

export type Candidates = CandidateRow & Selectable<CandidateRow['versions'][number]>;

interface Dependencies {
  readonly tables: Tables;
  readonly factsFor: FactsFor;
  readonly clock: Clock;
}

const tagsMax = 100;

export const createReader =
  ({ tables, factsFor, clock }: Dependencies) =>
  (principal: Principal): Reader => {
    const asker = () => ({ accountId: principal.kind === 'anonymous' ? null : principal.accountId, now: clock() });

    const facts = new DataLoader<string, NamespaceFacts | null>(async (namespaceIds) => {
      const found = await factsFor(principal, namespaceIds);
      return namespaceIds.map((id) => found.get(id) ?? null);
    });
    const rights = async (row: Standing & { readonly namespaceId: string }): Promise<Rights> => rightsOf(principal, await facts.load(row.namespaceId), row);

    const show = async (rows: readonly ArtifactRow[]): Promise<ArtifactView[]> => {
      const shown = await Promise.all(
        rows.map(async (row) => {
          const { canRead, seesAll } = await rights({ ...row, artifactId: row.id });
          return canRead ? artifactView(row, seesAll) : null;
        }),
      );
      return shown.filter((view) => view !== null);
    };

    const byId: DataLoader<string, ArtifactView | null> = new DataLoader(async (ids) => {
      const shown = await show(await artifacts(tables).byIds(ids.filter(isId), asker()));
      for (const view of shown) byName.prime(view.name, view);
      return inOrder(ids, shown, ({ id }) => id);
    });
    const byName: DataLoader<string, ArtifactView | null> = new DataLoader(async (names) => {
      const shown = await show(await artifacts(tables).byNames(names, asker()));
      const present = await artifactNames(tables).presentOf(missingOf(names, shown));
      if (present.size > 0) shown.push(...(await show(await artifacts(tables).byNames([...present.values()], asker()))));
      for (const view of shown) byId.prime(view.id, view);
      return inOrder(
        names.map((name) => present.get(name) ?? name),
        shown,
        ({ name }) => name,
      );
    });

    const versionById: DataLoader<string, VersionView | null> = new DataLoader(async (ids) => {
      const rows = await versions(tables).byIds(ids.filter(isId));
      const shown = await Promise.all(
        rows.map(async (row: ReadableVersionRow) => (canSeeVersion(await rights({ ...row, name: row.artifactName }), row.status) ? versionView(row) : null)),
      );
      return inOrder(
        ids,
        shown.filter((view) => view !== null),
        ({ id }) => id,
      );
    });
    const contentById: DataLoader<string, VersionContentRow | null> = new DataLoader(async (ids) =>
      inOrder(ids, await versions(tables).contentsOf(ids), ({ id }) => id),
    );

    /** Rows that came with another query need no query of their own. */
    const known = async (row: ReadableVersionRow): Promise<VersionView | null> => {
      const view = canSeeVersion(await rights({ ...row, name: row.artifactName }), row.status) ? versionView(row) : null;
      versionById.prime(row.id, view);
      return view;
    };

    const pages: DataLoader<VersionPageRequest, VersionPage | null, string> = new DataLoader(
      async (requests) => {
        const read = new Map<string, VersionPage>();
        for (const alike of Map.groupBy(requests, ({ limit, after }) => JSON.stringify([limit, after])).values()) {
          const readable = (await byId.loadMany(alike.map(({ artifactId }) => artifactId))).flatMap((artifact) =>
            artifact && !(artifact instanceof Error) ? [artifact] : [],
          );
          const rows = await versions(tables).pages(
            readable.map(({ id, seesAll }) => ({ artifactId: id, seesAll })),
            alike[0]!,
          );
          for (const [artifactId, ofOne] of Map.groupBy(rows, (row) => row.pageArtifactId)) {
            const shown = await Promise.all(ofOne.map(async ({ at, version }) => ({ at, version: version && (await known(version)) })));
            read.set(pageKey({ ...alike[0]!, artifactId }), {
              totalCount: ofOne[0]!.totalCount,
              rows: shown.flatMap(({ at, version }) => (at !== null && version ? [{ at, version }] : [])),
            });
          }
        }
        return requests.map((request) => read.get(pageKey(request)) ?? null);
      },
      { cacheKeyFn: pageKey },
    );

    const labelled: DataLoader<string, readonly LabelledVersionRow[]> = new DataLoader(async (artifactIds) => {
      const rows = Map.groupBy(await versions(tables).labelled(artifactIds), ({ labelArtifactId }) => labelArtifactId);
      await Promise.all([...rows.values()].flat().map(({ version }) => known(version)));
      return artifactIds.map((id) => rows.get(id) ?? []);
    });

    const withRights = async (rows: readonly CandidateRow[]): Promise<readonly Candidates[]> => {
      const shown = await Promise.all(
        rows.map(async (row) => {
          const granted = await rights({ ...row, artifactId: row.id });
          return granted.canRead ? { ...row, seesAll: granted.seesAll, versions: row.versions.filter(({ status }) => canSeeVersion(granted, status)) } : null;
        }),
      );
      return shown.filter((row) => row !== null);
    };
    const candidatesOf: DataLoader<string, Candidates | null> = new DataLoader(async (ids) =>
      inOrder(ids, await withRights(await versions(tables).candidatesById(ids)), ({ id }) => id),
    );
    const exact = new DataLoader<{ readonly artifactId: string; readonly version: string }, string | null, string>(
      async (pairs) => {
        const ids = new Map((await versions(tables).idsOf(pairs)).map((row) => [exactKey(row), row.id]));
        return pairs.map((pair) => ids.get(exactKey(pair)) ?? null);
      },
      { cacheKeyFn: exactKey },
    );

    const chosenId = async (artifact: ArtifactView, selector: Selector): Promise<string | null> => {
      if (selector.kind === 'version') return exact.load({ artifactId: artifact.id, version: selector.version });
      // For everybody but writers, to whom a pending label counts, this is known already.
      if (selector.kind === 'label' && selector.label === 'latest' && !artifact.seesAll) return artifact.latestVersionId;
      const candidates = selector.kind === 'label' ? onLabels(artifact, await labelled.load(artifact.id)) : await candidatesOf.load(artifact.id);
      return (
        (candidates && versionsFor(selector, candidates)[0]?.id) ?? (selector.kind === 'label' && selector.label === 'latest' ? artifact.latestVersionId : null)
      );
    };

    return {
      artifact: (id) => byId.load(id),
      artifactNamed: (name) => byName.load(name),
      version: (id) => versionById.load(id),
      content: async ({ id }) => (await contentById.load(id)) ?? { id, gatiManifest: {}, layers: [], dependencies: [] },
      select: async (artifact, ref) => {
        const selector = selectorOf(ref);
        const id = selector && (await chosenId(artifact, selector));
        const version = id === null ? null : await versionById.load(id);
        return version?.artifactId === artifact.id ? version : null;
      },
      tags: async (artifact) => {
        const rows = await labelled.load(artifact.id);
        const names = [...new Set(rows.map(({ label }) => label))].slice(0, tagsMax);
        const shown = await Promise.all(
          names.map(async (name) => {
            const targets = rows.filter(({ label }) => label === name);
            const pending = artifact.seesAll ? targets.filter(({ isPending }) => isPending) : [];
            const counted = pending.length > 0 ? pending : targets.filter(({ isPending }) => !isPending);
            const target = counted.find(({ version }) => version.status === 'published') ?? counted[0];
            return { name, version: target ? await versionById.load(target.version.id) : null };
          }),
        );
        return shown.flatMap(({ name, version }) => (version ? [{ name, version }] : []));
      },
      versionPage: (request) => pages.load(request),
      candidates: async (names) => {
        const rows = await versions(tables).candidatesByName(names);
        const present = await artifactNames(tables).presentOf(missingOf(names, rows));
        const moved = present.size > 0 ? await versions(tables).candidatesByName([...present.values()]) : [];
        const byPresent = new Map(moved.map((row) => [row.name, row]));
        // Under the name that it was asked for: who depends on the old one gets it by the old one.
        const renamed = [...present].flatMap(([name, now]) => (byPresent.has(now) ? [{ asked: name as ArtifactName, row: byPresent.get(now)! }] : []));
        const shown = await withRights(rows);
        const shownMoved = await Promise.all(renamed.map(async ({ asked, row }) => (await withRights([row])).map((one) => ({ ...one, name: asked }))));
        return new Map([...shown, ...shownMoved.flat()].map((row) => [row.name, row]));
      },
      forget: () => {
        for (const loader of [facts, byId, byName, versionById, contentById, candidatesOf, labelled]) loader.clearAll();
        pages.clearAll();
        exact.clearAll();
      },
    };
  };

/** The versions on an artifact's labels: all that a label is chosen from. */
function onLabels({ seesAll, latestVersionId }: ArtifactView, rows: readonly LabelledVersionRow[]): Selectable {
  const target = (name: string, isPending: boolean): string | null =>
    rows.find((row) => row.label === name && row.isPending === isPending)?.version.manifestId ?? null;
  const names = [...new Set(rows.map(({ label }) => label))];
  return {
    seesAll,
    latestVersionId,
    versions: [...new Map(rows.map(({ version }) => [version.id, version])).values()],
    labels: names.map((name) => ({ name, manifestId: target(name, false), pendingManifestId: target(name, true) })),
  };
}

function selectorOf(ref: string): Selector | null {
  try {
    return parseSelector(ref);
  } catch {
    return null;
  }
}

/** Names that nothing was found by: perhaps former ones. */
const missingOf = (names: readonly string[], found: readonly { readonly name: string }[]): readonly string[] => {
  const known = new Set(found.map(({ name }) => name));
  return names.filter((name) => !known.has(name));
};

const pageKey = ({ artifactId, limit, after }: VersionPageRequest): string => JSON.stringify([artifactId, limit, after]);
const exactKey = ({ artifactId, version }: { readonly artifactId: string; readonly version: string }): string => `${artifactId} ${version}`;

/** The found things in the order of their keys, null where there is none: what a loader answers. */
function inOrder<T>(keys: readonly string[], found: readonly T[], keyOf: (thing: T) => string): (T | null)[] {
  const known = new Map(found.map((thing) => [keyOf(thing), thing]));
  return keys.map((key) => known.get(key) ?? null);
}
