export type { Mail, Mailer } from './mailer.ts';
export { createOutboxFolder } from './outbox-folder.ts';
