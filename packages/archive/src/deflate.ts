/** Deflate (RFC 1951), written out because its output is part of a digest: the compressed bytes of zlib differ between its versions and even between processors
 *  (Chromium's, which Node bundles, chooses its hash by the instructions it finds), and then one folder would have two digests. This makes the same bytes everywhere, for ever.
 *  About as small as zlib's level 6, at a third of its speed (16 MB/s against 43, measured together). */
export interface Deflater {
  /** Takes content in any pieces; the output does not depend on how it was cut. */
  readonly push: (piece: Uint8Array) => Uint8Array[];
  readonly finish: () => Uint8Array[];
}

const windowSize = 32_768;
/** Input of one block; a multiple of the window, so that positions keep their place in the chains. */
const blockSize = 65_536;
const matchMin = 3;
const matchMax = 258;
/** How hard to look: steps along a chain, the length that is good enough to stop, and the length that makes waiting for a longer one useless. */
const effort = { chain: 96, nice: 160, lazy: 32 };
/** A match of three bytes from farther away costs more than its letters (as zlib's TOO_FAR). */
const shortMatchDistanceMax = 4096;

// RFC 1951, 3.2.5: length and distance codes, their extra bits and first values.
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceExtra = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const firstValues = (extra: readonly number[], first: number): number[] =>
  extra.map((_, code) => extra.slice(0, code).reduce((sum, bits) => sum + (1 << bits), first));
const lengthFirst = firstValues(lengthExtra, matchMin).with(28, matchMax);
const distanceFirst = firstValues(distanceExtra, 1);
/** For each value the code whose first value is the last not above it. */
const codesOf = (first: readonly number[], max: number): Uint8Array => first.reduce((codes, start, code) => codes.fill(code, start), new Uint8Array(max + 1));
const lengthCode = codesOf(lengthFirst, matchMax);
const distanceCode = codesOf(distanceFirst, windowSize);
const endOfBlock = 256;
// RFC 1951, 3.2.7: the order in which the lengths of the code-length code are written.
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

export function createDeflater(): Deflater {
  const data = new Uint8Array(windowSize + blockSize);
  const head = new Int32Array(1 << 15).fill(-1);
  const chain = new Int32Array(windowSize);
  const tokens = new Uint32Array(blockSize);
  const bits = bitWriter();
  let history = 0;
  let filled = 0;

  const compress = (isLast: boolean): void => {
    const end = history + filled;
    const count = findMatches(data, history, end, head, chain, tokens);
    writeBlock(bits, tokens.subarray(0, count), data.subarray(history, end), isLast);
    if (isLast) return;
    // The last 32 KiB become the history of the next block. Positions move with them.
    const shift = end - windowSize;
    data.copyWithin(0, shift, end);
    for (const table of [head, chain]) for (let index = 0; index < table.length; index++) table[index] = Math.max(-1, (table[index] ?? -1) - shift);
    history = windowSize;
    filled = 0;
  };

  return {
    push: (piece) => {
      for (let at = 0; at < piece.length;) {
        if (filled === blockSize) compress(false);
        const part = piece.subarray(at, at + blockSize - filled);
        data.set(part, history + filled);
        filled += part.length;
        at += part.length;
      }
      return bits.take();
    },
    finish: () => {
      compress(true);
      bits.align();
      return bits.take();
    },
  };
}

/** Rewrites `data[from..to)` as tokens: a byte, or `length << 16 | distance`. */
function findMatches(data: Uint8Array, from: number, to: number, head: Int32Array, chain: Int32Array, tokens: Uint32Array): number {
  const mask = windowSize - 1;
  const insert = (at: number): number => {
    if (at + matchMin > to) return -1;
    const hash = Math.imul((data[at] as number) | ((data[at + 1] as number) << 8) | ((data[at + 2] as number) << 16), 0x9e3779b1) >>> 17;
    const before = head[hash] as number;
    chain[at & mask] = before;
    head[hash] = at;
    return before;
  };
  /** The longest earlier copy of what is at `at`, longer than `longest`: `length << 16 | distance`, or 0. */
  const longestMatch = (at: number, start: number, longest: number): number => {
    const most = Math.min(matchMax, to - at);
    let best = 0;
    let length = longest;
    let candidate = start;
    for (let steps = effort.chain; candidate >= 0 && at - candidate <= windowSize && steps > 0; steps--) {
      if (length >= most) break;
      if (data[candidate + length] === data[at + length] && data[candidate] === data[at]) {
        let same = 1;
        while (same < most && data[candidate + same] === data[at + same]) same++;
        if (same > length && (same > matchMin || at - candidate <= shortMatchDistanceMax)) {
          length = same;
          best = (same << 16) | (at - candidate);
          if (same >= effort.nice) break;
        }
      }
      const next = chain[candidate & mask] as number;
      if (next >= candidate) break;
      candidate = next;
    }
    return best;
  };

  let count = 0;
  let at = from;
  while (at < to) {
    let match = longestMatch(at, insert(at), matchMin - 1);
    // Lazy: a longer match one byte on is worth a letter.
    while (match !== 0 && match >>> 16 < effort.lazy && at + 1 < to) {
      const later = longestMatch(at + 1, insert(at + 1), match >>> 16);
      if (later === 0) {
        tokens[count++] = match;
        for (let index = at + 2; index < at + (match >>> 16); index++) insert(index);
        at += match >>> 16;
        match = -1;
        break;
      }
      tokens[count++] = data[at] as number;
      at++;
      match = later;
    }
    if (match === -1) continue;
    if (match === 0) {
      tokens[count++] = data[at] as number;
      at++;
    } else {
      tokens[count++] = match;
      for (let index = at + 1; index < at + (match >>> 16); index++) insert(index);
      at += match >>> 16;
    }
  }
  return count;
}

interface BitWriter {
  /** The lowest `count` bits of `value`, at most 24 of them, lowest first. */
  readonly write: (value: number, count: number) => void;
  readonly align: () => void;
  /** The whole bytes written so far, given once. */
  readonly take: () => Uint8Array[];
}

function bitWriter(): BitWriter {
  let buffer = new Uint8Array(2 * blockSize);
  let size = 0;
  let pending = 0;
  let pendingBits = 0;
  const drain = (): void => {
    while (pendingBits >= 8) {
      if (size === buffer.length) {
        const larger = new Uint8Array(buffer.length * 2);
        larger.set(buffer);
        buffer = larger;
      }
      buffer[size++] = pending & 0xff;
      pending >>>= 8;
      pendingBits -= 8;
    }
  };
  return {
    write: (value, count) => {
      // At most 7 bits wait, and with 24 more they still fit 31.
      pending |= value << pendingBits;
      pendingBits += count;
      drain();
    },
    align: () => {
      if (pendingBits > 0) pendingBits = 8;
      drain();
    },
    take: () => {
      const taken = size > 0 ? [buffer.slice(0, size)] : [];
      size = 0;
      return taken;
    },
  };
}

/** Lengths of a prefix code for symbols of these frequencies, none longer than `limit` bits. Ties are broken by symbol, so the result is one. */
export function codeLengths(frequencies: Uint32Array, limit: number): Uint8Array {
  for (let weights = frequencies; ; weights = weights.map((weight) => (weight === 0 ? 0 : (weight >>> 1) | 1))) {
    const lengths = huffmanLengths(weights);
    // Flatter weights make a flatter tree; all equal at the latest, which fits.
    if (lengths.every((length) => length <= limit)) return lengths;
  }
}

function huffmanLengths(weights: Uint32Array): Uint8Array {
  const lengths = new Uint8Array(weights.length);
  const leaves = [...weights.keys()].filter((symbol) => weights[symbol] !== 0).sort((a, b) => (weights[a] ?? 0) - (weights[b] ?? 0) || a - b);
  if (leaves.length === 1) lengths[leaves[0] ?? 0] = 1;
  if (leaves.length < 2) return lengths;
  // Two queues: leaves by weight, and inner nodes, which are made in order of weight.
  const count = leaves.length;
  const sums = new Float64Array(2 * count - 1);
  const parents = new Int32Array(2 * count - 1);
  leaves.forEach((symbol, index) => (sums[index] = weights[symbol] ?? 0));
  let leaf = 0;
  let inner = count;
  for (let made = count; made < sums.length; made++) {
    for (let child = 0; child < 2; child++) {
      const lightest = leaf < count && (inner >= made || (sums[leaf] ?? 0) <= (sums[inner] ?? 0)) ? leaf++ : inner++;
      sums[made] = (sums[made] ?? 0) + (sums[lightest] ?? 0);
      parents[lightest] = made;
    }
  }
  const depths = new Uint8Array(sums.length);
  for (let node = sums.length - 2; node >= 0; node--) {
    depths[node] = (depths[parents[node] ?? 0] ?? 0) + 1;
    if (node < count) lengths[leaves[node] ?? 0] = depths[node] ?? 0;
  }
  return lengths;
}

/** The canonical codes of these lengths (RFC 1951, 3.2.2), each turned round, because codes are written highest bit first. */
function codesFor(lengths: Uint8Array): Uint16Array {
  const counts = new Uint16Array(16);
  for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
  const next = new Uint16Array(16);
  for (let length = 2; length < 16; length++) next[length] = ((next[length - 1] ?? 0) + (counts[length - 1] ?? 0)) << 1;
  return Uint16Array.from(lengths, (length) => {
    if (length === 0) return 0;
    const code = next[length] ?? 0;
    next[length] = code + 1;
    let turned = 0;
    for (let bit = 0; bit < length; bit++) turned |= ((code >>> bit) & 1) << (length - 1 - bit);
    return turned;
  });
}

function writeBlock(bits: BitWriter, tokens: Uint32Array, raw: Uint8Array, isLast: boolean): void {
  const literalCounts = new Uint32Array(286);
  const distanceCounts = new Uint32Array(30);
  literalCounts[endOfBlock] = 1;
  let extraBits = 0;
  const count = (counts: Uint32Array, symbol: number): void => void (counts[symbol] = (counts[symbol] ?? 0) + 1);
  for (const token of tokens) {
    if (token < 256) count(literalCounts, token);
    else {
      const length = lengthCode[token >>> 16] as number;
      const distance = distanceCode[token & 0xffff] as number;
      count(literalCounts, 257 + length);
      count(distanceCounts, distance);
      extraBits += (lengthExtra[length] as number) + (distanceExtra[distance] as number);
    }
  }
  const literalLengths = codeLengths(literalCounts, 15);
  const distanceLengths = codeLengths(distanceCounts, 15);
  // A block without matches still has one distance code, of one bit (RFC 1951, 3.2.7).
  if (distanceLengths.every((length) => length === 0)) distanceLengths[0] = 1;
  const header = describeCodes(literalLengths, distanceLengths);
  const cost = (counts: Uint32Array, lengths: Uint8Array): number => counts.reduce((sum, times, symbol) => sum + times * (lengths[symbol] ?? 0), 0);
  const codedBits = header.bitCount + extraBits + cost(literalCounts, literalLengths) + cost(distanceCounts, distanceLengths);
  if (codedBits > raw.length * 8 + 40) return writeStored(bits, raw, isLast);

  bits.write(isLast ? 1 : 0, 1);
  bits.write(2, 2);
  for (const [value, width] of header.fields) bits.write(value, width);
  const literalCodes = codesFor(literalLengths);
  const distanceCodes = codesFor(distanceLengths);
  for (const token of tokens) {
    if (token < 256) {
      bits.write(literalCodes[token] as number, literalLengths[token] as number);
      continue;
    }
    const length = lengthCode[token >>> 16] as number;
    bits.write(literalCodes[257 + length] as number, literalLengths[257 + length] as number);
    bits.write((token >>> 16) - (lengthFirst[length] as number), lengthExtra[length] as number);
    const distance = distanceCode[token & 0xffff] as number;
    bits.write(distanceCodes[distance] as number, distanceLengths[distance] as number);
    bits.write((token & 0xffff) - (distanceFirst[distance] as number), distanceExtra[distance] as number);
  }
  bits.write(literalCodes[endOfBlock] as number, literalLengths[endOfBlock] as number);
}

/** The content as it is, for what does not compress. A stored block holds less than 64 KiB. */
function writeStored(bits: BitWriter, raw: Uint8Array, isLast: boolean): void {
  // Once also for nothing at all: a stream has at least one block.
  for (let at = 0; at === 0 || at < raw.length; at += windowSize) {
    const part = raw.subarray(at, at + windowSize);
    bits.write(isLast && at + windowSize >= raw.length ? 1 : 0, 1);
    bits.write(0, 2);
    bits.align();
    bits.write(part.length, 16);
    bits.write(~part.length & 0xffff, 16);
    for (const byte of part) bits.write(byte, 8);
  }
}

/** The two codes written as lengths, runs shortened, by a third code (RFC 1951, 3.2.7). */
function describeCodes(literalLengths: Uint8Array, distanceLengths: Uint8Array): { fields: (readonly [value: number, width: number])[]; bitCount: number } {
  const used = (lengths: Uint8Array, least: number): number => Math.max(least, lengths.findLastIndex((length) => length > 0) + 1);
  const literals = used(literalLengths, 257);
  const distances = used(distanceLengths, 1);
  const runs = shortenRuns([...literalLengths.subarray(0, literals), ...distanceLengths.subarray(0, distances)]);
  const counts = new Uint32Array(19);
  for (const { symbol } of runs) counts[symbol] = (counts[symbol] ?? 0) + 1;
  const lengths = codeLengths(counts, 7);
  const codes = codesFor(lengths);
  const written = Math.max(4, codeLengthOrder.findLastIndex((symbol) => (lengths[symbol] ?? 0) > 0) + 1);
  const fields: (readonly [number, number])[] = [
    [literals - 257, 5],
    [distances - 1, 5],
    [written - 4, 4],
    ...codeLengthOrder.slice(0, written).map((symbol) => [lengths[symbol] ?? 0, 3] as const),
    ...runs.flatMap(({ symbol, extra, width }) => [[codes[symbol] ?? 0, lengths[symbol] ?? 0] as const, [extra, width] as const]),
  ];
  return { fields, bitCount: 3 + fields.reduce((sum, [, width]) => sum + width, 0) };
}

function shortenRuns(lengths: readonly number[]): { symbol: number; extra: number; width: number }[] {
  const runs: { symbol: number; extra: number; width: number }[] = [];
  for (let at = 0; at < lengths.length;) {
    const length = lengths[at] ?? 0;
    let same = 1;
    while (lengths[at + same] === length) same++;
    if (length === 0 && same >= 3) {
      const taken = Math.min(same, 138);
      runs.push(taken <= 10 ? { symbol: 17, extra: taken - 3, width: 3 } : { symbol: 18, extra: taken - 11, width: 7 });
      at += taken;
    } else {
      runs.push({ symbol: length, extra: 0, width: 0 });
      at++;
      const taken = length === 0 ? 0 : Math.min(same - 1, 6);
      if (taken >= 3) {
        runs.push({ symbol: 16, extra: taken - 3, width: 2 });
        at += taken;
      }
    }
  }
  return runs;
}
