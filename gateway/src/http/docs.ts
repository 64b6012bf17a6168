import { readFileSync } from 'node:fs';
import type { FastifyPluginAsync } from 'fastify';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
}
interface Operation {
  readonly summary: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}
/** As much of OpenAPI 3.1 as the page shows. */
interface OpenApi {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const document = new URL('../../../docs/openapi.json', import.meta.url);

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character]!);

const row = (cells: readonly string[], tag: 'td' | 'th' = 'td'): string => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;

function renderOperation(method: string, path: string, { summary, description, tags, parameters, responses }: Operation): string {
  const asked = (parameters ?? []).map(({ name, in: place, required, description: about }) =>
    row([`<code>${escape(name)}</code>`, escape(place) + (required ? ', required' : ''), escape(about ?? '')]),
  );
  const answers = Object.entries(responses).map(([status, { description: about }]) => row([`<code>${escape(status)}</code>`, escape(about)]));
  return [
    `<section><h2><code>${escape(method.toUpperCase())} ${escape(path)}</code></h2><p><b>${escape(summary)}</b> ${tags ? `<i>(${escape(tags.join(', '))})</i>` : ''}</p>`,
    description ? `<p>${escape(description)}</p>` : '',
    asked.length > 0 ? `<table class="parameters">${row(['Parameter', 'Place', 'Meaning'], 'th')}${asked.join('')}</table>` : '',
    `<table>${row(['Status', 'Meaning'], 'th')}${answers.join('')}</table></section>`,
  ].join('');
}

/** The colours of the web app (web/design/tokens.css), so that the page reads as one of its own; whatever is long breaks, so that it fits a phone. */
const style =
  `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:56rem;margin:0 auto;padding:0 1rem;overflow-wrap:anywhere;background:light-dark(#faf8f3,#15161a);color:light-dark(#1c1d21,#ebe8e0)}` +
  `a{color:light-dark(#34399c,#a9b0ff)}header{border-bottom:3px double light-dark(#857f70,#7a808c);padding:.75rem 0}nav a{margin-right:1.5rem}footer{border-top:1px solid light-dark(#ddd8ca,#32353d);margin:3rem 0 1.5rem;padding-top:1rem}` +
  `table{border-collapse:collapse;width:100%;margin:.5rem 0}td,th{border-bottom:1px solid light-dark(#ddd8ca,#32353d);padding:.25rem .75rem .25rem 0;text-align:left;vertical-align:top}th{white-space:nowrap}.parameters td:first-child{min-width:6rem}.parameters td:nth-child(2){min-width:4.5rem}h2{margin-top:2rem;font-size:1.15rem}`;

/** The page of `/docs/http`: no script, nothing from elsewhere. */
export function renderDocs({ info, paths }: OpenApi): string {
  const sections = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => renderOperation(method, path, operation)),
  );
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(info.title)}</title><style>${style}</style></head>` +
    `<body><header><nav aria-label="Main"><a href="/"><b>Gati</b></a> <a href="/docs">Documentation</a> <a href="/errors">Error codes</a></nav></header>` +
    `<main><h1>${escape(info.title)}</h1><p>${escape(info.description)}</p><p><a href="/openapi.json">OpenAPI document</a></p>${sections.join('')}</main>` +
    `<footer><a href="/">Gati Registry</a>, version ${escape(info.version)} of its HTTP routes</footer></body></html>`
  );
}

/** `/openapi.json` and `/docs/http`: the HTTP routes described, as a document and as a page. */
export function serveDocs(publicUrl: string): FastifyPluginAsync {
  const openapi = { ...(JSON.parse(readFileSync(document, 'utf8')) as OpenApi), servers: [{ url: publicUrl }] };
  const text = JSON.stringify(openapi);
  const html = renderDocs(openapi);
  return async (app) => {
    app.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').header('cache-control', 'public, max-age=300').send(text));
    app.get('/docs/http', (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
        .header('cache-control', 'public, max-age=300')
        .send(html),
    );
  };
}
