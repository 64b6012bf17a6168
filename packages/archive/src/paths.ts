import type { ArchiveLimits, ArchiveRules } from './limits.ts';
import { ArchiveRefusal, tooLarge } from './refusal.ts';

const nameSizeMax = 255;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossyDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Control characters, and those that turn or hide the text around them (Unicode, "Bidirectional Character Types"; the «Trojan Source» of CVE-2021-42574). */
const controlCharacter = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
/** Microsoft, "Naming Files, Paths, and Namespaces"; the same list as Go's module.CheckFilePath. */
const unportableName = /[<>:"|?*]|[. ]$|^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
const driveLetter = /^[a-z]:/i;

/** The text of a path. @throws ArchiveRefusal ENCODING where the rules are portable; else wrong bytes become U+FFFD */
export function decodePath(bytes: Uint8Array, rules: ArchiveRules): string {
  if (!rules.isPortable) return lossyDecoder.decode(bytes);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ArchiveRefusal('ENCODING', lossyDecoder.decode(bytes));
  }
}

/** A path in the one form that everything else here uses: names joined by single slashes, no `.`, no slash at either end; the root is ''.
 *  @throws ArchiveRefusal OUTSIDE, ABSOLUTE, BACKSLASH, CONTROL_CHARACTER, NOT_PORTABLE, NAME_TOO_LONG, EMPTY_NAME · QUOTA_EXCEEDED for length and depth */
export function normalisePath(written: string, limits: Pick<ArchiveLimits, 'pathSizeBytes' | 'depth'>, rules: ArchiveRules): string {
  if (written === '') throw new ArchiveRefusal('EMPTY_NAME');
  const sizeBytes = Buffer.byteLength(written);
  if (sizeBytes > limits.pathSizeBytes) throw tooLarge('The length of a path in the archive', limits.pathSizeBytes, sizeBytes);
  if (rules.isPortable ? controlCharacter.test(written) : written.includes('\0')) throw new ArchiveRefusal('CONTROL_CHARACTER', written);
  if (rules.isPortable) {
    if (written.includes('\\')) throw new ArchiveRefusal('BACKSLASH', written);
    if (written.startsWith('/') || driveLetter.test(written)) throw new ArchiveRefusal('ABSOLUTE', written);
  }
  const names = written.split('/').filter((name) => name !== '' && name !== '.');
  if (names.length > limits.depth) throw tooLarge('The depth of a path in the archive', limits.depth, names.length);
  for (const name of names) {
    if (name === '..') throw new ArchiveRefusal('OUTSIDE', written);
    if (rules.isPortable && unportableName.test(name)) throw new ArchiveRefusal('NOT_PORTABLE', written);
    if (name.length * 3 > nameSizeMax && Buffer.byteLength(name) > nameSizeMax) throw new ArchiveRefusal('NAME_TOO_LONG', written);
  }
  return names.join('/');
}

/** What two paths have in common if some file system takes them for one: case and Unicode form do not count (APFS, NTFS). Lower case first, then upper: only so `ẞ`, `ß` and `ss` meet (node-tar CVE-2026-23950). */
export const collisionKey = (path: string): string =>
  /^[\x20-\x7e]*$/.test(path) ? path.toUpperCase() : path.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC');

/** Where a symbolic link leads, as a path in the archive. It may climb only at its beginning: what climbs later may have gone through another link before.
 *  @throws ArchiveRefusal LINK_OUTSIDE and what `normalisePath` throws */
export function linkTarget(linkPath: string, target: string, limits: Pick<ArchiveLimits, 'pathSizeBytes' | 'depth'>, rules: ArchiveRules): string {
  const folders = linkPath.split('/').slice(0, -1);
  const names = target.split('/').filter((name) => name !== '' && name !== '.');
  if (target === '' || target.startsWith('/') || driveLetter.test(target) || names.length === 0) throw new ArchiveRefusal('LINK_OUTSIDE', linkPath);
  let climbed = 0;
  while (names[climbed] === '..') climbed++;
  const below = names.slice(climbed);
  if (climbed > folders.length || below.includes('..')) throw new ArchiveRefusal('LINK_OUTSIDE', linkPath);
  const led = [...folders.slice(0, folders.length - climbed), ...below];
  // A link to a folder that holds the link, the root above all, makes a tree without end.
  if (led.length <= folders.length && led.every((name, index) => folders[index] === name)) throw new ArchiveRefusal('LINK_OUTSIDE', linkPath);
  return normalisePath(led.join('/'), limits, rules);
}
