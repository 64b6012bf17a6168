import type { ArchiveLimits, ArchiveRules } from './limits.ts';
import { collisionKey, linkTarget, normalisePath } from './paths.ts';
import { ArchiveRefusal, tooLarge } from './refusal.ts';

export type EntryKind = 'file' | 'directory' | 'symlink' | 'hardlink' | 'special';

interface Node {
  readonly path: string;
  readonly kind: EntryKind;
  /** Only named as the folder of something, so far. */
  readonly isImplied: boolean;
}

/** The tree that an archive makes, kept to refuse what would land in one place, outside it, or elsewhere than it says. Holds names, no contents; not more of them than the limits let. */
export interface Tree {
  /** @throws ArchiveRefusal · QUOTA_EXCEEDED */
  readonly add: (path: string, kind: EntryKind, linkPath: string) => void;
  /** What can only be judged when all entries are known. @throws ArchiveRefusal LINK_CHAIN */
  readonly finish: () => void;
}

export function growTree(limits: ArchiveLimits, rules: ArchiveRules): Tree {
  const nodes = new Map<string, Node>();
  const linkTargets = new Map<string, string>();
  let lastFolder = '';
  let namesSizeBytes = 0;

  const keep = (key: string, node: Node): void => {
    nodes.set(key, node);
    // Folders count too: with 64 above every file they would be most of the memory.
    if (nodes.size > limits.entries) throw tooLarge('The number of files and folders in the archive', limits.entries, nodes.size);
  };

  /** Every folder above a path: of one spelling, a folder, no link. */
  const addFolders = (path: string, key: string): void => {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (folder === lastFolder) return;
    // A key has its slashes between the same names as its path.
    for (
      let slash = path.indexOf('/'), keySlash = key.indexOf('/');
      slash > 0;
      slash = path.indexOf('/', slash + 1), keySlash = key.indexOf('/', keySlash + 1)
    ) {
      const above = path.slice(0, slash);
      const keyAbove = key.slice(0, keySlash);
      const known = nodes.get(keyAbove);
      if (!known) keep(keyAbove, { path: above, kind: 'directory', isImplied: true });
      else if (known.path !== above) throw new ArchiveRefusal('COLLISION', path);
      else if (known.kind === 'symlink') throw new ArchiveRefusal('THROUGH_LINK', path);
      else if (known.kind !== 'directory') throw new ArchiveRefusal('FILE_AS_FOLDER', path);
    }
    lastFolder = folder;
  };

  const addSelf = (path: string, key: string, kind: EntryKind): void => {
    const known = nodes.get(key);
    if (known) {
      if (known.path !== path) throw new ArchiveRefusal('COLLISION', path);
      if (known.kind === 'directory' && kind !== 'directory') throw new ArchiveRefusal('FILE_AS_FOLDER', path);
      if (!known.isImplied) throw new ArchiveRefusal('DUPLICATE', path);
    }
    keep(key, { path, kind, isImplied: false });
  };

  const addLink = (path: string, kind: EntryKind, target: string): void => {
    if (rules.links === 'none') throw new ArchiveRefusal('LINK', path);
    if (kind === 'symlink') linkTargets.set(path, linkTarget(path, target, limits, rules));
    else if (nodes.get(collisionKey(normalisePath(target, limits, rules)))?.kind !== 'file') throw new ArchiveRefusal('LINK_TARGET', path);
  };

  if (rules.links === 'any') return { add: () => undefined, finish: () => undefined };
  return {
    add: (path, kind, linkPath) => {
      if (kind === 'special') throw new ArchiveRefusal('DEVICE', path);
      namesSizeBytes += Buffer.byteLength(path) + Buffer.byteLength(linkPath);
      if (namesSizeBytes > limits.namesSizeBytes) throw tooLarge('The length of all paths in the archive', limits.namesSizeBytes, namesSizeBytes);
      const key = collisionKey(path);
      addFolders(path, key);
      if (kind === 'symlink' || kind === 'hardlink') addLink(path, kind, linkPath);
      addSelf(path, key, kind);
    },
    finish: () => {
      for (const [path, target] of linkTargets) {
        for (let slash = target.indexOf('/'); ; slash = target.indexOf('/', slash + 1)) {
          const step = slash < 0 ? target : target.slice(0, slash);
          if (nodes.get(collisionKey(step))?.kind === 'symlink') throw new ArchiveRefusal('LINK_CHAIN', path);
          if (slash < 0) break;
        }
      }
    },
  };
}
