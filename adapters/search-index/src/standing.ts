import type { SearchDocument } from './search-index.ts';

/** Score of what was not scanned yet: neither good nor bad. */
const unknownScore = 50;

/**
 * What popularity and quality add to relevance, 0 to some 3: relevance is multiplied by one more than this.
 * Logarithms, so that a hundred times the downloads count three times, not a hundred; a publisher cannot star itself past a better match of the name.
 */
export function standingOf({ downloadsLastWeek, downloadsTotal, stars, score, isVerified }: SearchDocument): number {
  const popularity = Math.log10(1 + downloadsLastWeek) * 0.25 + Math.log10(1 + downloadsTotal) * 0.1 + Math.log10(1 + stars) * 0.2;
  const quality = (score ?? unknownScore) / 200 + (isVerified ? 0.2 : 0);
  return popularity + quality;
}
