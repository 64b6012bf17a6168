import { cookies } from 'next/headers';
import type { Viewport } from 'next';
import { code, text } from '#web/design/fonts.ts';
import { Keys } from '#web/features/shell/keys.client.tsx';
import { Navigation } from '#web/features/shell/navigation.client.tsx';
import { displayCookie, readDisplay } from '#web/server/display.ts';
import '#web/app/globals.css';

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf8f3' },
    { media: '(prefers-color-scheme: dark)', color: '#15161a' },
  ],
};

/** The document around every page: language, fonts, and the reader's own display settings. */
export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const { theme, rows, keys } = readDisplay((await cookies()).get(displayCookie)?.value);
  return (
    <html lang="en" className={`${text.variable} ${code.variable}`} data-theme={theme} data-rows={rows} suppressHydrationWarning>
      <body>
        {children}
        <Navigation />
        <Keys areSingleKeysOn={keys === 'on'} />
      </body>
    </html>
  );
}
