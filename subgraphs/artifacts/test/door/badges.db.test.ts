import { expect, test } from 'vitest';
import { clientOf } from './client.ts';
import { inWorld } from './world.ts';

const open = inWorld();
const stranger = clientOf({ url: '' }, null);

test('a badge says what anybody may see, is kept by caches for a while, and can do nothing', async () => {
  const { ada, judge, door } = open();
  await judge('@acme/badged', (await ada.pushImage('acme/badged', '1.0.0', [])).digest);
  for (const [kind, text] of [
    ['version', 'gati: v1.0.0'],
    ['downloads', 'downloads: 0 a week'],
    ['license', 'license: none'],
    ['score', 'security: 93 of 100'],
  ]) {
    const answer = await stranger.get(`${door.url}/badges/@acme/badged/${kind}.svg`);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining(`aria-label="${text}"`)]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': 'public, max-age=300',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    const again = await stranger.get(`${door.url}/badges/@acme/badged/${kind}.svg`, { 'if-none-match': answer.headers.get('etag')! });
    expect([again.status, await again.text()]).toEqual([304, '']);
  }
  const head = await stranger.head(`${door.url}/badges/@acme/badged/version.svg`);
  expect([head.status, Number(head.headers.get('content-length')) > 100]).toEqual([200, true]);
});

test('what is staged, private or missing has one and the same badge, for its writers too', async () => {
  const { ada, judge, database } = open();
  await ada.pushImage('acme/unjudged', '1.0.0', []);
  const hidden = await ada.pushImage('acme/hidden', '1.0.0', []);
  await judge('@acme/hidden', hidden.digest);
  await database.client.artifact.update({ where: { name: '@acme/hidden' }, data: { visibility: 'private' } });
  const answers = await Promise.all(
    ['acme/unjudged', 'acme/hidden', 'acme/absent', 'nobody/absent', 'acme/UPPER', 'acme/%2e%2e'].map(async (repository) => {
      const answer = await ada.get(`/badges/@${repository}/version.svg`);
      return { status: answer.status, etag: answer.headers.get('etag'), cache: answer.headers.get('cache-control'), body: await answer.text() };
    }),
  );
  expect(answers[0]).toMatchObject({ status: 404, body: expect.stringContaining('not found') });
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

test('a kind that there is not is told which there are', async () => {
  const { door } = open();
  const answer = await stranger.get(`${door.url}/badges/@acme/any/stars.svg`);
  expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('one of version, downloads')]);
});
