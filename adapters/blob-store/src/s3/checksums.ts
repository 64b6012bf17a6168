import { crc32 } from 'node:zlib';
import { statusOf } from './faults.ts';

/** From here on hashing each byte once more for its way costs more than asking once whether a cheaper sum will do. */
export const checksummedMinBytes = 1024 * 1024;

/** As S3 writes it: big-endian, in base64. */
export function crc32Of(bytes: Uint8Array): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
}

const probe = Buffer.from('ok');
const wrong = crc32Of(Buffer.from('ko'));

/**
 * Whether the service refuses bytes that do not have the CRC-32 they came with. Not every service knows these sums, and one that passes over them would store what changed on the way, so it has to show it: it must take a right sum and refuse a wrong one.
 * Asked once; while it cannot be told the answer is no, and it is asked again.
 * @param put  stores a small object with that sum, and throws what the service answers
 */
export function createChecksumProbe(put: (bytes: Uint8Array, crc32: string) => Promise<unknown>): () => Promise<boolean> {
  let asked: Promise<boolean | null> | null = null;
  const ask = async (): Promise<boolean | null> => {
    const right = await answerTo(put(probe, crc32Of(probe)));
    if (right !== 200) return right === 'unknown' ? null : false;
    const refused = await answerTo(put(probe, wrong));
    return refused === 'unknown' ? null : refused === 400;
  };
  return async () => {
    asked ??= ask();
    const running = asked;
    const known = await running;
    if (known === null && asked === running) asked = null;
    return known ?? false;
  };
}

/** A status that says something about the request; not what a sick service or a network says. */
async function answerTo(work: Promise<unknown>): Promise<number | 'unknown'> {
  try {
    await work;
    return 200;
  } catch (error) {
    const status = statusOf(error);
    return status === 400 || status === 501 ? status : 'unknown';
  }
}
