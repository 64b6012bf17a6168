import type { KnownPrincipal } from '@gati/authority';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseNewPassword, type SessionTokens } from '../src/index.ts';
import { refreshLifetimeMs, rotationGraceMs } from '../src/rules/refresh-rotation.ts';
import { accessTokenLifetimeSeconds } from '../src/tokens/access-tokens.ts';
import { newAddress, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.remove());

/** What ends a right may count this much later in a process that has just seen it. */
const staleMs = 5_000;
const passwordOf = (n: number) => `four random words ${n}`;

/** A session as it should be: everything that decides whether its tokens count. */
interface ModelSession {
  readonly access: { readonly token: string; readonly untilMs: number }[];
  /** Refresh tokens from the first to the newest, with when each was spent. */
  readonly refresh: { readonly token: string; readonly untilMs: number; spentMs: number | null }[];
  principal: KnownPrincipal;
  /** When it ended, for whatever reason. */
  endedMs: number | null;
}
interface ModelKey {
  readonly id: string;
  readonly secret: string;
  untilMs: number;
  endedMs: number | null;
  hasSuccessor: boolean;
}

type Step =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'sign-in' }
  | { readonly do: 'refresh'; readonly session: number; readonly back: number }
  | { readonly do: 'end'; readonly session: number }
  | { readonly do: 'end-others'; readonly session: number }
  | { readonly do: 'change-password'; readonly session: number }
  | { readonly do: 'make-key'; readonly session: number; readonly forMs: number | null }
  | { readonly do: 'revoke-key'; readonly key: number; readonly session: number }
  | { readonly do: 'rotate-key'; readonly key: number; readonly session: number; readonly overlapHours: number };

const which = fc.nat(7);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 2_000, rotationGraceMs, 300_000, accessTokenLifetimeSeconds * 1000, 3_600_000, refreshLifetimeMs),
    }),
    fc.record({ do: fc.constant('sign-in' as const) }),
    { weight: 4, arbitrary: fc.record({ do: fc.constant('refresh' as const), session: which, back: fc.nat(2) }) },
    fc.record({ do: fc.constant('end' as const), session: which }),
    fc.record({ do: fc.constant('end-others' as const), session: which }),
    fc.record({ do: fc.constant('change-password' as const), session: which }),
    { weight: 2, arbitrary: fc.record({ do: fc.constant('make-key' as const), session: which, forMs: fc.constantFrom(null, 1_000, 3_600_000) }) },
    fc.record({ do: fc.constant('revoke-key' as const), key: which, session: which }),
    { weight: 2, arbitrary: fc.record({ do: fc.constant('rotate-key' as const), key: which, session: which, overlapHours: fc.constantFrom(0, 1, 24) }) },
  ),
  { minLength: 3, maxLength: 14 },
);

let accounts = 0;

test('a token is accepted exactly while it is valid, here at once and elsewhere five seconds later, whatever happened to its session, key and account before', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script) => {
      const handle = `model-${++accounts}`;
      const here = world.namespaces;
      const elsewhere = world.otherProcess();
      const sessions: ModelSession[] = [];
      const keys: ModelKey[] = [];
      let passwords = 0;
      const nowMs = () => world.clock().getTime();
      const origin = () => ({ clientAddress: newAddress() });

      const hold = async (tokens: SessionTokens, session?: ModelSession): Promise<void> => {
        const access = { token: tokens.accessToken, untilMs: tokens.expiresAt.getTime() };
        const refresh = { token: tokens.refreshToken, untilMs: nowMs() + refreshLifetimeMs, spentMs: null };
        const principal = (await here.authenticate(`Bearer ${tokens.accessToken}`)) as KnownPrincipal;
        if (!session) return void sessions.push({ access: [access], refresh: [refresh], principal, endedMs: null });
        session.access.push(access);
        session.refresh.push(refresh);
        session.principal = principal;
      };
      // A session lasts as long as its newest refresh token.
      const isOn = ({ endedMs, refresh }: ModelSession) => endedMs === null && nowMs() < refresh.at(-1)!.untilMs;
      const isUsable = ({ endedMs, untilMs }: ModelKey) => endedMs === null && nowMs() < untilMs;
      const pick = <T>(from: readonly T[], index: number): T | undefined => (from.length > 0 ? from[index % from.length] : undefined);
      const succeeds = async (call: Promise<unknown>): Promise<boolean> =>
        call.then(
          () => true,
          () => false,
        );
      const first = await world.signUp(handle);
      await hold(first.session);
      await here.changePassword(first.principal, { currentPassword: 'four random words do well', newPassword: parseNewPassword(passwordOf(0)) }, origin());

      const run = async (step: Step): Promise<void> => {
        switch (step.do) {
          case 'wait':
            return void world.clock.advance(step.ms);
          case 'sign-in':
            return hold(await here.signIn({ handleOrEmail: handle, password: passwordOf(passwords) }, origin()));
          case 'refresh': {
            const session = pick(sessions, step.session)!;
            const presented = session.refresh.at(-1 - Math.min(step.back, session.refresh.length - 1))!;
            const wasOn = isOn(session);
            const given = await here.refreshSession(presented.token, origin()).catch(() => null);
            if (!wasOn) return expect(given).toBeNull();
            if (presented.spentMs === null) {
              expect(given).not.toBeNull();
              presented.spentMs = nowMs();
              return hold(given!, session);
            }
            if (nowMs() < presented.spentMs + rotationGraceMs)
              return expect(given!.refreshToken).toBe(session.refresh[session.refresh.indexOf(presented) + 1]!.token);
            expect(given).toBeNull();
            session.endedMs = nowMs();
            return;
          }
          case 'end': {
            const session = pick(sessions, step.session)!;
            await here.endSession(first.principal, session.principal.sessionId!, {});
            if (isOn(session)) session.endedMs = nowMs();
            return;
          }
          case 'end-others':
          case 'change-password': {
            const kept = pick(sessions, step.session)!;
            if (step.do === 'end-others') await here.signOutEverywhere(kept.principal, { keepThis: true }, {});
            else {
              const newPassword = parseNewPassword(passwordOf(passwords + 1));
              await here.changePassword(kept.principal, { currentPassword: passwordOf(passwords), newPassword }, origin());
              passwords++;
            }
            for (const session of sessions) if (session !== kept && isOn(session)) session.endedMs = nowMs();
            return;
          }
          case 'make-key': {
            const expiresAt = step.forMs === null ? null : new Date(nowMs() + step.forMs);
            const { secret, apiKey } = await here.createApiKey(
              pick(sessions, step.session)!.principal,
              { name: 'k', scopes: ['read'], namespaces: null, expiresAt },
              {},
            );
            return void keys.push({ id: apiKey.id, secret, untilMs: expiresAt?.getTime() ?? Infinity, endedMs: null, hasSuccessor: false });
          }
          case 'revoke-key': {
            const key = pick(keys, step.key);
            if (!key) return;
            await here.revokeApiKey(pick(sessions, step.session)!.principal, key.id, {});
            key.endedMs ??= nowMs();
            return;
          }
          case 'rotate-key': {
            const key = pick(keys, step.key);
            if (!key) return;
            const may = isUsable(key) && !key.hasSuccessor;
            const given = await here
              .rotateApiKey(pick(sessions, step.session)!.principal, { id: key.id, overlapHours: step.overlapHours }, {})
              .catch(() => null);
            expect(given !== null).toBe(may);
            if (!given) return;
            key.hasSuccessor = true;
            key.untilMs = Math.min(key.untilMs, nowMs() + step.overlapHours * 3_600_000);
            keys.push({
              id: given.apiKey.id,
              secret: given.secret,
              untilMs: given.apiKey.expiresAt?.getTime() ?? Infinity,
              endedMs: null,
              hasSuccessor: false,
            });
          }
        }
      };

      const check = async (by: World['namespaces']): Promise<void> => {
        for (const session of sessions)
          for (const { token, untilMs } of session.access)
            expect(await succeeds(by.authenticate(`Bearer ${token}`)), 'an access token').toBe(isOn(session) && nowMs() < untilMs);
        for (const key of keys) expect(await succeeds(by.authenticate(`Bearer ${key.secret}`)), 'a key').toBe(isUsable(key));
      };

      for (const step of script) {
        await run(step);
        await check(here);
      }
      // The other process has seen what counted; what ended meanwhile counts there no longer than this.
      for (const { token } of sessions.flatMap(({ access }) => access)) await succeeds(elsewhere.authenticate(`Bearer ${token}`));
      await run({ do: 'end-others', session: 0 });
      world.clock.advance(staleMs);
      await check(elsewhere);
    }),
    { numRuns: 100 },
  );
}, 240_000);
