import type { Command, CommandEntry } from './command-line/command.ts';

/** Forgets the types of a command's own options: the table holds all commands alike. */
const code = (load: () => Promise<{ readonly command: unknown }>) => async (): Promise<Command> => (await load()).command as Command;

const account = 'Account';
const publishing = 'Publish';
const installing = 'Install';
const reading = 'Find and read';
const managing = 'Manage';
const together = 'Work together';

/** Every command, in the order of the overview; the code of one is loaded when it is called. */
export const commands: readonly CommandEntry[] = [
  { name: 'login', group: account, does: 'Sign in, by the browser or with a password', load: code(() => import('./commands/login.ts')) },
  { name: 'logout', group: account, does: 'End the sign-in', load: code(() => import('./commands/logout.ts')) },
  { name: 'whoami', group: account, does: 'Show who is signed in', load: code(() => import('./commands/whoami.ts')) },
  { name: 'token create', group: account, does: 'Make an API key for a program', load: code(() => import('./commands/token-create.ts')) },
  { name: 'token list', group: account, does: 'List your API keys', load: code(() => import('./commands/token-list.ts')) },
  { name: 'token revoke', group: account, does: 'End an API key', load: code(() => import('./commands/token-revoke.ts')) },
  { name: 'token rotate', group: account, does: 'Give an API key a successor', load: code(() => import('./commands/token-rotate.ts')) },
  { name: 'sessions list', group: account, does: 'List where you are signed in', load: code(() => import('./commands/sessions-list.ts')) },
  { name: 'sessions end', group: account, does: 'End a session, or sign out everywhere', load: code(() => import('./commands/sessions-end.ts')) },
  { name: 'sessions confirm', group: account, does: 'Prove your second factor once more', load: code(() => import('./commands/sessions-confirm.ts')) },
  { name: 'robot create', group: account, does: 'Make a machine account in an organization', load: code(() => import('./commands/robot-create.ts')) },
  { name: 'robot list', group: account, does: 'List the machine accounts of an organization', load: code(() => import('./commands/robot-list.ts')) },
  { name: 'robot remove', group: account, does: 'Remove a machine account', load: code(() => import('./commands/robot-remove.ts')) },
  { name: 'keys generate', group: publishing, does: 'Make a signing key pair and register it', load: code(() => import('./commands/keys-generate.ts')) },
  { name: 'keys list', group: publishing, does: 'List the signing keys of your namespaces', load: code(() => import('./commands/keys-list.ts')) },
  {
    name: 'keys revoke',
    group: publishing,
    does: 'Revoke a signing key and quarantine what it signed since',
    load: code(() => import('./commands/keys-revoke.ts')),
  },
  { name: 'publish', group: publishing, does: 'Pack, upload, sign and publish a folder', load: code(() => import('./commands/publish.ts')) },
  { name: 'install', group: installing, does: 'Install artifacts, verified, into gati_modules', load: code(() => import('./commands/install.ts')) },
  { name: 'remove', group: installing, does: 'Remove artifacts from an application', load: code(() => import('./commands/remove.ts')) },
  { name: 'update', group: installing, does: 'Install the newest versions that the ranges allow', load: code(() => import('./commands/update.ts')) },
  { name: 'outdated', group: installing, does: 'List what has newer versions', load: code(() => import('./commands/outdated.ts')) },
  { name: 'search', group: reading, does: 'Search the registry', load: code(() => import('./commands/search.ts')) },
  { name: 'info', group: reading, does: 'Show an artifact', load: code(() => import('./commands/info.ts')) },
  { name: 'versions', group: reading, does: 'List the versions of an artifact', load: code(() => import('./commands/versions.ts')) },
  { name: 'scan', group: reading, does: 'Show the security scan of a version', load: code(() => import('./commands/scan.ts')) },
  { name: 'verify', group: reading, does: 'Check a signature on this machine', load: code(() => import('./commands/verify.ts')) },
  { name: 'diff', group: reading, does: 'Show what changed in the types between two versions', load: code(() => import('./commands/diff.ts')) },
  { name: 'graph', group: reading, does: 'Show the version graph of an artifact', load: code(() => import('./commands/graph.ts')) },
  { name: 'tag', group: managing, does: 'Put a label on a version', load: code(() => import('./commands/tag.ts')) },
  { name: 'yank', group: managing, does: 'Withdraw a version from ranges and labels', load: code(() => import('./commands/yank.ts')) },
  { name: 'unyank', group: managing, does: 'Take a yank back', load: code(() => import('./commands/unyank.ts')) },
  { name: 'deprecate', group: managing, does: 'Warn the users of versions, and name a successor', load: code(() => import('./commands/deprecate.ts')) },
  { name: 'unpublish', group: managing, does: 'Remove a version for good, within 72 hours', load: code(() => import('./commands/unpublish.ts')) },
  { name: 'star', group: managing, does: 'Give an artifact your star', load: code(() => import('./commands/star.ts')) },
  { name: 'unstar', group: managing, does: 'Take your star back', load: code(() => import('./commands/unstar.ts')) },
  { name: 'transfer', group: managing, does: 'Move an artifact to another namespace', load: code(() => import('./commands/transfer.ts')) },
  { name: 'org create', group: together, does: 'Make an organization', load: code(() => import('./commands/org-create.ts')) },
  { name: 'org members', group: together, does: 'List members and who is invited', load: code(() => import('./commands/org-members.ts')) },
  { name: 'org invite', group: together, does: 'Offer somebody a role', load: code(() => import('./commands/org-invite.ts')) },
  { name: 'org invitations', group: together, does: 'List the invitations to you', load: code(() => import('./commands/org-invitations.ts')) },
  { name: 'org accept', group: together, does: 'Accept an invitation', load: code(() => import('./commands/org-accept.ts')) },
  { name: 'org decline', group: together, does: 'Turn an invitation down', load: code(() => import('./commands/org-decline.ts')) },
  { name: 'org withdraw', group: together, does: 'Take an invitation back', load: code(() => import('./commands/org-withdraw.ts')) },
  { name: 'org role', group: together, does: 'Change the role of a member', load: code(() => import('./commands/org-role.ts')) },
  { name: 'org remove', group: together, does: 'Remove a member, or leave', load: code(() => import('./commands/org-remove.ts')) },
  { name: 'team create', group: together, does: 'Make a team in an organization', load: code(() => import('./commands/team-create.ts')) },
  { name: 'team list', group: together, does: 'List the teams of an organization', load: code(() => import('./commands/team-list.ts')) },
  { name: 'team rename', group: together, does: 'Give a team another name', load: code(() => import('./commands/team-rename.ts')) },
  { name: 'team remove', group: together, does: 'End a team with what it may do', load: code(() => import('./commands/team-remove.ts')) },
  { name: 'team add-member', group: together, does: 'Put a member or a robot into a team', load: code(() => import('./commands/team-add-member.ts')) },
  { name: 'team remove-member', group: together, does: 'Take somebody out of a team', load: code(() => import('./commands/team-remove-member.ts')) },
  { name: 'access list', group: together, does: 'List who has a role on one artifact', load: code(() => import('./commands/access-list.ts')) },
  { name: 'access grant', group: together, does: 'Give somebody a role on one artifact', load: code(() => import('./commands/access-grant.ts')) },
  { name: 'access revoke', group: together, does: 'Take a role on one artifact away', load: code(() => import('./commands/access-revoke.ts')) },
];
