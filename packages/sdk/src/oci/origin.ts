const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether two addresses are of one server: equal origins; on loopback its three names with the same port are one. */
export function isSameServer(one: string | URL, other: string | URL): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  if (a.origin === b.origin) return true;
  return a.protocol === b.protocol && a.port === b.port && loopback.has(a.hostname) && loopback.has(b.hostname);
}

/** A link that an answer carried, at the address by which we know its server: a registry names itself by its public address, which on loopback may be another of its names. */
export function linkFrom(location: string, registry: string, request: string): URL {
  const link = new URL(location, request);
  return isSameServer(link, registry) ? new URL(`${link.pathname}${link.search}`, registry) : link;
}
