/** Request headers that proxy.ts sets for what runs behind it; whatever a browser sends under these names is overwritten. */
export const pathHeader = 'x-gati-path';
/** The browser's address under the gateway's seal; handed back with what is asked for that browser. */
export const visitorHeader = 'x-gati-visitor';

/** Where a session goes that the registry no longer knows; handled by proxy.ts. */
export const sessionEndedPath = '/session-ended';

/** Whether a request was made by a page of our own: browsers say so themselves, and older ones at least name the origin of whoever sent a POST. */
export function isSameOrigin(requestHeaders: Headers, publicUrl: URL): boolean {
  const site = requestHeaders.get('sec-fetch-site');
  if (site) return site === 'same-origin';
  return requestHeaders.get('origin') === publicUrl.origin;
}
