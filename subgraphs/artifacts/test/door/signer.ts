/** Who signs in the tests. */
export const signer = { kind: 'KEY', subject: null, fingerprint: `sha256:${'f'.repeat(64)}` } as const;
