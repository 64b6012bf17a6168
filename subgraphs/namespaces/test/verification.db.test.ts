import { anonymous } from '@gati/authority';
import type { Handle } from '@gati/identifiers';
import { createSafeFetch, type SafeFetch } from '@gati/safe-fetch';
import { startNameServer, startWebServer, type Zone } from '@gati/safe-fetch/test-servers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { VerificationRow } from '../src/index.ts';
import { badgeGraceMs, challengeLifetimeMs, lookAgainAfterMs } from '../src/rules/verification-state.ts';
import { betweenLooksMs } from '../src/use-cases/check-verification.ts';
import { verificationsMax } from '../src/use-cases/request-verification.ts';
import { openWorld, publicUrl, refusal, type Signed, type World } from './world.ts';

const hosts = ['acme.example', 'social.example', 'api.github.com', 'raw.githubusercontent.com'];
const zone: Zone = {};
/** What the web answers, by host and path: a body, or a status. */
/** What stands on the page of a failure. */
let failureBody = '';
const pages = new Map<string, string | number | { readonly body: string; readonly contentType: string }>();
let names: Awaited<ReturnType<typeof startNameServer>>;
let web: Awaited<ReturnType<typeof startWebServer>>;
let world: World;
let owner: Signed;
let count = 0;
let handle: Handle;

beforeAll(async () => {
  names = await startNameServer(zone);
  web = await startWebServer((request, response) => {
    const page = pages.get(`${request.headers.host!.split(':')[0]}${request.url}`) ?? 404;
    if (typeof page === 'number') response.writeHead(page).end(page === 204 ? undefined : failureBody);
    else if (typeof page === 'string') response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    else response.writeHead(200, { 'content-type': page.contentType }).end(page.body);
  }, hosts);
  const safe = createSafeFetch({ allowed: [web.allowed], nameServers: [names.address], certificates: web.certificates });
  // The servers of tests have ports of their own; everything else about the way there is the real one.
  const outside: SafeFetch = { ...safe, fetch: (url, request) => safe.fetch(url.replace(/^(https:\/\/[^/:]+)/, `$1:${web.port}`), request) };
  world = await openWorld({ outside });
  owner = await world.signUp('verifies');
});
afterAll(() => Promise.all([world?.remove(), names?.stop(), web?.stop()]));
beforeEach(async () => {
  world.clock.advance(11 * 60_000);
  for (const name of Object.keys(zone)) delete zone[name];
  for (const host of hosts) zone[host] = { A: ['127.0.0.1'] };
  pages.clear();
  handle = `verified-${++count}` as Handle;
  await world.namespaces.createOrganization(owner.principal, { handle, displayName: 'x' }, {});
  // What earlier tests left is not looked for in this one.
  await world.database.client.verification.updateMany({ where: { endedAt: null }, data: { endedAt: world.clock() } });
  world.facts.length = names.asked.length = 0;
});

const request = (kind: VerificationRow['kind'], subject: string, method: VerificationRow['method'] | null = null, by = owner) =>
  world.namespaces.requestVerification(by.principal, { namespace: handle, kind, subject, method }, {});
const check = ({ id }: { id: string }, by = owner) => {
  world.clock.advance(betweenLooksMs);
  return world.namespaces.checkVerification(by.principal, id, {});
};
const recheck = () => {
  const job = world.namespaces.jobs.find(({ name }) => name === 'namespaces.recheck-verifications')!;
  return job.run({}, { signal: new AbortController().signal, lastAttempt: false });
};
const badges = async () => {
  const namespace = (await world.namespaces.namespaceByHandle(handle))!;
  return ((await world.namespaces.badgesOf([namespace.id])).get(namespace.id) ?? []).map(({ kind, subject }) => `${kind} ${subject}`);
};
const listed = async () => (await world.namespaces.listVerifications(owner.principal, (await world.namespaces.namespaceByHandle(handle))!))!;
const codeOf = async (call: Promise<unknown>) => (await refusal(call)).code;

describe('a domain', () => {
  test('is proved by its TXT record, and by no other text', async () => {
    const asked = await request('domain', ' Acme.Example. ');
    expect(asked).toMatchObject({
      kind: 'domain',
      subject: 'acme.example',
      method: 'dns_txt',
      location: '_gati-challenge.acme.example',
      status: 'pending',
      checkedAt: null,
    });
    expect(await check(asked)).toMatchObject({ status: 'failed', failure: expect.stringContaining('no TXT record') });
    for (const wrong of [`${asked.value}x`, asked.value.slice(0, -1), `x ${asked.value}`]) {
      zone[asked.location] = { TXT: [wrong] };
      expect(await check(asked)).toMatchObject({ status: 'failed' });
    }
    expect(await badges()).toEqual([]);
    zone[asked.location] = { TXT: ['v=spf1 -all', asked.value] };
    expect(await check(asked)).toMatchObject({ status: 'verified', failure: null });
    expect(await badges()).toEqual(['domain acme.example']);
    expect(world.facts.filter(({ name }) => name === 'verification.changed')).toHaveLength(1);
    expect(await world.auditOf(`@${handle}`)).toEqual(['organization.create', 'verification.request', 'verification.change', 'verification.change']);
  });

  test('is proved by its file', async () => {
    const asked = await request('domain', 'acme.example', 'well_known_file');
    expect(asked.location).toBe('https://acme.example/.well-known/gati-verification.txt');
    pages.set('acme.example/.well-known/gati-verification.txt', `<p>${asked.value}</p>`);
    expect(await check(asked)).toMatchObject({ status: 'failed' });
    pages.set('acme.example/.well-known/gati-verification.txt', `# ours\r\n${asked.value}\r\n`);
    expect(await check(asked)).toMatchObject({ status: 'verified' });
  });

  test('is never verified by a failure: overload, errors, silence, and what is not on the public internet are told alike or plainly', async () => {
    const asked = await request('domain', 'acme.example', 'well_known_file');
    failureBody = asked.value;
    for (const status of [429, 500, 503, 204, 302, 403]) {
      pages.set('acme.example/.well-known/gati-verification.txt', status);
      expect(await check(asked)).toMatchObject({ status: 'failed' });
    }
    const told = new Set<string>();
    for (const records of [{ A: ['10.0.0.1'] }, { A: ['169.254.169.254'] }, { AAAA: ['::ffff:7f00:1'] }, {}, 'fails'] as const) {
      zone['acme.example'] = records;
      told.add((await check(asked)).failure!);
    }
    expect([...told]).toEqual([expect.stringContaining('could not be read')]);
    const byName = await request('domain', 'acme.example');
    zone[byName.location] = 'fails';
    expect(await check(byName)).toMatchObject({ status: 'failed', failure: expect.stringContaining('did not answer') });
    expect(await badges()).toEqual([]);
  });
});

describe('an account elsewhere', () => {
  const github = (fields: object) => pages.set('api.github.com/users/acme', JSON.stringify({ id: 7, login: 'Acme', ...fields }));

  test('on GitHub is proved by its description or a file, and stays the same account', async () => {
    const asked = await request('github', '@Acme');
    expect(asked).toMatchObject({ subject: 'acme', method: 'profile_text', location: 'https://github.com/acme' });
    github({ bio: `we are ${asked.value}0` });
    expect(await check(asked)).toMatchObject({ status: 'failed' });
    github({ bio: `we are ${asked.value} indeed` });
    expect(await check(asked)).toMatchObject({ status: 'verified', subjectId: '7' });
    github({ id: 8, bio: asked.value });
    expect(await check(asked)).toMatchObject({ failure: expect.stringContaining('another account') });

    const byFile = await request('github', 'acme', 'repository_file');
    github({});
    expect(await check(byFile)).toMatchObject({ status: 'failed' });
    pages.set('raw.githubusercontent.com/acme/.github/HEAD/gati-verification.txt', byFile.value);
    expect(await check(byFile)).toMatchObject({ status: 'verified' });
    expect(await badges()).toEqual(['github acme']);
  });

  test('on GitHub is proved by the sign-in of an administrator, as long as both last, and by GitHub alone', async () => {
    const asked = await request('github', 'acme', 'linked_identity');
    github({});
    const link = (issuer: string) =>
      world.database.client.linkedIdentity.create({
        data: {
          id: crypto.randomUUID(),
          accountId: owner.principal.accountId,
          provider: 'github',
          issuer,
          subject: '7',
          name: 'acme',
          createdAt: world.clock(),
        },
      });
    expect(await check(asked)).toMatchObject({ status: 'failed' });
    await link('https://issuer.example');
    expect(await check(asked)).toMatchObject({ status: 'failed' });
    await link('https://github.com/login/oauth');
    expect(await check(asked)).toMatchObject({ status: 'verified' });
    await world.database.client.membership.updateMany({
      where: { accountId: owner.principal.accountId, namespaceId: asked.namespaceId },
      data: { role: 'write' },
    });
    world.clock.advance(lookAgainAfterMs.seen);
    await recheck();
    expect(await world.database.client.verification.findUnique({ where: { id: asked.id } })).toMatchObject({ failure: expect.stringContaining('Nobody') });
    await world.database.client.linkedIdentity.deleteMany();
  });

  test('on a social network is proved by a link that says it is the same, in HTML or in a profile of the Fediverse', async () => {
    const asked = await request('social', 'https://Social.example/@acme/');
    const page = 'social.example/@acme';
    expect(asked).toMatchObject({ subject: 'https://social.example/@acme', value: `${publicUrl}/@${handle}` });
    for (const wrong of [
      `<a href="${asked.value}">us</a>`,
      `<!-- <a rel="me" href="${asked.value}"> -->`,
      `<a title='<a rel="me" href="${asked.value}">' href="/">x</a>`,
      `<script>'<a rel="me" href="${asked.value}">'</script>`,
      `<a rel="me" href="${asked.value}-two">us</a>`,
      `<a rel="nofollow ugc" href="${asked.value}">a comment</a>`,
      asked.value,
    ]) {
      pages.set(page, wrong);
      expect(await check(asked), wrong).toMatchObject({ status: 'failed' });
    }
    pages.set(page, `<p>hello <a class=x href='${asked.value}/' rel="nofollow noopener me">us</a>`);
    expect(await check(asked)).toMatchObject({ status: 'verified' });
    const attachment = [{ type: 'PropertyValue', name: 'Registry', value: `<a href="${asked.value}" rel="me nofollow">${asked.value}</a>` }];
    pages.set(page, { body: JSON.stringify({ type: 'Person', summary: 'x', attachment }), contentType: 'application/activity+json; charset=utf-8' });
    const again = await request('social', 'https://social.example/@acme');
    expect(await check(again)).toMatchObject({ status: 'verified' });
  });
});

describe('a proof', () => {
  const proved = async () => {
    const asked = await request('domain', 'acme.example');
    zone[asked.location] = { TXT: [asked.value] };
    await check(asked);
    return asked;
  };

  test('is looked for by the registry itself: what waited is seen without anybody asking', async () => {
    const asked = await request('domain', 'acme.example');
    zone[asked.location] = { TXT: [asked.value] };
    await recheck();
    expect(await badges()).toEqual([]);
    world.clock.advance(lookAgainAfterMs.awaited);
    await Promise.all([recheck(), recheck()]);
    expect(await badges()).toEqual(['domain acme.example']);
    expect(names.asked.filter((question) => question === `${asked.location} TXT`)).toHaveLength(1);
  });

  test('that goes takes the badge after the grace and not before; its history stays, and it can come back', async () => {
    const asked = await proved();
    delete zone[asked.location];
    world.clock.advance(lookAgainAfterMs.seen);
    await recheck();
    expect((await listed())[0]).toMatchObject({ status: 'verified', failure: expect.any(String) });
    expect(await badges()).toEqual(['domain acme.example']);
    world.clock.advance(badgeGraceMs - lookAgainAfterMs.seen - 1);
    await recheck();
    expect(await badges()).toEqual(['domain acme.example']);
    world.clock.advance(1);
    expect(await badges()).toEqual([]);
    await recheck();
    expect((await listed())[0]).toMatchObject({ status: 'lapsed' });
    expect((await listed())[0]!.events.map(({ status }) => status)).toEqual(['lapsed', 'verified', 'verified', 'pending']);
    expect(world.facts.filter(({ name }) => name === 'verification.changed')).toHaveLength(2);
    zone[asked.location] = { TXT: [asked.value] };
    expect(await check(asked)).toMatchObject({ status: 'verified' });
    await expect(world.database.client.verificationEvent.deleteMany()).rejects.toThrow();
  });

  test('cannot be brought when its challenge has lapsed, and nothing is looked at then', async () => {
    const asked = await request('domain', 'acme.example');
    zone[asked.location] = { TXT: [asked.value] };
    world.clock.advance(challengeLifetimeMs);
    names.asked.length = 0;
    expect(await check(asked)).toMatchObject({ status: 'failed', failure: expect.stringContaining('lapsed') });
    expect(names.asked).toEqual([]);
  });

  test('is looked for once in ten seconds, whoever asks, also of many at once', async () => {
    const asked = await request('domain', 'acme.example');
    world.clock.advance(betweenLooksMs);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => world.namespaces.checkVerification(owner.principal, asked.id, {})));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await codeOf(world.namespaces.checkVerification(owner.principal, asked.id, {}))).toBe('RATE_LIMITED');
  });

  test('asked for again has the new challenge alone, and the badge stays until that is seen', async () => {
    const old = await proved();
    const first = await request('domain', 'acme.example', 'well_known_file');
    const second = await request('domain', 'acme.example', 'well_known_file');
    expect(await codeOf(check(first))).toBe('NOT_FOUND');
    expect(await badges()).toEqual(['domain acme.example']);
    pages.set('acme.example/.well-known/gati-verification.txt', second.value);
    await check(second);
    expect((await listed()).map(({ id }) => id)).toEqual([second.id]);
    expect(await codeOf(check(old))).toBe('NOT_FOUND');
  });

  test('that is removed takes its badge at once', async () => {
    const asked = await proved();
    await world.namespaces.removeVerification(owner.principal, asked.id, {});
    expect([await badges(), await listed()]).toEqual([[], []]);
    expect(await codeOf(world.namespaces.removeVerification(owner.principal, asked.id, {}))).toBe('NOT_FOUND');
  });
});

describe('who may', () => {
  test('is an admin: others may not ask, and learn of none', async () => {
    const asked = await request('domain', 'acme.example');
    const stranger = await world.signUp(`stranger-${count}`);
    expect(await codeOf(request('domain', 'acme.example', null, stranger))).toBe('NAMESPACE_PERMISSION_DENIED');
    expect(
      await codeOf(world.namespaces.requestVerification(anonymous, { namespace: handle, kind: 'domain', subject: 'acme.example', method: null }, {})),
    ).toBe('UNAUTHENTICATED');
    const missing = await refusal(check({ id: '00000000-0000-4000-8000-000000000000' }, stranger));
    expect(missing.code).toBe('NOT_FOUND');
    expect((await refusal(check(asked, stranger))).code).toBe('NOT_FOUND');
    expect(await codeOf(world.namespaces.removeVerification(stranger.principal, asked.id, {}))).toBe('NOT_FOUND');
    expect(await codeOf(world.namespaces.checkVerification(anonymous, asked.id, {}))).toBe('UNAUTHENTICATED');
    expect(await world.namespaces.listVerifications(stranger.principal, (await world.namespaces.namespaceByHandle(handle))!)).toBeNull();
  });

  test('asks for twenty at most', async () => {
    for (let i = 0; i < verificationsMax; i++) await request('domain', `a${i}.example`);
    expect(await codeOf(request('domain', 'one-more.example'))).toBe('QUOTA_EXCEEDED');
    await request('domain', 'a1.example');
  });

  test.each([
    ['domain', 'acme'],
    ['domain', 'https://acme.example'],
    ['domain', 'acme.example/x'],
    ['domain', '127.0.0.1'],
    ['domain', '0x7f.1'],
    ['domain', '[::1]'],
    ['domain', 'acme.example:8443'],
    ['domain', `${'a.'.repeat(130)}example`],
    ['domain', '_x.acme.example'],
    ['github', 'a--b'],
    ['github', 'acme/repo'],
    ['github', '../orgs'],
    ['social', 'http://social.example/@acme'],
    ['social', 'https://social.example/search?q=x'],
    ['social', 'https://social.example:8443/@acme'],
    ['social', 'https://u:p@social.example/@acme'],
    ['social', 'https://127.0.0.1/@acme'],
    ['social', 'javascript:alert(1)'],
    ['social', `https://social.example/${'x'.repeat(300)}`],
  ] as const)('asks for no %s «%s»', async (kind, subject) => {
    expect(await codeOf(request(kind, subject))).toBe('VALIDATION_FAILED');
  });

  test('asks in a way that fits', async () => {
    expect(await codeOf(request('domain', 'acme.example', 'profile_text'))).toBe('VALIDATION_FAILED');
    expect(await codeOf(request('social', 'https://social.example/@acme', 'dns_txt'))).toBe('VALIDATION_FAILED');
    expect(await request('domain', 'bücher.example')).toMatchObject({ subject: 'xn--bcher-kva.example' });
  });
});
