import type { TestRegistry } from '@gati/testkit/registry';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../src/commands.ts';
import { parseArguments } from '../src/command-line/parse-arguments.ts';
import { createMachine, startSigningRegistry } from './harness.ts';

let registry: TestRegistry;
beforeAll(async () => {
  registry = await startSigningRegistry();
});
afterAll(() => registry.stop());

test.each([
  [['publsh'], 'Did you mean gati publish?'],
  [['token', 'revok', 'x'], 'Did you mean gati token revoke?'],
  [['keys'], 'gati keys generate, gati keys list, gati keys revoke'],
  [['xyzzy'], 'gati --help lists the commands.'],
  [['frobnicate', '@a/b'], 'There is no command «frobnicate»'],
  [['deprecate', '@a/b'], 'Give either a message or --undo.'],
  [['org', 'role', '@a', 'b', 'boss'], '«boss» is no role.'],
  [['access', 'grant', '@a/b', '@c:d', 'read'], '@c:d is no team of @a, to which @a/b belongs.'],
  [['access', 'revoke', '@a/b', '@c:d'], 'gati team list @a'],
  [['access', 'grant', '@a/b', 'c', 'owner'], '«owner» is no role on an artifact.'],
  [['team', 'create', '@a'], 'Write it as @acme:developers'],
  [['team', 'add-member', '@a:b:c', 'd'], '«@a:b:c» is no team.'],
  [['install', '--frozn'], 'Did you mean --frozen?'],
  [['install', '--frozen=yes'], '--frozen takes no value.'],
  [['publish', '--key'], '--key needs a value: --key FILE'],
  [['publish', '--key', '--tag', 'next'], '--key needs a value, and --tag looks like an option.'],
  [['publish', '--tag', 'a', '--tag', 'b'], '--tag is given twice.'],
  [['tag', '@a/b@1.0.0'], 'LABEL is missing'],
  [['whoami', 'extra'], '«extra» is one argument too many.'],
  [['yank', '@a/b@latest'], '«@a/b@latest» does not name a version exactly.'],
  [['search', '--limit', 'many'], '«many» is no value of --limit.'],
  [['search', '--type', 'modul'], '«modul» is no value of --type.'],
  [['install', '--frozen', '@a/b'], '--frozen takes no references'],
  [['login', '--handle', 'me'], '--handle and --password-stdin belong together.'],
  [['whoami', '--registry', 'gati.dev'], '«gati.dev» is not the address of a registry.'],
  [['whoami', '--registry', 'http://gati.dev/graphql'], 'Write http://gati.dev'],
  [['whoami', '--registry', 'http://me:pw@gati.dev'], 'must not hold credentials'],
  [['token', 'create', 'x', '--expires', 'yesterday'], '«yesterday» is not a time to come.'],
])('gati %j is wrong usage', async (words, said) => {
  const ran = await (await createMachine(registry)).gati(words);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(said);
  expect(ran.stdout).toBe('');
});

test.each([[['unpublish', '@a/b@1.0.0']], [['keys', 'revoke', 'some-key']], [['transfer', '@a/b', '@c']]])(
  'gati %j cannot be undone: where nobody can be asked, only --yes does it',
  async (words) => {
    registry.forgetRequests();
    const machine = await createMachine(registry);
    const ran = await machine.gati(words);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('use --yes');
    expect(registry.requests).toEqual([]);
    await machine.gati([...words, '--yes']);
    expect(registry.requests).not.toEqual([]);
  },
);

test('wrong usage is one JSON document with --json', async () => {
  const ran = await (await createMachine(registry)).gati(['publsh', '--json']);
  expect(ran).toMatchObject({ code: 2, json: { error: { code: 'USAGE', suggestions: ['Did you mean gati publish?'] } } });
});

test.each(commands.map(({ name }) => name))('gati %s has a help with examples of its own', async (name) => {
  const machine = await createMachine(registry);
  const help = await machine.gati([...name.split(' '), '--help']);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain(`Usage: gati ${name}`);
  expect(help.stdout.split('Examples:')[1]).toMatch(new RegExp(`^  (?:.*[(=… ])?gati ${name}`, 'm'));
  expect((await machine.gati(['help', ...name.split(' ')])).stdout).toBe(help.stdout);
});

test.each([[[]], [['--help']], [['help']], [['-h']]])('gati %j lists every command', async (words) => {
  const ran = await (await createMachine(registry)).gati(words);
  expect(ran.code).toBe(0);
  for (const { name } of commands) expect(ran.stdout).toContain(`  ${name} `);
});

test.each(['keys', 'token', 'org', 'team', 'access'])('gati %s lists its commands when asked for help, however it is asked', async (first) => {
  const machine = await createMachine(registry);
  const help = await machine.gati([first, '--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  for (const { name } of commands) expect(help.stdout.includes(`  ${name} `)).toBe(name.startsWith(`${first} `));
  for (const words of [
    [first, '-h'],
    [first, 'help'],
    ['help', first],
  ])
    expect((await machine.gati(words)).stdout).toBe(help.stdout);
});

test('the version is asked for by -v and --version, and the help says so', async () => {
  const machine = await createMachine(registry);
  for (const word of ['-v', '--version']) expect(await machine.gati([word])).toMatchObject({ code: 0, stdout: '0.0.0\n' });
  expect((await machine.gati(['--help'])).stdout).toContain('-v, --version');
});

test('what follows -- is an argument, and a value may begin with a dash when tied to its option', async () => {
  const definition = { arguments: [{ name: 'X', does: '', isMany: true }], options: { reason: { type: 'string', does: '' } } } as const;
  const parsed = await parseArguments('yank', definition, ['--reason=-x', '--', '--json']);
  expect(parsed.arguments).toEqual(['--json']);
  expect(parsed.options).toMatchObject({ reason: '-x', json: false });
});

test('an option named like a property of every object is unknown like any other', async () => {
  const ran = await (await createMachine(registry)).gati(['whoami', '--constructor']);
  expect(ran.code).toBe(2);
});

test('an unreachable registry is exit 1 with the reason and what to do', async () => {
  const ran = await (await createMachine(registry, { registry: 'http://127.0.0.1:2' })).gati(['info', '@a/b', '--json']);
  expect(ran).toMatchObject({
    code: 1,
    json: {
      error: {
        code: 'UPSTREAM_UNAVAILABLE',
        suggestions: ['Check the address, and that the registry is running.', 'Or name another registry: --registry URL, or GATI_REGISTRY'],
      },
    },
  });
});

test('what others wrote cannot move the cursor or colour the terminal', async () => {
  const { printable, oneLine } = await import('../src/console/format.ts');
  expect(printable('a\u001b[31mred\u0007\u202e')).toBe('a\\u{1b}[31mred\\u{7}\\u{202e}');
  expect(oneLine('a\n\n b\t c', 5)).toBe('a b c');
});
