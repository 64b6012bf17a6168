import { anonymous, type Role } from '@gati/authority';
import type { Handle } from '@gati/identifiers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InvitationRow, NamespaceRow } from '../src/index.ts';
import { parseEmail } from '../src/rules/account-input.ts';
import { invitationsMax } from '../src/use-cases/invite-member.ts';
import { openWorld, refusal, type Signed, type World } from './world.ts';

let world: World;
let people: Record<'owner' | 'admin' | 'write' | 'read' | 'stranger', Signed>;
let org: NamespaceRow;
let handle: Handle;
let count = 0;
beforeAll(async () => {
  world = await openWorld();
  const names = ['owner', 'admin', 'write', 'read', 'stranger'] as const;
  people = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await world.signUp(`${name}-1`)]))) as typeof people;
});
afterAll(() => world.remove());
beforeEach(async () => {
  handle = `org-${++count}` as Handle;
  org = await world.namespaces.createOrganization(people.owner.principal, { handle, displayName: 'x' }, {});
  for (const role of ['admin', 'write', 'read'] as const) await join(people[role], role);
  world.facts.length = 0;
});

const join = ({ principal: { accountId } }: Signed, role: Role) =>
  world.database.client.membership.create({ data: { accountId, namespaceId: org.id, role, createdAt: world.clock() } });
const roleOf = async ({ principal }: Signed) => (await world.namespaces.factsFor(principal, [org.id])).get(org.id)?.role;
const invite = (by: Signed, of: Signed, role: Role = 'write') =>
  world.namespaces.inviteMember(by.principal, { namespace: handle, invitee: { handle: of.principal.handle as Handle }, role }, {});
const inviteByMail = (email: string, role: Role = 'read') =>
  world.namespaces.inviteMember(people.owner.principal, { namespace: handle, invitee: { email: parseEmail(email) }, role }, {});
const accept = (by: Signed, { id }: Pick<InvitationRow, 'id'>, token: string | null = null) =>
  world.namespaces.acceptInvitation(by.principal, { id, token }, {});
const setRole = (by: Signed, of: Signed, role: Role) =>
  world.namespaces.setMemberRole(by.principal, { namespace: handle, handle: of.principal.handle as Handle, role }, {});
const remove = (by: Signed, of: Signed) => world.namespaces.removeMember(by.principal, { namespace: handle, handle: of.principal.handle as Handle }, {});
const codeOf = async (call: Promise<unknown>) => (await refusal(call)).code;
/** Runs the job of the mail, and gives what it sent. */
const mailOf = async ({ id }: InvitationRow) => {
  world.mails.length = 0;
  const job = world.namespaces.jobs.find(({ name }) => name === 'namespaces.send-invitation')!;
  await job.run({ invitationId: id }, { signal: new AbortController().signal, lastAttempt: false } as never);
  return world.mails[0];
};

describe('inviting', () => {
  test('and accepting makes a member with the role, once, and both are audited', async () => {
    const guest = await world.signUp(`guest-${count}`);
    world.facts.length = 0;
    const invitation = await invite(people.admin, guest);
    expect(world.facts).toEqual([{ name: 'invitation.made', payload: { invitationId: invitation.id } }]);
    expect(await world.namespaces.ownInvitations(guest.principal)).toMatchObject([{ id: invitation.id, role: 'write' }]);
    expect(await world.namespaces.namespaceInvitations(people.admin.principal, org.id)).toHaveLength(1);
    expect(await roleOf(guest)).toBeNull();
    expect(await accept(guest, invitation)).toMatchObject({ role: 'write', namespaceId: org.id });
    expect(await roleOf(guest)).toBe('write');
    expect(await codeOf(accept(guest, invitation))).toBe('NOT_FOUND');
    expect(await world.namespaces.ownInvitations(guest.principal)).toEqual([]);
    expect(await world.auditOf(`@${handle}`)).toEqual(['organization.create', 'member.invite', 'member.join']);
  });

  test.each<['owner' | 'admin' | 'write' | 'read' | 'stranger', Role, string | null]>([
    ['owner', 'owner', null],
    ['owner', 'read', null],
    ['admin', 'admin', null],
    ['admin', 'owner', 'NAMESPACE_PERMISSION_DENIED'],
    ['write', 'read', 'NAMESPACE_PERMISSION_DENIED'],
    ['read', 'read', 'NAMESPACE_PERMISSION_DENIED'],
    ['stranger', 'read', 'NAMESPACE_PERMISSION_DENIED'],
  ])('by %s with the role %s is refused: %s', async (by, role, code) => {
    const guest = await world.signUp(`guest-${count}`);
    const call = invite(people[by], guest, role);
    if (code === null) await expect(call).resolves.toMatchObject({ role });
    else expect(await codeOf(call)).toBe(code);
  });

  test('is for organizations, for persons who are no members, and nobody signed out', async () => {
    const own = world.namespaces.inviteMember(
      people.owner.principal,
      { namespace: 'owner-1' as Handle, invitee: { handle: 'stranger-1' as Handle }, role: 'read' },
      {},
    );
    expect(await codeOf(own)).toBe('FORBIDDEN');
    expect(await codeOf(invite(people.owner, people.read))).toBe('VALIDATION_FAILED');
    const nobody = world.namespaces.inviteMember(people.owner.principal, { namespace: handle, invitee: { handle: 'no-such' as Handle }, role: 'read' }, {});
    expect(await codeOf(nobody)).toBe('VALIDATION_FAILED');
    const unsigned = world.namespaces.inviteMember(anonymous, { namespace: handle, invitee: { handle: 'stranger-1' as Handle }, role: 'read' }, {});
    expect(await codeOf(unsigned)).toBe('UNAUTHENTICATED');
  });

  test('is for the one who is invited: to everybody else, and after its time, it is not there', async () => {
    const guest = await world.signUp(`guest-${count}`);
    const invitation = await invite(people.owner, guest);
    expect(await codeOf(accept(people.stranger, invitation))).toBe('NOT_FOUND');
    expect(await codeOf(accept(people.stranger, { id: 'nonsense' }))).toBe('NOT_FOUND');
    expect(await codeOf(world.namespaces.withdrawInvitation(people.write.principal, invitation.id, {}))).toBe('NOT_FOUND');
    await world.database.client.invitation.update({ where: { id: invitation.id }, data: { expiresAt: world.clock() } });
    expect(await codeOf(accept(guest, invitation))).toBe('NOT_FOUND');
    expect(await world.namespaces.ownInvitations(guest.principal)).toEqual([]);
  });

  test('again leaves one invitation, the newest', async () => {
    const guest = await world.signUp(`guest-${count}`);
    const first = await invite(people.owner, guest, 'read');
    const second = await invite(people.owner, guest, 'admin');
    expect(await codeOf(accept(guest, first))).toBe('NOT_FOUND');
    expect(await accept(guest, second)).toMatchObject({ role: 'admin' });
  });

  test('can be declined by the invited and withdrawn by an admin, then it is gone', async () => {
    const guest = await world.signUp(`guest-${count}`);
    const declined = await invite(people.owner, guest);
    await world.namespaces.declineInvitation(guest.principal, { id: declined.id, token: null }, {});
    expect(await codeOf(accept(guest, declined))).toBe('NOT_FOUND');
    const withdrawn = await invite(people.owner, guest);
    await world.namespaces.withdrawInvitation(people.admin.principal, withdrawn.id, {});
    expect(await codeOf(accept(guest, withdrawn))).toBe('NOT_FOUND');
  });

  test('by e-mail needs the text from the mail, which neither the inviter nor another invitation gives', async () => {
    const guest = await world.signUp(`guest-${count}`);
    const invitation = await inviteByMail('Somebody@Example.org', 'admin');
    const other = await mailOf(await inviteByMail('other@example.org'));
    const mail = await mailOf(invitation);
    expect(mail).toMatchObject({ to: 'Somebody@Example.org', subject: `@owner-1 invites you to @${handle}` });
    const token = (text: string) => /--token (\S+)/.exec(text)![1]!;
    expect(await codeOf(accept(guest, invitation))).toBe('NOT_FOUND');
    expect(await codeOf(accept(guest, invitation, 'guess'))).toBe('NOT_FOUND');
    expect(await codeOf(accept(guest, invitation, token(other!.text)))).toBe('NOT_FOUND');
    expect(await accept(guest, invitation, token(mail!.text))).toMatchObject({ role: 'admin' });
  });

  test('a mail to an account names no secret, and none is sent for what was answered', async () => {
    const guest = await world.signUp(`guest-${count}`);
    const invitation = await invite(people.owner, guest);
    expect((await mailOf(invitation))?.text).toContain(`gati org accept ${invitation.id}\n`);
    await accept(guest, invitation);
    expect(await mailOf(invitation)).toBeUndefined();
  });

  test('of ten who accept one invitation at once one does', async () => {
    const guest = await world.signUp(`guest-${count}`);
    const invitation = await invite(people.owner, guest);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => accept(guest, invitation)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('stops at a hundred open ones', async () => {
    await world.database.client.invitation.createMany({
      data: Array.from({ length: invitationsMax }, (_, i) => ({
        id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
        namespaceId: org.id,
        role: 'read' as const,
        email: `${i}@example.com`,
        emailKey: `${i}@example.com`,
        invitedBy: people.owner.principal.accountId,
        createdAt: world.clock(),
        expiresAt: new Date(world.clock().getTime() + 1000),
      })),
    });
    expect(await codeOf(inviteByMail('one-more@example.org'))).toBe('QUOTA_EXCEEDED');
  });
});

describe('roles', () => {
  test.each<['owner' | 'admin' | 'write' | 'read' | 'stranger', 'owner' | 'admin' | 'write' | 'read', Role, string | null]>([
    ['owner', 'read', 'owner', null],
    ['owner', 'admin', 'read', null],
    ['admin', 'read', 'admin', null],
    ['admin', 'admin', 'read', null],
    ['admin', 'owner', 'read', 'NAMESPACE_PERMISSION_DENIED'],
    ['admin', 'write', 'owner', 'NAMESPACE_PERMISSION_DENIED'],
    ['write', 'read', 'write', 'NAMESPACE_PERMISSION_DENIED'],
    ['read', 'read', 'admin', 'NAMESPACE_PERMISSION_DENIED'],
    ['stranger', 'read', 'write', 'NAMESPACE_PERMISSION_DENIED'],
    ['owner', 'owner', 'admin', 'LAST_OWNER'],
  ])('%s makes %s %s: %s', async (by, of, role, code) => {
    if (code === null) {
      expect(await setRole(people[by], people[of], role)).toMatchObject({ role });
      expect(await roleOf(people[of])).toBe(role);
    } else {
      expect(await codeOf(setRole(people[by], people[of], role))).toBe(code);
      expect(await roleOf(people[of])).toBe(of);
    }
  });

  test('of who is no member there is none to change', async () => {
    expect(await codeOf(setRole(people.owner, people.stranger, 'read'))).toBe('NOT_FOUND');
  });

  test('that stay the same leave no trace', async () => {
    await setRole(people.owner, people.read, 'read');
    expect(world.facts).toEqual([]);
    expect(await world.auditOf(`@${handle}`)).toEqual(['organization.create']);
  });

  test('who loses one loses the invitations made with it', async () => {
    const guest = await world.signUp(`guest-${count}`);
    const invitation = await invite(people.admin, guest, 'admin');
    await setRole(people.owner, people.admin, 'read');
    expect(await codeOf(accept(guest, invitation))).toBe('NOT_FOUND');
  });
});

describe('owners', () => {
  test('of eight who demote or remove one another at once, one stays', async () => {
    const owners = await Promise.all(Array.from({ length: 7 }, (_, i) => world.signUp(`co-owner-${count}-${i}`)));
    for (const each of owners) await join(each, 'owner');
    const all = [people.owner, ...owners];
    const acts = all.flatMap((by, i) => all.filter((_, j) => j !== i).map((of) => (i % 2 ? () => setRole(by, of, 'admin') : () => remove(by, of))));
    await Promise.allSettled(acts.map((act) => act()));
    expect(await world.database.client.membership.count({ where: { namespaceId: org.id, role: 'owner' } })).toBe(1);
  });

  test('who all leave at once leave one behind', async () => {
    const owners = await Promise.all(Array.from({ length: 4 }, (_, i) => world.signUp(`leaver-${count}-${i}`)));
    for (const each of owners) await join(each, 'owner');
    const outcomes = await Promise.allSettled([people.owner, ...owners].map((each) => remove(each, each)));
    expect(outcomes.filter(({ status }) => status === 'rejected').map((outcome) => ('reason' in outcome ? outcome.reason.code : null))).toEqual(['LAST_OWNER']);
  });

  test('of a user namespace is the user for good', async () => {
    const call = world.namespaces.removeMember(people.owner.principal, { namespace: 'owner-1' as Handle, handle: 'owner-1' as Handle }, {});
    expect(await codeOf(call)).toBe('LAST_OWNER');
  });
});

describe('removing', () => {
  test.each<['owner' | 'admin' | 'write' | 'read' | 'stranger', 'owner' | 'admin' | 'write' | 'read', string | null]>([
    ['owner', 'admin', null],
    ['admin', 'write', null],
    ['admin', 'admin', null],
    ['write', 'write', null],
    ['read', 'read', null],
    ['admin', 'owner', 'NAMESPACE_PERMISSION_DENIED'],
    ['write', 'read', 'NAMESPACE_PERMISSION_DENIED'],
    ['stranger', 'read', 'NAMESPACE_PERMISSION_DENIED'],
    ['owner', 'owner', 'LAST_OWNER'],
  ])('%s removes %s: %s', async (by, of, code) => {
    if (code === null) {
      expect(await remove(people[by], people[of])).toMatchObject({ handle });
      expect(await roleOf(people[of])).toBeNull();
      expect(world.facts).toEqual([{ name: 'member.changed', payload: { namespaceId: org.id, accountId: people[of].principal.accountId } }]);
    } else {
      expect(await codeOf(remove(people[by], people[of]))).toBe(code);
      expect(await roleOf(people[of])).toBe(of);
    }
  });

  test('takes the right that the very next question decides by, in every process', async () => {
    const elsewhere = world.otherProcess();
    expect((await elsewhere.readableScopes(people.read.principal)).namespaceIds).toContain(org.id);
    await remove(people.owner, people.read);
    expect((await elsewhere.readableScopes(people.read.principal)).namespaceIds).not.toContain(org.id);
    expect((await elsewhere.factsFor(people.read.principal, [org.id])).get(org.id)?.role).toBeNull();
  });
});

test('a key acts for its account with the scope admin alone, and inside its limit', async () => {
  const key = async (scopes: readonly ('read' | 'publish' | 'admin')[], limit: readonly Handle[] | null = null) => {
    const { secret } = await world.namespaces.createApiKey(people.owner.principal, { name: 'k', scopes, namespaces: limit, expiresAt: null } as never, {});
    return (await world.namespaces.authenticate(`Bearer ${secret}`)) as Signed['principal'];
  };
  const by = (principal: Signed['principal']) => setRole({ principal } as Signed, people.read, 'write');
  expect(await codeOf(by(await key(['read', 'publish'])))).toBe('NAMESPACE_PERMISSION_DENIED');
  expect(await codeOf(by(await key(['admin'], ['owner-1' as Handle])))).toBe('NAMESPACE_PERMISSION_DENIED');
  await expect(by(await key(['admin'], [handle]))).resolves.toMatchObject({ role: 'write' });
});
