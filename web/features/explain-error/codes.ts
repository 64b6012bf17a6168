import { catalogue, type ErrorCode } from '@gati/errors';

/** Whether the registry ever answers with this code. */
export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(catalogue, text);
