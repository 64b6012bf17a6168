import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientFor, type Client } from '../src/client.ts';
import { createPerson, type Person } from '../src/gati.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

let registry: Registry;
let person: Person;
beforeAll(async () => {
  registry = await startRegistry();
  person = await createPerson(registry.url);
});
afterAll(async () => {
  await person?.leave();
  await registry?.stop();
});

/** What ends counts at once in the process that ended it, and so soon in every other. */
const withinFiveSeconds = { timeout: 5_000 };
const password = 'four random words do well';
const newPassword = 'quite another password';
const anyone = () => createClientFor(registry.url);
const signedIn = async (input: object): Promise<Client> => createClientFor(registry.url, (await anyone().ask('SignIn', { input })).signIn.session.accessToken);

/** The code of the newest mail that leads to this page, as soon as it has arrived. */
async function mailedCode(page: string): Promise<string> {
  const folder = join(registry.dataFolder, 'outbox');
  const find = async () => {
    for (const name of (await readdir(folder).catch(() => []))
      .filter((file) => file.endsWith('.eml'))
      .sort()
      .toReversed()) {
      const text = Buffer.from((await readFile(join(folder, name), 'utf8')).split('\r\n\r\n')[1] ?? '', 'base64').toString('utf8');
      const code = text.match(new RegExp(`${registry.url}/${page}\\?code=(gatm_\\S+)`))?.[1];
      if (code) return code;
    }
    return '';
  };
  await expect.poll(find, { timeout: 10_000 }).not.toBe('');
  return find();
}

test('an account is made safe, loses its password and comes back; what a thief held is worth nothing', async () => {
  const { signUp } = await anyone().ask('SignUp', { input: { handle: 'careful', email: 'careful@example.com', password } });
  const thief = createClientFor(registry.url, signUp.session.accessToken);

  expect((await anyone().send('mutation ($c: String!) { verifyEmail(input: { code: $c }) { handle } }', { c: await mailedCode('verify-email') })).data).toEqual(
    {
      verifyEmail: { handle: 'careful' },
    },
  );

  const client = await signedIn({ handleOrEmail: 'careful@example.com', password, clientName: 'Firefox on Linux' });
  const { data } = await client.send('mutation { startTotp { secret uri } }');
  const codeAt = (offMs: number) => new TOTP({ secret: Secret.fromBase32(data.startTotp.secret) }).generate({ timestamp: Date.now() + offMs });
  const confirmed = await client.send('mutation ($c: String!) { confirmTotp(input: { code: $c }) { recoveryCodes } }', { c: codeAt(-30_000) });
  expect(confirmed.data.confirmTotp.recoveryCodes).toHaveLength(10);
  expect(await anyone().refused('SignIn', { input: { handleOrEmail: 'careful', password } })).toMatchObject({ extensions: { code: 'STEP_UP_REQUIRED' } });
  const [recoveryCode] = confirmed.data.confirmTotp.recoveryCodes;
  await signedIn({ handleOrEmail: 'careful', password, totp: recoveryCode });
  expect((await anyone().refused('SignIn', { input: { handleOrEmail: 'careful', password, totp: recoveryCode } })).extensions.code).toBe('UNAUTHENTICATED');

  // The session from before was never confirmed: it makes no key that would stay.
  const key = { input: { name: 'stays', scopes: ['ADMIN'] } };
  expect((await thief.refused('CreateApiKey', key)).extensions.code).toBe('STEP_UP_REQUIRED');
  const { createApiKey } = await client.ask('CreateApiKey', { input: { name: 'mine', scopes: ['READ', 'PUBLISH', 'ADMIN'] } });

  const basic = await fetch(`${registry.url}/v2/token?service=registry&scope=repository:careful/x:push`, {
    headers: { authorization: `Basic ${Buffer.from(`careful:${password}`).toString('base64')}` },
  });
  expect(basic.status).toBe(401);

  await anyone().send('mutation { requestPasswordReset(input: { handleOrEmail: "careful" }) { expiresAt } }');
  const reset = await anyone().send('mutation ($c: String!, $p: String!) { resetPassword(input: { code: $c, newPassword: $p }) { handle } }', {
    c: await mailedCode('reset-password'),
    p: newPassword,
  });
  expect(reset.data).toEqual({ resetPassword: { handle: 'careful' } });
  for (const session of [thief, client])
    await expect.poll(async () => (await session.run('Viewer')).errors[0]?.extensions.code, withinFiveSeconds).toBe('UNAUTHENTICATED');
  await expect(signedIn({ handleOrEmail: 'careful', password: newPassword, totp: codeAt(0) })).resolves.toBeDefined();
  expect((await createClientFor(registry.url, createApiKey.secret).ask('Viewer')).viewer.account.handle).toBe('careful');
});

test('sessions, keys with a successor, and robots are managed from the command line', async () => {
  const { signUp } = await anyone().ask('SignUp', { input: { handle: 'manager', email: 'manager@example.com', password } });
  await signedIn({ handleOrEmail: 'manager', password, clientName: 'Safari on macOS' });
  const { createOrganization } = await createClientFor(registry.url, signUp.session.accessToken).ask('CreateOrganization', { input: { handle: 'works' } });
  expect(createOrganization.namespace.handle).toBe('works');
  expect(await person.gati(['login', '--handle', 'manager', '--password-stdin'], { input: password })).toMatchObject({ code: 0 });
  const gati = async (...words: readonly string[]) => {
    const result = await person.gati([...words, '--json']);
    expect(result, result.stderr).toMatchObject({ code: 0 });
    return result.json();
  };

  const { sessions } = await gati('sessions', 'list');
  expect(sessions).toHaveLength(3);
  expect(sessions).toContainEqual(expect.objectContaining({ clientName: 'Safari on macOS', method: 'PASSWORD', isCurrent: false }));
  await gati('sessions', 'end', sessions.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent).id);
  expect(await gati('sessions', 'end', '--others')).toMatchObject({ endedCount: 1 });
  expect((await gati('sessions', 'list')).sessions).toMatchObject([{ isCurrent: true }]);

  const robot = await gati('robot', 'create', '@works', 'ci');
  expect(robot.handle).toBe('works+ci');
  const made = await gati('token', 'create', 'build', '--robot', robot.id, '--scope', 'publish', '--artifact', '@works/web-*');
  const pushTo = async (name: string, secret: string) => {
    const basic = Buffer.from(`works+ci:${secret}`).toString('base64');
    const token = await fetch(`${registry.url}/v2/token?service=registry&scope=repository:works/${name}:pull,push`, {
      headers: { authorization: `Basic ${basic}` },
    });
    const { token: bearer } = (await token.json()) as { token: string };
    return (await fetch(`${registry.url}/v2/works/${name}/blobs/uploads/`, { method: 'POST', headers: { authorization: `Bearer ${bearer}` } })).status;
  };
  expect(await pushTo('web-shop', made.secret)).toBe(202);
  expect([401, 403, 404]).toContain(await pushTo('auth', made.secret));

  const rotated = await gati('token', 'rotate', made.id, '--overlap', '0');
  expect(await pushTo('web-shop', rotated.secret)).toBe(202);
  await expect.poll(() => pushTo('web-shop', made.secret), withinFiveSeconds).toBe(401);
  expect((await gati('robot', 'list', '@works')).robots).toMatchObject([{ handle: 'works+ci' }]);
  await gati('robot', 'remove', robot.id);
  await expect.poll(() => pushTo('web-shop', rotated.secret), withinFiveSeconds).toBe(401);
});
