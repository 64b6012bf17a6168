import { once } from 'node:events';
import { createServer } from 'node:net';
import { asStartError } from './run-process.ts';

/** Tries each port before anything is begun, so that one that is taken is told at once and not after a database was made. @throws StartError naming port and variable */
export async function assertPortsFree(ports: readonly { readonly port: number; readonly host: string; readonly variable: string }[]): Promise<void> {
  for (const { port, host, variable } of ports) {
    const server = createServer();
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (error) {
      throw asStartError(error, port, variable);
    }
    server.close();
    await once(server, 'close');
  }
}
