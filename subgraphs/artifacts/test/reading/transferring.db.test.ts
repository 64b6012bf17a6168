import { parseArtifactName, sha256Of } from '@gati/identifiers';
import { describe, expect, test } from 'vitest';
import { createAccess } from '../../src/access.ts';
import { blobs } from '../../src/repository/blobs.ts';
import { pushTargets } from '../../src/repository/push-targets.ts';
import { storage } from '../../src/repository/storage.ts';
import { ada, adam, eve, idOf, inWorld, nobody, principal, rea, wim } from './world.ts';

const world = inWorld();
const bob = principal('bob');

const mutations = {
  transferArtifact: 'mutation ($input: TransferArtifactInput!) { transferArtifact(input: $input) { isMoved artifact { id name namespace { handle } } } }',
  acceptTransfer: 'mutation ($input: AcceptTransferInput!) { acceptTransfer(input: $input) { artifact { id name } } }',
  cancelTransfer: 'mutation ($input: CancelTransferInput!) { cancelTransfer(input: $input) { artifact { id name } } }',
} as const;
type Asker = Parameters<typeof world.ask>[2];
const run = async (mutation: keyof typeof mutations, input: object, asker: Asker) => {
  const { data, errors } = await world.ask(mutations[mutation], { input }, asker);
  return { answer: data?.[mutation] as any, code: errors?.[0]?.extensions?.['code'] };
};
const transfer = (artifact: string, toNamespace: string, asker: Asker = ada) => run('transferArtifact', { artifact, toNamespace }, asker);
const nameOf = (artifact: string) => artifact.split('/')[1]!;
const shown = async (name: string, asker: Asker = nobody) =>
  (await world.ask('query ($name: String!) { artifact(name: $name) { id name version(ref: "1.0.0") { version } } }', { name }, asker)).data!['artifact'];

describe('transferring', () => {
  test('by an owner who writes there moves at once: the id stays, the old name leads to the new, signers are carried along', async () => {
    const { name, artifactId } = await world.publish({ layers: ['one', 'two'] });
    world.newFacts();
    world.audited.length = 0;
    world.others.carried.length = 0;
    const moved = `@green/${nameOf(name)}`;
    expect(await transfer(name, 'green')).toMatchObject({ answer: { isMoved: true, artifact: { id: artifactId, name: moved } } });
    expect(world.newFacts()).toEqual([{ name: 'artifact.changed', payload: { artifactId } }]);
    expect(world.audited).toEqual([
      { action: 'artifact.transfer', subject: name },
      { action: 'artifact.receive', subject: moved },
    ]);
    expect(world.others.carried).toMatchObject([{ artifactId, fromNamespaceId: idOf('namespace acme'), toNamespaceId: idOf('namespace green') }]);
    for (const asked of [name, moved]) expect(await shown(asked)).toEqual({ id: artifactId, name: moved, version: { version: '1.0.0' } });
    const { artifacts } = await world.artifacts.resolveDependencies(nobody, [name]);
    expect(artifacts.map((found) => [found.name, found.version])).toEqual([[name, '1.0.0']]);
  });

  test('counts what is stored to the new namespace and to the old no more', async () => {
    const { name, artifactId } = await world.publish();
    const [acme, green] = [idOf('namespace acme'), idOf('namespace green')];
    const digest = sha256Of(Buffer.from('counted'));
    await world.database.client.blob.create({ data: { digest, sizeBytes: 10n, createdAt: world.clock() } });
    await world.database.transaction(async (tables) => {
      await blobs(tables).link(artifactId, digest, world.clock());
      for (const namespaceId of [acme, green]) await storage(tables).recount(namespaceId);
    });
    const [before, there] = [await storage(world.database.client).of(acme), await storage(world.database.client).of(green)];
    await transfer(name, 'green');
    expect((await storage(world.database.client).of(acme)).storedBytes).toBe(before.storedBytes - 10);
    expect(await storage(world.database.client).of(green)).toMatchObject({ storedBytes: there.storedBytes + 10, logicalBytes: there.logicalBytes + 10 });
    expect(await storage(world.database.client).astray()).toEqual(expect.not.arrayContaining([acme, green]));
  });

  test('leaves a name that nothing else gets, and that nobody pushes to, while it is pulled by', async () => {
    const { name } = await world.publish();
    await transfer(name, 'green');
    const { tables } = world.dependencies;
    const access = createAccess(world.dependencies);
    await expect(access.forPushing(ada, parseArtifactName(name))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await access.forReading(nobody, parseArtifactName(name))).artifact.name).toBe(`@green/${nameOf(name)}`);
    expect(await access.actionsOn(ada, [parseArtifactName(name)])).toEqual(new Map([[name, new Set(['pull'])]]));
    const row = { id: idOf('another'), namespaceId: idOf('namespace acme'), name: parseArtifactName(name), visibility: 'public', at: world.clock() } as const;
    await expect(pushTargets(tables).ensure(row)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('without the right to write there it is an offer, which somebody who has it accepts, once', async () => {
    const { name, artifactId } = await world.publish({ visibility: 'private' });
    expect(await transfer(name, 'red')).toMatchObject({ answer: { isMoved: false, artifact: { name } } });
    for (const stranger of [nobody, eve, wim, ada, rea])
      expect((await run('acceptTransfer', { artifact: name }, stranger)).code).toBe(stranger === nobody ? 'UNAUTHENTICATED' : 'NOT_FOUND');
    const accepted = await run('acceptTransfer', { artifact: name }, bob);
    expect(accepted.answer).toEqual({ artifact: { id: artifactId, name: `@red/${nameOf(name)}` } });
    expect((await run('acceptTransfer', { artifact: name }, bob)).code).toBe('NOT_FOUND');
    expect(await shown(name, ada)).toBeNull();
    expect(await shown(name, bob)).toMatchObject({ id: artifactId });
  });

  test('an offer lapses, and is taken back by who made it or turned down by who got it', async () => {
    for (const by of [ada, bob]) {
      const { name } = await world.publish();
      await transfer(name, 'red');
      expect((await run('cancelTransfer', { artifact: name }, eve)).code).toBe('NOT_FOUND');
      expect((await run('cancelTransfer', { artifact: name }, by)).answer).toMatchObject({ artifact: { name } });
      expect((await run('acceptTransfer', { artifact: name }, bob)).code).toBe('NOT_FOUND');
    }
    const { name, artifactId } = await world.publish();
    await transfer(name, 'red');
    await world.database.client.transferOffer.update({ where: { artifactId }, data: { expiresAt: world.clock() } });
    expect((await run('acceptTransfer', { artifact: name }, bob)).code).toBe('NOT_FOUND');
  });

  test('is for owners, with their second factor, and to another namespace where the name is free', async () => {
    const { name } = await world.publish();
    for (const [asker, code] of [
      [adam, 'NAMESPACE_PERMISSION_DENIED'],
      [wim, 'NAMESPACE_PERMISSION_DENIED'],
      [eve, 'NAMESPACE_PERMISSION_DENIED'],
      [nobody, 'UNAUTHENTICATED'],
      [principal('ada', ['read', 'publish']), 'NAMESPACE_PERMISSION_DENIED'],
    ] as const)
      expect((await transfer(name, 'green', asker)).code).toBe(code);
    const { name: secret } = await world.publish({ visibility: 'private' });
    expect((await transfer(secret, 'green', eve)).code).toBe('NOT_FOUND');
    expect((await transfer('@acme/no-such-thing', 'green', eve)).code).toBe('NOT_FOUND');
    for (const to of ['acme', 'no-such-namespace']) expect((await transfer(name, to)).code).toBe('VALIDATION_FAILED');
    await world.publish({ name: `@green/${nameOf(name)}` });
    expect((await transfer(name, 'green')).code).toBe('VALIDATION_FAILED');
    world.others.unconfirmed.add('ada');
    expect((await transfer(name, 'red')).code).toBe('STEP_UP_REQUIRED');
    world.others.unconfirmed.delete('ada');
  });

  test('there and back gives the first name again, and both lead to it', async () => {
    const { name, artifactId } = await world.publish();
    await transfer(name, 'green');
    const back = await run('transferArtifact', { artifact: `@green/${nameOf(name)}`, toNamespace: 'acme' }, bob);
    expect(back.answer).toMatchObject({ isMoved: false });
    expect((await run('acceptTransfer', { artifact: `@green/${nameOf(name)}` }, wim)).answer).toEqual({ artifact: { id: artifactId, name } });
    for (const asked of [name, `@green/${nameOf(name)}`]) expect(await shown(asked)).toMatchObject({ id: artifactId, name });
  });

  test('of two at once one moves it', async () => {
    const { name } = await world.publish();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => transfer(name, 'green')));
    expect(outcomes.filter(({ answer }) => answer?.isMoved)).toHaveLength(1);
  });
});
