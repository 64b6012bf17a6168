export { createSmtpMailer, type SmtpMailer } from './smtp-mailer.ts';
