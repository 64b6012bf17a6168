import localFont from 'next/font/local';

/** Text: letters that cannot be confused are a safety feature where names decide what is installed. */
export const text = localFont({
  src: '../../node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
  weight: '200 800',
  variable: '--font-text',
});

/** Names, versions, digests and code. */
export const code = localFont({
  src: '../../node_modules/@fontsource-variable/atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-wght-normal.woff2',
  weight: '200 800',
  variable: '--font-code',
  adjustFontFallback: false,
});
