/** Tells a key that came with a transferred artifact from one that somebody revoked: whoever has the key may register it again. */
export const carriedReason = 'it came with a transferred artifact and counts for what it signed before';
