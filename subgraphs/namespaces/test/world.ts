import { createMemoryCache, type Cache } from '@gati/cache';
import { manualClock, randomId } from '@gati/clock';
import type { KnownPrincipal } from '@gati/authority';
import { createSafeFetch } from '@gati/safe-fetch';
import { createTestDatabase, type TestDatabase } from '@gati/testkit';
import { createNamespaces, parseNewAccount, type Dependencies, type Namespaces, type SessionTokens, type Tables } from '../src/index.ts';

export const publicUrl = 'https://registry.example';
export const password = 'four random words do well';
/** Of the local network, so that limits by address meet each test alone. */
let addresses = 0;
export const newAddress = () => `10.0.${Math.floor(++addresses / 250)}.${(addresses % 250) + 1}`;

export interface Signed {
  readonly session: SessionTokens;
  readonly principal: KnownPrincipal;
}

export interface World {
  readonly database: TestDatabase;
  readonly namespaces: Namespaces;
  readonly clock: ReturnType<typeof manualClock>;
  readonly cache: Cache;
  /** Facts in the order in which they were emitted. */
  readonly facts: { name: string; payload: object }[];
  /** Mails in the order in which they were sent. */
  readonly mails: { to: string; subject: string; text: string }[];
  /** How often the tables were asked since the last reset, outside transactions. */
  readonly queries: { count: number };
  /** The same installation in another process: own memory, same database and secret. */
  readonly otherProcess: (options?: { readonly secret?: string; readonly publicUrl?: string; readonly cache?: Cache }) => Namespaces;
  /** Signs up a new account. */
  readonly signUp: (handle: string) => Promise<Signed>;
  readonly principalOf: (session: SessionTokens) => Promise<KnownPrincipal>;
  /** Actions in the audit log about a subject, in order. */
  readonly auditOf: (subject: string) => Promise<string[]>;
  readonly remove: () => Promise<void>;
}

const secret = 'a secret of this installation alone, made for its tests';

/** A namespaces context on a database of its own, with a clock that moves only when told to. */
export async function openWorld(
  settings: Pick<Dependencies, 'signInProviders' | 'ciIssuers' | 'isAdministrator'> & Partial<Pick<Dependencies, 'outside'>> = {},
): Promise<World> {
  const database = await createTestDatabase();
  const clock = manualClock(new Date('2026-03-01T12:00:00.250Z'));
  const facts: World['facts'] = [];
  const queries = { count: 0 };
  const mails: World['mails'] = [];
  const cacheHere = createMemoryCache({ now: () => clock().getTime() });

  const create = (cache: Cache, options: { readonly secret?: string; readonly publicUrl?: string } = {}) =>
    createNamespaces({
      tables: counted(database.client, queries),
      transaction: (work) => database.transaction((tables) => work(tables, async (name, payload) => void facts.push({ name, payload }))),
      clock,
      makeId: randomId,
      cache,
      secret,
      publicUrl,
      log: { info: () => {}, warn: () => {} },
      // No name server is there: nothing outside is reached by chance.
      outside: createSafeFetch({ nameServers: ['127.0.0.1:9'] }),
      ...settings,
      sendMail: async (mail) => void mails.push(mail),
      ...options,
    });
  const namespaces = create(cacheHere);
  const principalOf = async (session: SessionTokens) => (await namespaces.authenticate(`Bearer ${session.accessToken}`)) as KnownPrincipal;

  return {
    database,
    namespaces,
    clock,
    cache: cacheHere,
    facts,
    queries,
    mails,
    otherProcess: (options) => create(createMemoryCache({ now: () => clock().getTime() }), options),
    principalOf,
    signUp: async (handle) => {
      const session = await namespaces.signUp(parseNewAccount({ handle, email: `${handle}@example.com`, password }), { clientAddress: newAddress() });
      return { session, principal: await principalOf(session) };
    },
    auditOf: async (subject) => (await database.client.auditEntry.findMany({ where: { subject }, orderBy: { id: 'asc' } })).map(({ action }) => action),
    remove: database.remove,
  };
}

/** Counts every call on a table. */
function counted(tables: Tables, queries: { count: number }): Tables {
  const counting = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (on, name) => {
        const value = Reflect.get(on, name) as unknown;
        if (typeof value === 'function') {
          return (...args: unknown[]) => {
            queries.count++;
            return (value as (...args: unknown[]) => unknown).apply(on, args);
          };
        }
        return typeof value === 'object' && value !== null ? counting(value) : value;
      },
    });
  return counting(tables);
}

/** Starts a work while a lock is held, and gives the lock back once the work has had time to run into it: what a busy moment does by chance. */
export async function heldBack<T>({ database }: World, lock: (tables: TestDatabase['client']) => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  let working: Promise<T> | undefined;
  await database.transaction(async (tables) => {
    await lock(tables);
    working = work();
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  return working as Promise<T>;
}

/** What a call is refused with; fails when it is not. */
export async function refusal(call: Promise<unknown>): Promise<{ code: string; message: string; params: unknown }> {
  try {
    await call;
  } catch (error) {
    const { code, message, params } = error as { code: string; message: string; params: unknown };
    return { code, message, params };
  }
  throw new Error('the call was not refused');
}
