'use server';

import { cookies } from 'next/headers';
import { changeDisplay, displayCookie, readDisplay, writeDisplay } from '#web/server/display.ts';
import { settings } from '#web/server/settings.ts';

/** Keeps one choice of the display settings for a year and shows the page again. */
export async function setDisplay(form: FormData): Promise<void> {
  const jar = await cookies();
  let display = readDisplay(jar.get(displayCookie)?.value);
  for (const [name, value] of form) if (typeof value === 'string') display = changeDisplay(display, name, value);
  jar.set(displayCookie, writeDisplay(display), {
    path: '/',
    sameSite: 'lax',
    httpOnly: true,
    secure: settings().publicUrl.protocol === 'https:',
    maxAge: 365 * 24 * 60 * 60,
  });
}
