import { catalogue, type ErrorCode } from '@gati/errors';

/** Whether the registry ever answers with this code. */
export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(catalogue, text);

/** All codes, in the order of the catalogue. */
export const errorCodes = Object.keys(catalogue) as ErrorCode[];
