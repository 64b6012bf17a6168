import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp, type Client } from '../src/client.ts';
import { createPerson, createPublisher, moduleFiles, type Person } from '../src/gati.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

type Account = Client & { readonly handle: string; readonly password: string };

let registry: Registry;
let [owner, member, guest]: Account[] = [];
let [owning, joining, visiting]: Person[] = [];
beforeAll(async () => {
  registry = await startRegistry();
  [owner, member, guest] = await Promise.all(['head', 'hand', 'guest'].map((handle) => signUp(registry.url, handle)));
  owning = await createPublisher(registry.url, owner!);
  [joining, visiting] = [await createPerson(registry.url), await createPerson(registry.url)];
  await done(joining, ['login', '--handle', 'hand', '--password-stdin'], `${member!.password}\n`);
  await done(visiting, ['login', '--handle', 'guest', '--password-stdin'], `${guest!.password}\n`);
  await done(owning, ['org', 'create', '@works']);
  await done(owning, ['keys', 'generate', '--out', 'works', '--register', '@works']);
  await done(owning, ['publish', await owning.folder('plan', moduleFiles('@works/plan', '1.0.0')), '--private', '--key', 'works.key']);
  const { id } = await done(owning, ['org', 'invite', '@works', 'hand', '--role', 'read']);
  await done(joining, ['org', 'accept', id]);
});
afterAll(async () => {
  await Promise.all([owning, joining, visiting].map((person) => person?.leave()));
  await registry?.stop();
});

/** Runs a command that must succeed, and gives its one document. */
async function done(person: Person | undefined, parameters: readonly string[], input = ''): Promise<any> {
  const result = await person!.gati([...parameters, '--json'], { input });
  expect(result.code, `gati ${parameters.join(' ')}: ${result.stdout}${result.stderr}`).toBe(0);
  return result.json();
}
/** The code with which a command is refused. */
async function refused(person: Person | undefined, parameters: readonly string[]): Promise<string> {
  const result = await person!.gati([...parameters, '--json']);
  expect(result.code, result.stdout).toBe(1);
  return result.json().error.code;
}

test('a team is made, filled with members and robots, shown to members, renamed and ended', async () => {
  expect(await done(owning, ['team', 'create', '@works:makers'])).toMatchObject({ team: '@works:makers' });
  await done(owning, ['robot', 'create', '@works', 'ci']);
  expect(await done(owning, ['team', 'add-member', '@works:makers', '@hand'])).toEqual({ team: '@works:makers', handle: 'hand' });
  await done(owning, ['team', 'add-member', '@works:makers', 'works+ci']);
  const listed = await done(joining, ['team', 'list', '@works']);
  expect(listed).toMatchObject({ namespace: '@works', teams: [{ team: '@works:makers', members: ['hand', 'works+ci'] }] });
  expect((await joining!.gati(['team', 'list', '@works'])).stdout).toBe('@works:makers  2 members  @hand @works+ci\n');

  await done(owning, ['team', 'rename', '@works:makers', 'builders']);
  await done(owning, ['team', 'remove-member', '@works:builders', 'hand']);
  expect((await done(owning, ['team', 'list', '@works'])).teams).toMatchObject([{ id: listed.teams[0].id, team: '@works:builders', members: ['works+ci'] }]);
  await done(owning, ['team', 'remove', '@works:builders']);
  expect((await done(owning, ['team', 'list', '@works'])).teams).toEqual([]);
});

test('teams are no business of others, and no member makes one', async () => {
  expect(await refused(joining, ['team', 'create', '@works:mine'])).toBe('NAMESPACE_PERMISSION_DENIED');
  expect(await refused(visiting, ['team', 'list', '@works'])).toBe('NAMESPACE_PERMISSION_DENIED');
  const nobody = await createPerson(registry.url);
  expect(await refused(nobody, ['team', 'list', '@works'])).toBe('UNAUTHENTICATED');
  await nobody.leave();
  expect(await refused(owning, ['team', 'add-member', '@works:none', 'hand'])).toBe('NOT_FOUND');
});

test('roles on one artifact go to people, robots and teams, are listed, and are taken away', async () => {
  await done(owning, ['team', 'create', '@works:readers']);
  expect(await done(owning, ['access', 'grant', '@works/plan', 'guest', 'read'])).toMatchObject({ name: '@works/plan', role: 'READ', to: '@guest' });
  await done(owning, ['access', 'grant', '@works/plan', '@works+ci', 'write']);
  await done(owning, ['access', 'grant', '@works/plan', '@works:readers', 'write']);
  await done(owning, ['access', 'grant', '@works/plan', '@works:readers', 'admin']);
  const { grants } = await done(owning, ['access', 'list', '@works/plan']);
  expect(grants).toMatchObject([
    { account: 'guest', team: null, role: 'READ' },
    { account: 'works+ci', team: null, role: 'WRITE' },
    { account: null, team: '@works:readers', role: 'ADMIN' },
  ]);
  expect(await done(visiting, ['info', '@works/plan'])).toMatchObject({ name: '@works/plan' });
  expect(await refused(visiting, ['access', 'list', '@works/plan'])).toBe('NAMESPACE_PERMISSION_DENIED');
  expect(await refused(visiting, ['access', 'grant', '@works/plan', 'guest', 'admin'])).toBe('NAMESPACE_PERMISSION_DENIED');

  await done(owning, ['access', 'revoke', '@works/plan', '@works:readers']);
  await done(owning, ['access', 'revoke', '@works/plan', 'works+ci']);
  expect((await done(owning, ['access', 'list', '@works/plan'])).grants).toMatchObject([{ account: 'guest' }]);
  expect(await done(visiting, ['access', 'revoke', '@works/plan', 'guest'])).toEqual({ name: '@works/plan', from: '@guest' });
  expect(await refused(visiting, ['access', 'list', '@works/plan'])).toBe('NOT_FOUND');
});
