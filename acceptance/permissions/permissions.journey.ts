import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectFolder } from '../src/process.ts';
import { startRegistry, type Registry } from '../src/registry.ts';
import { askOver, codeOf, without, type Seen } from './asking.ts';
import { entityFields, mutations, queries, routes, subscriptions, type Place, type QueryRow, type Row } from './policy.ts';
import { expected, holds, sees, type Outcome, type State } from './rules.ts';
import { administrator, createWorld, type Asking, type Thing, type World } from './world.ts';

/** Everything that can be asked for × everybody who may ask × what is public, private and staged, against the one table in policy.ts. */
const schema = buildSchema(readFileSync(join(projectFolder, 'gateway', 'api.graphql'), 'utf8'));
const nobody = '00000000-0000-4000-8000-000000000000';
const unlimited = Object.fromEntries(['READS', 'WRITES', 'PUBLISHES', 'TOKENS', 'AUTH', 'COST'].map((name) => [`GATI_${name}_PER_MINUTE`, 'off']));

let registry: Registry;
let world: World;
let count = 0;
const next = () => ++count;
beforeAll(async () => {
  registry = await startRegistry({ settings: { GATI_ADMINS: administrator, ...unlimited } });
  world = await createWorld(registry);
});
afterAll(() => registry?.stop());

const headersOf = ({ token }: Pick<Asking, 'token'>): Record<string, string> => (token === null ? {} : { authorization: `Bearer ${token}` });
const send = (caller: Asking, query: string, variables: object = {}): Promise<Seen> =>
  askOver(`${registry.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(caller) },
    body: JSON.stringify({ query, variables }),
  });

/** An operation for one field with all its arguments as variables. */
function operationOf(type: 'Query' | 'Mutation' | 'Subscription', name: string, select: string): string {
  const { args } = (schema.getType(type) as GraphQLObjectType).getFields()[name]!;
  const named = (text: (argument: (typeof args)[number]) => string) => (args.length > 0 ? `(${args.map(text).join(', ')})` : '');
  const declared = named(
    ({ name: argument, type: of, defaultValue }) => `$${argument}: ${String(of)}${defaultValue === undefined ? '' : ` = ${JSON.stringify(defaultValue)}`}`,
  );
  return `${type.toLowerCase()} ${declared} { ${name}${named(({ name: argument }) => `${argument}: $${argument}`)} ${select} }`;
}

const artifactOf = (state: State | 'absent'): Thing => ({ name: world.artifact(state), id: '', state: state === 'absent' ? 'private' : state });
const words = (granted: Row['granted']): readonly string[] => (granted === undefined ? [''] : typeof granted === 'string' ? [granted] : granted);

/** What was seen, in the table's words; what a missing thing gets is hidden. */
const told = (seen: Seen, missing: Seen | null, granted: readonly string[], promised: Outcome): string => {
  const code = codeOf(seen);
  if (promised === 'hidden')
    return missing && JSON.stringify(seen) === JSON.stringify(missing)
      ? 'hidden'
      : `${code} ${seen.body} instead of ${missing?.body}\n${seen.headers}\n${missing?.headers}`;
  if (promised === 'granted') return granted.includes(code) ? 'granted' : `${code}: ${seen.body}`;
  return code === promised ? promised : `${code || 'granted'}: ${seen.body.slice(0, 300)}`;
};

async function tryRow(
  operation: string,
  row: Row,
  state: State,
  others: (caller: Asking) => boolean = () => true,
): Promise<readonly (readonly [string, string, string])[]> {
  const make = async (): Promise<Thing> => {
    if (row.of === 'artifact') return artifactOf(state);
    return { name: world.artifact(state), id: row.make ? await row.make(world, next()) : nobody, state };
  };
  const missing: Thing = row.of === 'artifact' ? artifactOf('absent') : { name: world.artifact('absent'), id: '', state };
  let shared = await make();
  const missingFor = (thing: Thing): Thing =>
    row.of === 'artifact' ? missing : { ...thing, id: thing.id.startsWith('@') ? thing.id.replace(/.$/, 'z') : nobody };
  const ask = async (caller: Asking, thing: Thing, promised: Outcome) => {
    const variables = row.ask?.(thing, world, next()) ?? {};
    const seen = await send(caller, operation, variables);
    const other = missingFor(thing);
    const absent = promised === 'hidden' ? await send(caller, operation, row.ask?.(other, world, next()) ?? {}) : null;
    const names = (one: Thing) => (row.of === 'artifact' ? [one.name, one.name.split('/')[1]!] : [one.id]);
    return told(without(seen, ...names(thing)), absent && without(absent, ...names(other)), words(row.granted), promised);
  };
  const promises = world.callers.filter(others).map((caller) => ({ caller, promised: expected(row, caller, state) }));
  const refused = await Promise.all(
    promises
      .filter(({ promised }) => promised !== 'granted')
      .map(async ({ caller, promised }) => [caller.name, promised, await ask(caller, shared, promised)] as const),
  );
  const granted: (readonly [string, string, string])[] = [];
  for (const { caller, promised } of promises.filter((one) => one.promised === 'granted')) {
    if (row.isSpent && granted.length > 0) shared = await make();
    granted.push([caller.name, promised, await ask(row.isDoneBySpare ? await world.spareOf(caller, next()) : caller, shared, promised)]);
  }
  return [...refused, ...granted];
}

const both = (seen: readonly (readonly [string, string, string])[]) => [
  Object.fromEntries(seen.map(([caller, , found]) => [caller, found])),
  Object.fromEntries(seen.map(([caller, promised]) => [caller, promised])),
];
const statesOf = (row: Row): readonly State[] => (row.of === 'artifact' ? (row.states ?? ['public', 'private', 'staged']) : ['public']);
const cases = <R extends Row>(rows: Readonly<Record<string, readonly R[]>>) =>
  Object.entries(rows).flatMap(([name, all]) =>
    all.flatMap((row) =>
      statesOf(row).map((state): [string, string, R, State] => [name, `${row.when ?? ''}${row.of === 'artifact' ? ` of what is ${state}` : ''}`, row, state]),
    ),
  );

describe('mutation', () => {
  test.each(cases(mutations))('%s%s', async (name, _, row, state) => {
    const [found, promised] = both(await tryRow(operationOf('Mutation', name, '{ __typename }'), row, state));
    expect(found).toEqual(promised);
  });
});

describe('query', () => {
  /** Who may ask, and for whom the answer is another than for what is not there. */
  test.each(cases(queries))('%s%s', async (name, _, row, state) => {
    const operation = operationOf('Query', name, row.select);
    const { shownTo } = row;
    if (!shownTo) {
      const [found, promised] = both(await tryRow(operation, row, state));
      return expect(found).toEqual(promised);
    }
    const seen = await Promise.all(
      world.callers.map(async (caller) => {
        if (caller.isOver) return [caller.name, 'UNAUTHENTICATED', codeOf(await send(caller, operation, row.ask!(artifactOf(state), world, next())))] as const;
        const isShown = shownTo === 'readers' ? sees(caller, 'acme', state) : holds(caller, 'acme', 'write', 'publish');
        const [there, absent] = await Promise.all(
          (['is', 'absent'] as const).map(async (which) => {
            const thing = artifactOf(which === 'is' ? state : 'absent');
            const all = await send(caller, operation, row.ask!(thing, world, next()));
            return { all, bare: without(all, thing.name, thing.name.split('/')[1]!) };
          }),
        );
        const isAlike = JSON.stringify(there!.bare) === JSON.stringify(absent!.bare);
        const found = codeOf(there!.all) !== '' ? there!.all.body : isAlike ? 'hidden' : 'shown';
        return [
          caller.name,
          isShown ? 'shown' : 'hidden',
          found === 'shown' && !isShown ? `${there!.all.body}\n${there!.all.headers}\n${absent!.all.body}` : found,
        ] as const;
      }),
    );
    const [found, promised] = both(seen);
    expect(found).toEqual(promised);
  });
});

describe('subscription', () => {
  const follow = async (caller: Asking, row: QueryRow, name: string, thing: Thing): Promise<string> => {
    const socket = createClient({
      url: `${registry.url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: caller.token === null ? {} : { authorization: `Bearer ${caller.token}` },
      retryAttempts: 0,
    });
    try {
      for await (const { data, errors } of socket.iterate({
        query: operationOf('Subscription', name, row.select),
        variables: row.ask!(thing, world, next()),
      })) {
        if (errors) return JSON.stringify(errors, (key, value: unknown) => (key === 'requestId' ? undefined : value)).replaceAll(thing.name, '…');
        if (data) return 'shown';
      }
      return 'ended';
    } catch (error) {
      const closed = error as { code?: number; reason?: string; errors?: unknown };
      return JSON.stringify(Array.isArray(error) ? error : (closed.errors ?? [closed.code, closed.reason]), (key, value: unknown) =>
        key === 'requestId' ? undefined : value,
      ).replaceAll(thing.name, '…');
    } finally {
      await socket.dispose();
    }
  };
  const all = Object.entries(subscriptions).flatMap(([name, row]) =>
    (['public', 'private', 'staged'] as const).map((state): [string, State, QueryRow] => [name, state, row]),
  );
  test.each(all)('%s of what is %s', async (name, state, row) => {
    const seen = await Promise.all(
      world.callers.map(async (caller) => {
        const [there, absent] = [await follow(caller, row, name, artifactOf(state)), await follow(caller, row, name, artifactOf('absent'))];
        const found = there === 'shown' ? 'shown' : there === absent ? 'hidden' : `${there} instead of ${absent}`;
        return [caller.name, !caller.isOver && sees(caller, 'acme', state) ? 'shown' : 'hidden', found] as const;
      }),
    );
    const [found, promised] = both(seen);
    expect(found).toEqual(promised);
  });
});

describe('fields', () => {
  /** Nothing: null, an empty list, or a page without anything. */
  const isEmpty = (value: any): boolean =>
    value === null || value === undefined || (Array.isArray(value) ? value.length === 0 : typeof value === 'object' && value.totalCount === 0);
  const select = (type: string, depth = 0): string => {
    const found = schema.getType(type);
    if (!found || !('getFields' in found)) return '';
    const fields = Object.values((found as GraphQLObjectType).getFields());
    if ('totalCount' in (found as GraphQLObjectType).getFields()) return '{ totalCount }';
    if (depth > 0) return '{ __typename }';
    return `{ ${fields.map(({ name, type: of }) => `${name} ${select(String(of).replace(/[![\]]/g, ''), depth + 1)}`).join(' ')} }`;
  };

  test('of a namespace are shown to those whom the table names', async () => {
    const operation = `{ namespace(handle: "acme") ${select('Namespace')} }`;
    for (const caller of world.callers.filter(({ isOver }) => !isOver)) {
      const { namespace } = (JSON.parse((await send(caller, operation)).body) as { data: { namespace: Record<string, unknown> } }).data;
      for (const [field, shown] of Object.entries(entityFields['Namespace']!)) {
        if (typeof shown === 'string') continue;
        const isShown = holds(caller, shown.at, shown.role, shown.scope) || (shown.or?.kind === 'site' && caller.isSiteAdministrator === true);
        expect([caller.name, field, !isEmpty(namespace[field])]).toEqual([caller.name, field, isShown]);
      }
    }
  });

  test('that list artifacts and versions list those alone that the caller sees, and count no others', async () => {
    const operation =
      '{ namespace(handle: "acme") { artifacts(first: 100) { totalCount nodes { name } } } artifact(name: "@acme/public") { version(ref: "2.0.0") { version } versions { totalCount nodes { version } } } }';
    const states = { '@acme/public': 'public', '@acme/closed': 'private', '@acme/staged': 'staged', '@acme/needing': 'private' } as const;
    for (const caller of world.callers.filter(({ isOver }) => !isOver)) {
      const { namespace, artifact } = JSON.parse((await send(caller, operation)).body).data;
      const names: string[] = namespace.artifacts.nodes.map(({ name }: { name: string }) => name);
      for (const [name, state] of Object.entries(states))
        expect([caller.name, name, names.includes(name)]).toEqual([caller.name, name, sees(caller, 'acme', state)]);
      expect([caller.name, namespace.artifacts.totalCount]).toEqual([caller.name, names.length]);
      const seesStaged = sees(caller, 'acme', 'staged');
      expect([caller.name, artifact.version !== null, artifact.versions.totalCount, artifact.versions.nodes.length]).toEqual([
        caller.name,
        seesStaged,
        seesStaged ? 2 : 1,
        seesStaged ? 2 : 1,
      ]);
    }
  });

  test('of an account are its own, and whoever asks sees nobody else in them', async () => {
    const operation = `{ viewer ${select('Viewer').replace('account { __typename }', 'account { handle email }')} namespace(handle: "the-owner") { members { nodes { account { handle email } } } } }`;
    for (const caller of world.callers.filter(({ isOver }) => !isOver)) {
      const { viewer, namespace } = JSON.parse((await send(caller, operation)).body).data;
      expect([caller.name, viewer?.account.handle ?? null]).toEqual([caller.name, caller.account]);
      const [member] = namespace.members.nodes;
      expect([caller.name, member.account.email !== null]).toEqual([caller.name, caller.account === 'the-owner']);
    }
  });

  test('of an artifact and its version go with it', async () => {
    const operation = `query ($name: String!) { artifact(name: $name) ${select('Artifact').replace('version { __typename }', `version(ref: "1.0.0") ${select('Version')}`)} }`;
    for (const caller of world.callers.filter(({ isOver }) => !isOver)) {
      for (const state of ['public', 'private', 'staged'] as const) {
        const { body } = await send(caller, operation, { name: world.artifact(state) });
        const { data, errors } = JSON.parse(body);
        expect([caller.name, state, errors, data?.artifact !== null]).toEqual([caller.name, state, undefined, sees(caller, 'acme', state)]);
      }
    }
  });
});

describe('route', () => {
  const placeOf = new Map<string, Place>();
  beforeAll(async () => {
    for (const state of ['public', 'private', 'staged'] as const) {
      const repository = world.artifact(state).slice(1);
      const response = await fetch(`${registry.url}/v2/${repository}/manifests/1.0.0`, { headers: headersOf(world.caller('owner')) });
      const { layers } = (await response.json()) as { layers: { digest: string }[] };
      placeOf.set(state, { repository, manifest: response.headers.get('docker-content-digest')!, blob: layers[0]!.digest, session: '' });
    }
  });
  const ask = (caller: Asking, route: string, place: Place): Promise<Seen> => {
    const { path, init } = routes[route]!.ask(place);
    return askOver(`${registry.url}${path}`, { ...init, headers: { ...(init?.headers as Record<string, string>), ...headersOf(caller) } });
  };

  const all = Object.entries(routes).flatMap(([route, row]) =>
    (row.who === 'anyone' ? ['public' as const] : (['public', 'private', 'staged'] as const)).map((state): [string, State] => [route, state]),
  );
  test.each(all)('%s of what is %s', async (route, state) => {
    const row = routes[route]!;
    const session = row.who === 'uploader' ? await world.upload(world.artifact(state).slice(1)) : nobody;
    const place = { ...placeOf.get(state)!, session };
    const absent = { ...place, repository: world.artifact('absent').slice(1), session: nobody };
    const isAllowed = (caller: Asking): boolean =>
      row.who === 'anyone' ||
      (row.who === 'the public'
        ? state === 'public'
        : row.who === 'readers'
          ? sees(caller, 'acme', state)
          : holds(caller, 'acme', 'write', 'publish') && (row.who === 'writers' || caller.account === 'the-owner'));
    const answer = async (caller: Asking): Promise<readonly [string, string, string]> => {
      if (caller.isOver && row.isIdentified) return [caller.name, '401', String((await ask(caller, route, place)).status)];
      const seen = await ask(caller, route, place);
      // Nobody reads below /v2/ without a token: that of nobody reads what is public.
      if (caller.account === null && row.who === 'readers' && state === 'public') return [caller.name, '401', String(seen.status)];
      if (isAllowed(caller)) return [caller.name, 'granted', row.granted.includes(seen.status) ? 'granted' : `${seen.status} ${seen.body}`];
      // Whoever sees it and may not write is told so.
      const isWrite = row.who === 'writers' || row.who === 'uploader';
      if (isWrite && state === 'public' && !holds(caller, 'acme', 'write', 'publish')) {
        // Parts are not taken here by anybody, where the store signs no links.
        const promised = caller.account === null ? 401 : row.granted.includes(405) ? 405 : 403;
        return [caller.name, String(promised), String(seen.status)];
      }
      const compared = isWrite && holds(caller, 'acme', 'write', 'publish') ? { ...place, session: nobody } : absent;
      const missing = await ask(caller, route, compared);
      const bare = (one: Seen, { repository, session: id }: Place) => JSON.stringify(without(one, repository, id));
      const isAlike = bare(seen, place) === bare(missing, compared);
      return [
        caller.name,
        'hidden',
        isAlike && seen.status >= 400
          ? 'hidden'
          : `${seen.status} ${seen.body} ${seen.headers} instead of ${missing.status} ${missing.body} ${missing.headers}`,
      ];
    };
    const mayUse = world.callers.filter(isAllowed);
    const refused = await Promise.all(world.callers.filter((caller) => !mayUse.includes(caller)).map(answer));
    const granted: (readonly [string, string, string])[] = [];
    for (const caller of mayUse) granted.push(await answer(caller));
    const [found, promised] = both([...refused, ...granted]);
    expect(found).toEqual(promised);
  });

  test.each(['public', 'private', 'staged', 'absent'] as const)('/v2/token promises in what is %s what its owner may, and nothing else', async (state) => {
    const repository = world.artifact(state).slice(1);
    for (const caller of world.callers.filter(({ isOver }) => !isOver)) {
      const response = await fetch(`${registry.url}/v2/token?service=registry&scope=repository:${repository}:pull,push,delete`, { headers: headersOf(caller) });
      const { token } = (await response.json()) as { token: string };
      const { access } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { access: { name: string; actions: string[] }[] };
      const actions = holds(caller, 'acme', 'write', 'publish')
        ? ['delete', 'pull', 'push']
        : state !== 'absent' && sees(caller, 'acme', state)
          ? ['pull']
          : [];
      expect([caller.name, access.flatMap((entry) => entry.actions).sort()]).toEqual([caller.name, actions]);
    }
  });

  test('below /v2/ there is nothing that can be done and has no row', async () => {
    for (const [route] of all.filter(([name]) => name.includes('{name}'))) {
      const { path } = routes[route]!.ask({ ...placeOf.get('public')!, session: nobody });
      // A method of no route: the answer lists those there are.
      const response = await fetch(`${registry.url}${path}`, {
        method: path.includes('/uploads/0') ? 'HEAD' : 'PATCH',
        headers: headersOf(world.caller('owner')),
      });
      const known = Object.keys(routes)
        .filter((name) => name.endsWith(` ${route.split(' ')[1]}`))
        .map((name) => name.split(' ')[0]);
      for (const method of (response.headers.get('allow') ?? '').split(', ').filter(Boolean)) expect([route, known.includes(method)]).toEqual([route, true]);
    }
  });
});
