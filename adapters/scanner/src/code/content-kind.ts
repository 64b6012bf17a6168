const startsWith = (content: Uint8Array, ...bytes: readonly number[]): boolean => bytes.every((byte, index) => content[index] === byte);
const isAnyOf = (content: Uint8Array, magics: readonly (readonly number[])[]): boolean => magics.some((magic) => startsWith(content, ...magic));

/** ELF, WebAssembly, Mach-O (both widths, both byte orders, universal). None of these can begin a program in JavaScript. */
const machineCode = [
  [0x7f, 0x45, 0x4c, 0x46],
  [0x00, 0x61, 0x73, 0x6d],
  [0xfe, 0xed, 0xfa, 0xce],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
];
/** ZIP (with entries, empty, spanned), gzip, zstd (frame, skippable frame), bzip2, xz, 7z, RAR. */
const archives = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
  [0x50, 0x4b, 0x07, 0x08],
  [0x1f, 0x8b],
  [0x28, 0xb5, 0x2f, 0xfd],
  ...Array.from({ length: 16 }, (_, low) => [0x50 + low, 0x2a, 0x4d, 0x18]),
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x52, 0x61, 0x72, 0x21],
];

/** Programs and libraries for a machine, by their first bytes. `MZ` may begin JavaScript too, therefore Windows programs have to hold a NUL beside it. */
export const isMachineCode = (content: Uint8Array): boolean =>
  isAnyOf(content, machineCode) || (startsWith(content, 0x4d, 0x5a) && content.subarray(2, 64).includes(0));
/** Something packed, whatever it is called. */
export const isPacked = (content: Uint8Array): boolean => isAnyOf(content, archives);
/** No text. Code may hold a NUL in a comment: this tells what to call data, never what to leave unread. */
export const isBinary = (content: Uint8Array): boolean => content.subarray(0, 8000).includes(0);

/** The program that a first line `#!…` names, without its folder; null when there is none. */
export function interpreterOf(content: Uint8Array): string | null {
  if (!startsWith(content, 0x23, 0x21)) return null;
  const words = new TextDecoder().decode(content.subarray(2, 200)).split('\n', 1)[0]?.trim().split(/\s+/) ?? [];
  const [first = '', ...more] = words.map((word) => word.replace(/^.*\//, ''));
  return first === 'env' ? (more.find((word) => !word.startsWith('-') && !word.includes('=')) ?? first) : first;
}
