import { isSemanticVersion, parseArtifactName } from '@gati/identifiers';
import semver from 'semver';
import { z } from 'zod';
import { manifestLimits } from './limits.ts';
import { isLicense } from './license.ts';
import { isInsidePath } from './paths.ts';
import { line, text } from './rule.ts';

const isArtifactName = (value: string): boolean => {
  try {
    return Boolean(parseArtifactName(value));
  } catch {
    return false;
  }
};

/** Full name with its namespace; 1 + 39 + 1 + 100 characters at most. */
export const artifactName = text({
  holds: isArtifactName,
  fault: 'is not like @handle/name',
  fix: 'Use lower-case letters, digits, single hyphens, dots and underscores, for example @acme/auth.',
  lengthMax: 141,
  pattern: '^@[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,38}/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*$',
});

export const version = text({
  holds: isSemanticVersion,
  fault: 'is not a semantic version without build metadata',
  fix: 'Write three numbers and an optional prerelease, for example 1.2.0 or 1.2.0-rc.1.',
  lengthMax: 128,
});

export const range = text({
  holds: (value) => semver.validRange(value) !== null,
  fault: 'is not a semver range',
  fix: 'Write for example ^1.2.0, >=2.0.0 <3 or an exact version.',
  lengthMax: 256,
});

export const license = text({
  holds: isLicense,
  fault: 'is not an SPDX license expression',
  fix: 'Use an identifier of spdx.org/licenses such as MIT, an expression such as MIT OR Apache-2.0, or UNLICENSED.',
  lengthMax: 200,
});

/** A path inside the artifact's folder. */
export const path = text({
  holds: isInsidePath,
  fault: 'is not a path inside the folder',
  fix: 'Write it relative to gati.json with forward slashes and without .., for example dist/index.js.',
  lengthMax: 500,
});

/** A path or pattern of paths, as in npm's `files`. A leading ! takes files out again. */
export const pathPattern = text({
  holds: (value) => isInsidePath(value.replace(/^!/, '')),
  fault: 'is not a pattern of paths inside the folder',
  fix: 'Write it relative to gati.json with forward slashes and without .., for example dist or src/**/*.js.',
  lengthMax: 500,
});

/** A web address; never another scheme, because pages show it as a link. */
export const webAddress = text({
  holds: (value) => URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol),
  fault: 'is not a web address',
  fix: 'Write the whole address, starting with https://',
  lengthMax: 2000,
});

/** A capability with an optional detail: `db`, `net:api.example.com`. */
export const capability = text({
  holds: (value) => /^[a-z][a-z0-9-]*(?::[^\s\p{Cc}]+)?$/u.test(value),
  fault: 'is not a capability',
  fix: 'Write a lower-case word with an optional detail after a colon, for example db or net:api.example.com.',
  lengthMax: 200,
  pattern: '^[a-z][a-z0-9-]*(?::\\S+)?$',
});

/** A name inside a manifest: of a handler, a variable, a skill. */
export const identifier = text({
  holds: (value) => /^[a-zA-Z_][a-zA-Z0-9_.-]*$/.test(value),
  fault: 'is not a name',
  fix: 'Start with a letter and go on with letters, digits, dots, hyphens and underscores.',
  lengthMax: 100,
  pattern: '^[a-zA-Z_][a-zA-Z0-9_.-]*$',
});

export const digest = text({
  holds: (value) => /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(value),
  fault: 'is not a digest',
  fix: 'Write sha256: and 64 lower-case hexadecimal digits.',
  lengthMax: 135,
});

/** A list in which nothing stands twice. */
export const listOf = <T extends z.ZodType<string>>(item: T, lengthMax: number) =>
  z
    .array(item)
    .max(lengthMax)
    .refine((values) => new Set(values).size === values.length, { error: 'names something twice', params: { fix: 'Name each once.' } });

/** What something needs: artifact names with the range of versions that will do. */
export const requirements = z.record(artifactName, range).refine((all) => Object.keys(all).length <= manifestLimits.dependencies, {
  error: `has more than ${manifestLimits.dependencies} entries`,
  params: { fix: 'Name fewer.' },
});

/** Empty is none: tools that write a first gati.json leave it so. */
export const description = z.union([z.literal(''), line(manifestLimits.descriptionLength)]);
export const keywords = listOf(line(manifestLimits.keywordLength), manifestLimits.keywords);
