import { encode } from 'uqr';
import type { SignInMethod } from '#web/gql/graphql.ts';

/** A QR code as one path of an SVG whose side is `size`, with the quiet zone of four modules that ISO/IEC 18004 asks for. */
export interface QrCode {
  readonly size: number;
  readonly path: string;
}

/** The QR code of a text; dark modules of a row are joined, so that the path stays short. */
export function qrCodeOf(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const runs = data.flatMap((row, y) => {
    const found: string[] = [];
    for (let x = 0; x < size; x += 1) {
      const from = x;
      while (x < size && row[x]) x += 1;
      if (x > from) found.push(`M${from} ${y}h${x - from}v1h-${x - from}z`);
    }
    return found;
  });
  return { size, path: runs.join('') };
}

/** How a session was opened. */
export const methods: Readonly<Record<SignInMethod, string>> = {
  PASSWORD: 'password',
  PASSKEY: 'passkey',
  DEVICE: 'approved in a browser',
  PROVIDER: 'linked account',
};
