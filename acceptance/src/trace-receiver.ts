import { once } from 'node:events';
import { createServer } from 'node:http';

export interface ReceivedSpan {
  readonly process: string;
  readonly name: string;
  readonly traceId: string;
}
interface Batch {
  readonly resourceSpans?: readonly {
    readonly resource: { readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[] };
    readonly scopeSpans: readonly { readonly spans: readonly { readonly name: string; readonly traceId: string }[] }[];
  }[];
}

/** What takes traces as OTLP over HTTP in JSON, and keeps them. */
export async function startTraceReceiver() {
  const spans: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => void pieces.push(piece));
    request.on('end', () => {
      const { resourceSpans = [] } = JSON.parse(Buffer.concat(pieces).toString()) as Batch;
      for (const { resource, scopeSpans } of resourceSpans) {
        const process = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
        for (const span of scopeSpans.flatMap((scope) => scope.spans)) spans.push({ process, name: span.name, traceId: span.traceId });
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    /** Those of one trace, or all. */
    spans: (traceId?: string): readonly ReceivedSpan[] => spans.filter((span) => traceId === undefined || span.traceId === traceId),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
