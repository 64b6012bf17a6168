import { expect, test } from 'vitest';
import { parseOciPath } from './oci-path.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  ['/v2', { kind: 'base' }],
  ['/v2/', { kind: 'base' }],
  [`/v2/acme/auth/blobs/${digest}`, { kind: 'blob', repository: 'acme/auth', digest }],
  [`/v2/acme/auth/blobs/${digest.replace(':', '%3A')}`, { kind: 'blob', repository: 'acme/auth', digest }],
  ['/v2/acme/auth/blobs/uploads/', { kind: 'uploads', repository: 'acme/auth' }],
  ['/v2/acme/auth/blobs/uploads', { kind: 'uploads', repository: 'acme/auth' }],
  ['/v2/acme/auth/blobs/uploads/some-id', { kind: 'upload', repository: 'acme/auth', uploadId: 'some-id' }],
  ['/v2/acme/auth/manifests/latest', { kind: 'manifest', repository: 'acme/auth', reference: 'latest' }],
  ['/v2/acme/auth/tags/list', { kind: 'tags', repository: 'acme/auth' }],
  [`/v2/acme/auth/referrers/${digest}`, { kind: 'referrers', repository: 'acme/auth', digest }],
  // Repositories may be named like the words between them.
  ['/v2/acme/blobs/manifests/latest', { kind: 'manifest', repository: 'acme/blobs', reference: 'latest' }],
  ['/v2/blobs/uploads/manifests/latest', { kind: 'manifest', repository: 'blobs/uploads', reference: 'latest' }],
  ['/v2/acme/manifests/tags/list', { kind: 'tags', repository: 'acme/manifests' }],
  ['/v2/a/b/c/manifests/x', { kind: 'manifest', repository: 'a/b/c', reference: 'x' }],
  ['/v2/_catalog', { kind: 'unknown' }],
  ['/v2/acme', { kind: 'unknown' }],
  ['/v2/acme/auth', { kind: 'unknown' }],
  ['/v2/acme/auth/tags', { kind: 'unknown' }],
  ['/v2/acme/auth/manifests/', { kind: 'unknown' }],
  ['/v2/%zz/auth/manifests/x', { kind: 'unknown' }],
])('%s', (path, expected) => expect(parseOciPath(path)).toEqual(expected));
