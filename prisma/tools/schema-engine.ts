// Prisma's schema engine in WebAssembly, over a plain PostgreSQL connection. The engine that the Prisma command would use is a download; this one is a package that the lockfile checks.
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

const schemaFolder = join(import.meta.dirname, '..', 'schema');
interface Engine {
  diff(parameters: object): Promise<{ stdout: string | null }>;
  free(): void;
}

/**
 * The SQL that turns a database into what prisma/schema describes; the empty text when they agree.
 * @param url  a migrated database, read only
 */
export async function differenceFromSchema(url: string): Promise<string> {
  const { SchemaEngine } = await engineModule();
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on('error', () => {});
  const factory = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => adapterOver(pool),
    connectToShadowDb: () => adapterOver(pool),
  } as unknown as SqlMigrationAwareDriverAdapterFactory;
  const datamodels = await readSchema();
  const files = datamodels.map(([path, content]) => ({ path, content }));
  const engine = await SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factory));
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      shadowDatabaseUrl: null,
      filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
    });
    const sql = (stdout ?? '').trim();
    return sql === '-- This is an empty migration.' ? '' : sql;
  } finally {
    engine.free();
    await pool.end();
  }
}

async function readSchema(): Promise<[string, string][]> {
  const names = (await readdir(schemaFolder)).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(names.map(async (name): Promise<[string, string]> => [join('prisma/schema', name), await readFile(join(schemaFolder, name), 'utf8')]));
}

// The engine tells of a panic through this before it throws something without words.
Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) } });

interface EngineModule {
  readonly SchemaEngine: { readonly new: (options: object, log: (line: string) => void, factory: unknown) => Promise<Engine> };
}

// Part of Node; its type comes with the browser's library, which does not belong here.
declare const WebAssembly: { instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: object } }> };

/** Its glue code holds one instance: a process loads it once. */
let loaded: Promise<EngineModule> | null = null;
const engineModule = (): Promise<EngineModule> => (loaded ??= loadEngine());

async function loadEngine(): Promise<EngineModule> {
  const address = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue = await import(address);
  const bytes = await readFile(join(dirname(fileURLToPath(address)), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports as { readonly __wbindgen_start: () => void }).__wbindgen_start();
  return glue;
}

/** Types of the catalogue that the adapter does not know, and what they can be read as: "char" as text, name[] as text[]. */
const readAs = new Map([
  [18, 25],
  [1003, 1009],
]);

/** The adapter refuses result columns of catalogue types; here they are renamed before it sees them, and told apart again for the engine. */
async function adapterOver(pool: pg.Pool): Promise<SqlDriverAdapter> {
  let charColumns: number[] = [];
  const renamed = new Proxy(pool, {
    get: (target, key) => {
      if (key !== 'query') return Reflect.get(target, key) as unknown;
      return async (...parameters: Parameters<pg.Pool['query']>) => {
        const result = (await Reflect.apply(target.query, target, parameters)) as unknown as pg.QueryResult;
        charColumns = result.fields.flatMap(({ dataTypeID }, index) => (dataTypeID === 18 ? [index] : []));
        for (const field of result.fields) field.dataTypeID = readAs.get(field.dataTypeID) ?? field.dataTypeID;
        return result;
      };
    },
  });
  const adapter = await new PrismaPg(renamed).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  adapter.dispose = async () => {};
  return adapter;
}
