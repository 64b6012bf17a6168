/** What a revoked key's signatures have lost, in words that follow «revoked»: a day is as exact as people need it, and a key revoked from the beginning of time never counted.
 *  @param revokedAt  instant, or its text in ISO 8601 */
export function revokedSince(revokedAt: Date | string): string {
  const instant = new Date(revokedAt);
  return instant.getTime() <= 0 ? 'for all that it signed, whenever that was' : `from ${instant.toISOString().slice(0, 10)} on`;
}
