/** A session's id names a folder or a prefix, so nothing but a UUID may become one. */
export const isUploadId = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
