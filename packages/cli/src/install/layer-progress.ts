import { formatBytes } from '../console/format.ts';
import type { Task } from '../console/output.ts';

interface Layer {
  readonly digest: string;
  readonly size: number;
}

/** Layers from this size have a line of their own while they come. */
const shownMinBytes = 8 * 2 ** 20;
const shownDigestLength = 'sha256:'.length + 12;

export interface LayerProgress {
  /** Passes the bytes of a layer on as they come from the registry, beginning after `offsetBytes`. */
  readonly counted: (layer: Layer, offsetBytes: number, bytes: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array, void, undefined>;
  /** The layer is here, wherever it came from. */
  readonly done: (layer: Layer) => void;
}

/** Shows how many bytes of all layers are here: in the task's line, and for large ones that come now in lines of their own. A connection that begins anew falls back. */
export function createLayerProgress(task: Task, text: string, layers: readonly Layer[]): LayerProgress {
  const sizes = new Map(layers.map(({ digest, size }) => [digest, size]));
  const totalBytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const here = new Map<string, number>();
  let hereBytes = 0;
  const set = (digest: string, bytes: number): void => {
    hereBytes += bytes - (here.get(digest) ?? 0);
    here.set(digest, bytes);
    task.update(`${text}: ${formatBytes(hereBytes)} of ${formatBytes(totalBytes)}`, totalBytes === 0 ? 1 : hereBytes / totalBytes);
  };
  return {
    counted: async function* ({ digest, size }, offsetBytes, bytes) {
      const part = size < shownMinBytes ? null : task.part(`${digest.slice(0, shownDigestLength)}  ${formatBytes(size)}`);
      let received = offsetBytes;
      try {
        for await (const piece of bytes) {
          received += piece.length;
          set(digest, Math.min(size, received));
          part?.update(received / size);
          yield piece;
        }
      } finally {
        part?.end();
      }
    },
    done: ({ digest, size }) => set(digest, size),
  };
}
