export type PathPart = string | number;

/** A place in a document as a JSON Pointer (RFC 6901); empty for the document as a whole. */
export const pointerOf = (path: readonly PropertyKey[]): string => path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
