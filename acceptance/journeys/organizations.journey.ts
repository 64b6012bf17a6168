import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClientFor, signUp, type Client } from '../src/client.ts';
import { createPerson, createPublisher, moduleFiles, type Person } from '../src/gati.ts';
import { createOci } from '../src/oci.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

type Account = Client & { readonly handle: string; readonly password: string };

let registry: Registry;
let founder: Account;
let helper: Account;
let founding: Person;
let helping: Person;
beforeAll(async () => {
  registry = await startRegistry();
  [founder, helper] = [await signUp(registry.url, 'founder'), await signUp(registry.url, 'helper')];
  founding = await createPublisher(registry.url, founder);
  helping = await createPerson(registry.url);
  await done(helping, ['login', '--handle', 'helper', '--password-stdin'], `${helper.password}\n`);
});
afterAll(async () => {
  await founding?.leave();
  await helping?.leave();
  await registry?.stop();
});

/** Runs a command that must succeed, and gives its one document. */
async function done(person: Person, parameters: readonly string[], input = ''): Promise<any> {
  const result = await person.gati([...parameters, '--json'], { input });
  expect(result.code, `gati ${parameters.join(' ')}: ${result.stdout}${result.stderr}`).toBe(0);
  return result.json();
}

test('somebody is invited, accepts, sees what is private, and loses every right within five seconds of being removed', async () => {
  await done(founding, ['org', 'create', '@crew']);
  await done(founding, ['keys', 'generate', '--out', 'crew', '--register', '@crew']);
  const folder = await founding.folder('plan', moduleFiles('@crew/plan', '1.0.0'));
  await done(founding, ['publish', folder, '--private', '--key', 'crew.key']);

  const { id } = await done(founding, ['org', 'invite', '@crew', 'helper', '--role', 'read']);
  expect((await helper.ask('Artifact', { name: '@crew/plan' })).artifact).toBeNull();
  expect((await helper.ask('Viewer')).viewer.invitations).toMatchObject([{ id, role: 'READ', namespace: { handle: 'crew' } }]);
  expect(await done(helping, ['org', 'accept', id])).toEqual({ namespace: '@crew', role: 'READ' });
  expect((await helper.ask('Artifact', { name: '@crew/plan' })).artifact).toMatchObject({ name: '@crew/plan' });
  expect((await done(helping, ['org', 'members', '@crew'])).members).toEqual([
    { handle: 'founder', role: 'OWNER' },
    { handle: 'helper', role: 'READ' },
  ]);
  const oci = createOci(registry.url, 'crew/plan', { username: 'helper', password: helper.password });
  expect((await oci.send('/manifests/1.0.0')).status).toBe(200);

  await done(founding, ['org', 'remove', '@crew', 'helper']);
  expect((await helper.ask('Artifact', { name: '@crew/plan' })).artifact).toBeNull();
  await expect.poll(async () => (await oci.send('/manifests/1.0.0')).status, { timeout: 5_000 }).toBe(404);
  const left = await founding.gati(['org', 'remove', '@crew', 'founder', '--json']);
  expect([left.code, left.json().error.code]).toEqual([1, 'LAST_OWNER']);
});

test('versions are deprecated with a message and a successor, and not any more', async () => {
  for (const [name, version] of [
    ['old', '1.0.0'],
    ['old', '2.0.0'],
    ['new', '1.0.0'],
  ] as const)
    await done(founding, ['publish', await founding.folder(`${name}-${version}`, moduleFiles(`@founder/${name}`, version))]);
  expect(await done(founding, ['deprecate', '@founder/old@<2', 'no longer maintained', '--successor', '@founder/new'])).toEqual({
    name: '@founder/old',
    versions: ['1.0.0'],
    deprecated: true,
  });
  const said = async (ref: string) => {
    const query = 'query ($ref: String!) { artifact(name: "@founder/old") { version(ref: $ref) { deprecation { message successor { name } } } } }';
    return (await createClientFor(registry.url).send(query, { ref })).data.artifact.version.deprecation;
  };
  expect(await said('1.0.0')).toEqual({ message: 'no longer maintained', successor: { name: '@founder/new' } });
  expect(await said('2.0.0')).toBeNull();
  await done(founding, ['deprecate', '@founder/old', '--undo']);
  expect(await said('1.0.0')).toBeNull();
});

test('an artifact moves, and who installs it by either name gets the same bytes, verified', async () => {
  await done(founding, ['publish', await founding.folder('lib', moduleFiles('@founder/lib', '1.0.0'))]);
  expect(await done(founding, ['transfer', '@founder/lib', '@crew', '--yes'])).toEqual({ name: '@crew/lib', isMoved: true });
  expect((await createClientFor(registry.url).ask('Artifact', { name: '@founder/lib' })).artifact.name).toBe('@crew/lib');
  for (const name of ['@crew/lib', '@founder/lib']) {
    const application = await helping.folder(`application${name.replaceAll(/[@/]/g, '-')}`, { 'gati.json': { dependencies: {} } });
    const installed = await helping.gati(['install', `${name}@1.0.0`, '--json'], { cwd: application });
    expect(installed.code, installed.stdout + installed.stderr).toBe(0);
  }
});

test('an artifact is offered to those who write where its owner may not, and they take it', async () => {
  await done(founding, ['publish', await founding.folder('gift', moduleFiles('@founder/gift', '1.0.0'))]);
  expect(await done(founding, ['transfer', '@founder/gift', '@helper', '--yes'])).toEqual({ name: '@founder/gift', isMoved: false });
  expect(await done(helping, ['transfer', '@founder/gift', '--accept'])).toEqual({ name: '@helper/gift', isMoved: true });
});
