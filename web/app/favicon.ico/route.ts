import { settings } from '#web/server/settings.ts';

/** Browsers ask for this address by themselves, whatever the page says. */
export function GET(): Response {
  return Response.redirect(new URL('/icon.svg', settings().publicUrl), 308);
}
