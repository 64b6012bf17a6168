import type { TestRegistry } from '@gati/testkit/registry';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMachine, createPublisher, type Machine, startSigningRegistry } from './harness.ts';

let registry: TestRegistry;
let publisher: Awaited<ReturnType<typeof createPublisher>>;
let reader: Machine['gati'];
beforeAll(async () => {
  registry = await startSigningRegistry();
  publisher = await createPublisher(registry, 'acme');
  await publisher.publish({ name: '@acme/auth', version: '1.0.0' });
  registry.world.settings.findings = [{ kind: 'VULNERABILITY', severity: 'HIGH', title: 'Prototype \u001b[31mpollution' }];
  await publisher.publish({ name: '@acme/auth', version: '1.1.0' });
  registry.world.settings.findings = [];
  reader = (words) => createMachine(registry).then((machine) => machine.gati(words));
}, 60_000);
afterAll(() => registry.stop());

test('search prints one line for each hit, and one document with --json', async () => {
  expect((await reader(['search', 'auth'])).stdout).toMatch(/^@acme\/auth +1\.1\.0 +module/);
  expect((await reader(['search', 'auth', '--json'])).json).toMatchObject({ totalCount: 1, artifacts: [{ name: '@acme/auth', latest: { version: '1.1.0' } }] });
  expect(await reader(['search', 'nothing-of-this-name'])).toMatchObject({ code: 0, stdout: 'Nothing was found.\n' });
});

test('info shows what it is, who signed it and how to install it', async () => {
  const { stdout } = await reader(['info', '@acme/auth@^1']);
  for (const part of ['@acme/auth', '1.1.0 published', publisher.fingerprint, 'gati install @acme/auth@^1']) expect(stdout).toContain(part);
  expect((await reader(['info', '@acme/auth', '--readme'])).stdout).toContain('Read me');
  expect(await reader(['info', '@acme/none'])).toMatchObject({ code: 1, stdout: '' });
  expect((await reader(['info', 'acme'])).code).toBe(1);
});

test('versions lists versions and labels', async () => {
  await publisher.gati(['tag', '@acme/auth@1.0.0', 'stable']);
  expect((await reader(['versions', '@acme/auth', '--json'])).json.versions.map(({ version, labels }: { version: string; labels: string[] }) => [version, labels])).toEqual([['1.1.0', []], ['1.0.0', ['stable']]]); // prettier-ignore
  expect((await publisher.gati(['tag', '@acme/auth@1.0.0', '1.x'])).code).toBe(1);
});

test('scan shows findings; watching prints each event as a line of JSON', async () => {
  const shown = await reader(['scan', '@acme/auth']);
  expect(shown.stdout).toContain('Prototype \\u{1b}[31mpollution');
  const watched = await reader(['scan', '@acme/auth@1.1.0', '--watch', '--json']);
  const events = watched.stdout.trim().split('\n').map((line) => JSON.parse(line) as { status: string; sequence: number }); // prettier-ignore
  expect(events.at(-1)?.status).toBe('FINDINGS');
  expect(await reader(['scan', '@acme/auth@9.9.9', '--watch'])).toMatchObject({ code: 1, stdout: '' });
});

test('what has no latest version is shown by its newest, with status and whole reason, and nothing says how to install it', async () => {
  await publisher.publish({ name: '@acme/doubtful', version: '1.0.0' });
  const record = registry.world.artifacts.get('@acme/doubtful' as never)!.versions.get('1.0.0')!;
  const statusReason = `Signed with the key sha256:${'4f'.repeat(32)}, which is revoked from 2026-11-01 on: the laptop that held it was lost`;
  Object.assign(record, { status: 'QUARANTINED', statusReason });
  const info = await reader(['info', '@acme/doubtful']);
  expect(info.code).toBe(0);
  expect(info.stdout).toContain('no latest; the newest is 1.0.0 quarantined');
  expect(info.stdout).toContain(statusReason);
  expect(info.stdout).not.toContain('gati install');
  expect((await reader(['info', '@acme/doubtful', '--json'])).json).toMatchObject({ version: null, newest: { version: '1.0.0', statusReason } });
  expect((await reader(['info', '@acme/doubtful@1.0.0'])).stdout).not.toContain('gati install');
  expect((await reader(['versions', '@acme/doubtful'])).stdout).toContain(statusReason);
  for (const words of [['scan'], ['scan', '--watch'], ['verify']]) {
    const ran = await reader([...words, '@acme/doubtful']);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(`@acme/doubtful has no latest version; its newest is 1.0.0, quarantined (${statusReason}).`);
  }
});

test.each(['info', 'scan', 'verify'])('%s of a version that there is not is exit 1 and says where to look', async (name) => {
  for (const missing of ['9.9.9', '^9', 'none']) {
    const ran = await reader([name, `@acme/auth@${missing}`]);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(`There is no @acme/auth@${missing}.`);
    expect(ran.stderr).toContain('gati versions @acme/auth');
  }
});

test('diff and graph show the Timescape', async () => {
  expect((await reader(['diff', '@acme/auth', '1.0.0', '1.1.0'])).stdout).toMatch(
    /BREAKING for callers; bump due: major, made: minor[^]*fails with: \{"user":1\}/,
  );
  expect((await reader(['diff', '@acme/auth', '1.0.0', '9.0.0'])).code).toBe(1);
  expect((await reader(['graph', '@acme/auth'])).stdout).toMatch(/^1\.x\n[^]*1\.0\.0[^]*1\.1\.0 .*after 1\.0\.0/);
});

test('a version is yanked and restored by its publisher alone', async () => {
  expect(await reader(['yank', '@acme/auth@1.0.0', '--json'])).toMatchObject({ code: 1, json: { error: { code: 'UNAUTHENTICATED' } } });
  expect((await publisher.gati(['yank', '@acme/auth@1.0.0', '--reason', 'slow', '--json'])).json).toEqual({
    name: '@acme/auth',
    version: '1.0.0',
    status: 'YANKED',
    statusReason: 'slow',
  });
  expect((await publisher.gati(['unyank', '@acme/auth@1.0.0', '--json'])).json).toMatchObject({ status: 'PUBLISHED' });
});

test('stars are given once and taken back', async () => {
  expect((await publisher.gati(['star', '@acme/auth', '--json'])).json).toMatchObject({ stars: 1, viewerHasStarred: true });
  expect((await publisher.gati(['star', '@acme/auth', '--json'])).json).toMatchObject({ stars: 1 });
  expect((await publisher.gati(['unstar', '@acme/auth', '--json'])).json).toMatchObject({ stars: 0, viewerHasStarred: false });
});

test('unpublish removes a version', async () => {
  await publisher.publish({ name: '@acme/gone', version: '1.0.0' });
  expect((await publisher.gati(['unpublish', '@acme/gone@1.0.0', '--yes', '--json'])).json).toMatchObject({ unpublished: true });
  expect(await reader(['info', '@acme/gone@1.0.0', '--json'])).toMatchObject({ code: 1, json: { error: { code: 'NOT_FOUND' } } });
});

test('at a terminal unpublish asks for the name, and does nothing for another answer', async () => {
  await publisher.publish({ name: '@acme/asked', version: '1.0.0' });
  const typing = (stdin: string) => publisher.gati(['unpublish', '@acme/asked@1.0.0'], { isTerminal: true, stdin });
  expect(await typing('y\n')).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was done.') });
  expect(await typing('@acme/asked@1.0.0\n')).toMatchObject({ code: 0 });
});

test('with --json nothing but the document is on stdout, whatever the command', async () => {
  for (const words of [
    ['search', 'auth'],
    ['info', '@acme/auth'],
    ['versions', '@acme/auth'],
    ['scan', '@acme/auth'],
    ['verify', '@acme/auth'],
    ['graph', '@acme/auth'],
    ['keys', 'list', '@acme'],
    ['outdated'],
  ]) {
    const ran = await reader([...words, '--json']);
    expect(() => ran.json as unknown, words.join(' ')).not.toThrow();
    expect(ran.code, ran.stderr).toBe(0);
  }
});
