import type { ScanFile, ScanFinding } from '../scanner.ts';
import { isPacked } from './content-kind.ts';

/** Formats that hold files themselves; what they hold is not looked into. */
const isArchive = /\.(?:zip|tgz|tar|tar\.gz|gz|bz2|xz|zst|7z|rar|jar|whl|asar|nupkg)$/i;
const archivesMax = 20;

/** Archives among the files: by name, and by their first bytes where one is a layer of its own, whose name and media type are only what its publisher says. */
export const archivesIn = (files: readonly ScanFile[]): readonly ScanFinding[] =>
  files
    .filter(({ path, content, layerMediaType }) => isArchive.test(path) || (layerMediaType !== undefined && content !== null && isPacked(content)))
    .slice(0, archivesMax)
    .map(({ path }) => ({
      kind: 'ARCHIVE',
      severity: 'LOW',
      title: 'An archive within the version, whose contents were not looked into',
      path,
      advisory: null,
      package: null,
      suggestion: 'Put the files themselves into the version.',
    }));
