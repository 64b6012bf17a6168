import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp, type Client } from '../src/client.ts';
import { createPublisher, moduleFiles, type Person } from '../src/gati.ts';
import { createOci, pushImage } from '../src/oci.ts';
import { startRegistry, type Registry } from '../src/registry.ts';

type Account = Client & { readonly handle: string; readonly password: string };

let registry: Registry;
let [owner, guest, member]: Account[] = [];
let person: Person;
beforeAll(async () => {
  registry = await startRegistry();
  [owner, guest, member] = await Promise.all(['keeper', 'guest', 'member'].map((handle) => signUp(registry.url, handle)));
  await owner!.ask('CreateOrganization', { input: { handle: 'guild' } });
  person = await createPublisher(registry.url, owner!);
  expect(await person.gati(['keys', 'generate', '--out', 'guild', '--register', '@guild'])).toMatchObject({ code: 0 });
  const folder = await person.folder('vault', moduleFiles('@guild/vault', '1.0.0', { keywords: ['vaultword'] }));
  const published = await person.gati(['publish', folder, '--private', '--key', 'guild.key']);
  expect(published, published.stderr).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await person?.leave();
  await registry?.stop();
});

const act = async (client: Client, name: string, input: object): Promise<any> => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await client.send(`mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`, { input });
  return errors[0]?.extensions.code ?? data[name].__typename;
};
/** What somebody sees of the private artifact by each way to it. */
const sightOf = async (client: Account) => {
  const manifest = await createOci(registry.url, 'guild/vault', { username: client.handle, password: client.password }).send('/manifests/1.0.0');
  await manifest.arrayBuffer();
  return {
    page: (await client.ask('Artifact', { name: '@guild/vault' })).artifact !== null,
    pull: manifest.status === 200,
    found: (await client.ask('Search', { query: { text: 'vaultword' } })).search.totalCount,
    suggested: (await client.ask('Suggest', { prefix: '@guild/va' })).suggest.length > 0,
    listed: (await client.ask('Search', { query: { namespaces: ['guild'] } })).search.facets.flatMap(({ buckets }: any) => buckets).length > 0,
  };
};
const everything = { page: true, pull: true, found: 1, suggested: true, listed: true };
const nothing = { page: false, pull: false, found: 0, suggested: false, listed: false };

test('whoever is given a role on a private artifact sees it by every way, and no longer once it is taken', async () => {
  expect(await sightOf(guest!)).toEqual(nothing);
  expect(await act(owner!, 'grantAccess', { artifact: '@guild/vault', account: 'guest', role: 'READ' })).toBe('GrantAccessPayload');
  expect(await sightOf(guest!)).toEqual(everything);
  expect(await act(guest!, 'setTag', { artifact: '@guild/vault', tag: 'stable', version: '1.0.0' })).toBe('NAMESPACE_PERMISSION_DENIED');
  expect(await act(owner!, 'revokeAccess', { artifact: '@guild/vault', account: 'guest' })).toBe('RevokeAccessPayload');
  await expect.poll(() => sightOf(guest!), { timeout: 5_000 }).toEqual(nothing);
});

test('a team brings its members what it was given, for as long as they are in it', async () => {
  const { inviteMember } = await owner!.ask('InviteMember', { input: { namespace: 'guild', handle: 'member', role: 'READ' } });
  await member!.ask('AcceptInvitation', { input: { id: inviteMember.invitation.id } });
  expect(await act(owner!, 'createTeam', { namespace: 'guild', name: 'makers' })).toBe('CreateTeamPayload');
  expect(await act(owner!, 'addTeamMember', { namespace: 'guild', team: 'makers', handle: 'member' })).toBe('AddTeamMemberPayload');
  const tag = () => act(member!, 'setTag', { artifact: '@guild/vault', tag: 'stable', version: '1.0.0' });
  expect(await tag()).toBe('NAMESPACE_PERMISSION_DENIED');
  expect(await act(owner!, 'grantAccess', { artifact: '@guild/vault', team: 'makers', role: 'WRITE' })).toBe('GrantAccessPayload');
  expect(await tag()).toBe('SetTagPayload');
  // On this artifact and on no other.
  const elsewhere = createOci(registry.url, 'guild/another', { username: 'member', password: member!.password });
  await expect(pushImage(elsewhere, '1.0.0', 'not theirs')).rejects.toThrow();
  expect(await act(owner!, 'removeTeamMember', { namespace: 'guild', team: 'makers', handle: 'member' })).toBe('RemoveTeamMemberPayload');
  await expect.poll(tag, { timeout: 5_000 }).toBe('NAMESPACE_PERMISSION_DENIED');
});

test('a stranger cannot give, and learns nothing by trying', async () => {
  for (const name of ['vault', 'absent'])
    expect(await act(guest!, 'grantAccess', { artifact: `@guild/${name}`, account: 'guest', role: 'READ' })).toBe('NOT_FOUND');
});
