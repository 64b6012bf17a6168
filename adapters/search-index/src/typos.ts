/** How many typing errors a word may have: none in a very short one, which would be another word; two in a long one. */
export const typosAllowed = (word: string): number => (word.length < 3 ? 0 : word.length < 6 ? 1 : 2);

/** Letters left out, put in, mistaken or swapped with a neighbour, that turn one word into another (optimal string alignment); Infinity above the limit. */
export function typosBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const mistaken = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      row.push(Math.min(mistaken, swapped, last[j]! + 1, row[j - 1]! + 1));
    }
    if (Math.min(...row) > limit) return Infinity;
    before = last;
    last = row;
  }
  const typos = last[b.length]!;
  return typos <= limit ? typos : Infinity;
}
