import { startSite } from '../browser/site.ts';

/** Serves the built web app over the fake registry, to look at it: `node web/test/fake-registry/main.ts [port]`. */
const site = await startSite({ port: Number(process.argv[2] ?? 4100) });
console.log(`${site.url}  (accounts ada, grace and k; password: correct horse battery)`);
process.once('SIGINT', () => void site.stop());
