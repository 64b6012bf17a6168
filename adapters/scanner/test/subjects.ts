import type { ScanFile, ScanSubject } from '../src/index.ts';

export const file = (path: string, text: string | Uint8Array): ScanFile => {
  const content = new Uint8Array(typeof text === 'string' ? Buffer.from(text) : text);
  return { path, sizeBytes: content.length, content };
};
export const subject = (files: readonly ScanFile[], components: ScanSubject['components'] = []): ScanSubject => ({
  digest: `sha256:${'0'.repeat(64)}`,
  files,
  components,
});
export const quietly = { signal: new AbortController().signal, progress: () => undefined };
