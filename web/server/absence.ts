import { handleOf } from '#web/design/paths.ts';
import { parseVersion } from '#web/design/release-spine.ts';
import { graphql } from '#web/gql/index.ts';
import type { Answer } from '#web/server/answer.ts';
import { askGateway, type Asker } from '#web/server/gateway.ts';
import { mayPublish, Memberships } from '#web/server/membership.ts';

const PublisherExists = graphql(`
  query PublisherExists($handle: String!) {
    namespace(handle: $handle) {
      id
    }
  }
`);

const ArtifactExists = graphql(`
  query ArtifactExists($name: String!) {
    artifact(name: $name) {
      id
    }
  }
`);

const VersionExists = graphql(`
  query VersionExists($name: String!, $version: String!) {
    artifact(name: $name) {
      version(ref: $version) {
        version
      }
    }
  }
`);

/** What a page is about, as its path says it. */
export type Subject =
  | { readonly kind: 'publisher'; readonly handle: string }
  | { readonly kind: 'artifact'; readonly name: string }
  /** Only the live page is about one version; everywhere else a missing version is a matter of the page. */
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  | { readonly kind: 'nothing' };

/** The subject of a path; null for pages that are about something else, such as the search. */
export function subjectOf(path: string, parameters: URLSearchParams): Subject | null {
  const parts = decoded(path).split('/').slice(1);
  const [handle = '', name, tab] = parts;
  if (!handle.startsWith('@')) return null;
  if (!isHandle(handle) || (name !== undefined && !isArtifactPart(name))) return { kind: 'nothing' };
  if (name === undefined) return { kind: 'publisher', handle: handle.slice(1) };
  const version = parameters.get('version');
  return tab === 'live' && version ? { kind: 'version', name: `${handle}/${name}`, version } : { kind: 'artifact', name: `${handle}/${name}` };
}

// contract.md, "Names, digests, ids".
export const isHandle = (text: string): boolean => /^@[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,38}$/.test(text);
export const isArtifactPart = (text: string): boolean => text.length <= 100 && /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/.test(text);

/** A path or a part of one without its escapes; empty where these are malformed. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

interface Dependencies {
  readonly nowMs: () => number;
}

/** How long something that everybody may see is taken to be there still. A mistake costs nothing: the page itself asks again, and says so. */
const rememberMs = 60_000;
const rememberedAtMost = 5000;

/** Finds out, before a page is rendered, whether there is nothing for it to show. Next.js sends a page that gives up while rendering without any text, so readers without JavaScript would see nothing: what is absent has to be known earlier. Only presence is remembered, so what was published a moment ago is never called absent. */
export function createAbsence({ nowMs }: Dependencies) {
  const presentUntilMs = new Map<string, number>();

  const remember = (key: string): void => {
    presentUntilMs.delete(key);
    presentUntilMs.set(key, nowMs() + rememberMs);
    for (const oldest of presentUntilMs.keys()) {
      if (presentUntilMs.size <= rememberedAtMost) return;
      presentUntilMs.delete(oldest);
    }
  };

  /** Whether the asker may see no such thing. A registry that does not answer proves nothing. */
  return async (subject: Subject, asker: Asker): Promise<boolean> => {
    if (subject.kind === 'nothing') return true;
    const key = JSON.stringify(subject);
    if ((presentUntilMs.get(key) ?? 0) > nowMs()) return false;
    const { isAbsent, isPublic } = await look(subject, asker);
    if (isPublic) remember(key);
    return isAbsent;
  };
}

interface Look {
  readonly isAbsent: boolean;
  /** Everybody may see it: somebody who is not signed in does. What a publisher sees proves nothing, because of a public artifact they see what is staged or refused, too. */
  readonly isPublic: boolean;
}

async function look(subject: Exclude<Subject, { kind: 'nothing' }>, asker: Asker): Promise<Look> {
  if (subject.kind === 'publisher') {
    const answer = await askGateway(PublisherExists, { handle: subject.handle }, asker);
    return { isAbsent: says(answer, ({ namespace }) => namespace === null), isPublic: answer.data?.namespace != null };
  }
  if (subject.kind === 'artifact') {
    const answer = await askGateway(ArtifactExists, { name: subject.name }, asker);
    return { isAbsent: says(answer, ({ artifact }) => artifact === null), isPublic: asker.accessToken === null && answer.data?.artifact != null };
  }
  const answer = await askGateway(VersionExists, { name: subject.name, version: subject.version }, asker);
  const isAbsent = says(answer, ({ artifact }) => artifact?.version?.version !== subject.version);
  return { isAbsent: isAbsent && !(await mayCome(subject, asker)), isPublic: false };
}

/** Whether the asker could push this version yet: for them its page is there already, and waits. */
async function mayCome({ name, version }: Extract<Subject, { kind: 'version' }>, asker: Asker): Promise<boolean> {
  if (asker.accessToken === null || !parseVersion(version)) return false;
  const { data } = await askGateway(Memberships, {}, asker);
  return mayPublish(data, handleOf(name));
}

const says = <Data>({ data, failures }: Answer<Data>, isAbsent: (data: Data) => boolean): boolean => failures.length === 0 && data !== null && isAbsent(data);
