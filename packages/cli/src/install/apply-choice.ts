import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveRules, readArchive, unpackLimits, unpackTo, type ArchiveEntry } from '@gati/archive';
import { parseArtifactName, repositoryOf, type Digest } from '@gati/identifiers';
import { isRegistryRefusal } from '@gati/sdk';
import { plural } from '../console/format.ts';
import type { Context } from '../context.ts';
import { withFileLock } from '../store/file-lock.ts';
import type { Download } from '../store/content-store.ts';
import { createPins } from '../trust/pins.ts';
import { createKeptSignatures } from '../trust/signature-sources.ts';
import { createTrustPolicy } from '../trust/trust-policy.ts';
import { createTrustedSigners } from '../trust/trusted-signers.ts';
import { verifyArtifact } from '../trust/verify-artifact.ts';
import { applicationFileName, withDependencies, type Application } from './application.ts';
import { eachBounded } from './bounded.ts';
import { lockfileOf, type Choice, type ChosenArtifact } from './choice.ts';
import { downloadBlobOf } from './download-blob.ts';
import { createSameArtifact } from './is-same-artifact.ts';
import { fetchArtifact } from './fetch-artifact.ts';
import { createLayerProgress, type LayerProgress } from './layer-progress.ts';
import { lockfileName, lockKey, writeLockfile, type Lockfile } from './lockfile.ts';
import { assertNoLinks, isName, modulesFolderName, openPlacedRecord, type Placed } from './placed.ts';
import { swapIn } from './swap.ts';

export interface ApplyOptions {
  readonly application: Application;
  readonly lockfile: Lockfile | null;
  /** Everything is unpacked anew, and what the lockfile does not know goes. */
  readonly isFresh: boolean;
  /** Neither gati.json nor the lockfile is written. */
  readonly isFrozen: boolean;
  readonly acceptsNewKeys: boolean;
}

export interface Applied {
  readonly installed: readonly { readonly name: string; readonly version: string; readonly digest: string; readonly signedBy: string }[];
  readonly removed: readonly string[];
  readonly unchanged: number;
}

/** Artifacts at work at one time: enough to hide the network's delays, few enough for its sockets and our memory. */
const atOnce = 16;
/** Layers of one artifact that come at one time. */
const layersAtOnce = 4;

/** Runs `work` while no other gati changes this folder. */
export const withFolderLock = <T>({ settings, signal }: Context, folder: string, work: () => Promise<T>): Promise<T> =>
  withFileLock(join(settings.cacheFolder, 'locks', createHash('sha256').update(folder).digest('hex').slice(0, 32)), work, { signal, waitMs: 10 * 60_000 });

/** Makes the folder what was chosen: fetches what is not unpacked yet, verifies each digest and signature here, and only when all of it holds puts everything in place, with gati.json and the lockfile. On any failure the folder is as it was.
 *  @throws DIGEST_INVALID · UNSIGNED · SIGNATURE_INVALID · KEY_REVOKED · MANIFEST_INVALID · QUOTA_EXCEEDED · whatever the registry refuses */
export async function applyChoice(
  context: Context,
  choice: Choice,
  { application, lockfile, isFresh, isFrozen, acceptsNewKeys }: ApplyOptions,
): Promise<Applied> {
  const { registry, client, settings, now, output } = context;
  const { folder } = application;
  const modules = join(folder, modulesFolderName);
  await mkdir(folder, { recursive: true });
  const record = await openPlacedRecord({ cacheFolder: settings.cacheFolder, folder });
  const placed = isFresh ? (new Map() as Placed) : await record.read();
  const known = knownSigners(choice, lockfile);
  // What lies there without a signer on record is verified anew, not believed.
  const missing = choice.artifacts.filter(({ name, digest }) => placed.get(name) !== digest || !known.has(name));
  await assertNoLinks(folder, []);
  const removed = await surplusOf(modules, choice, placed, isFresh);
  await assertNoLinks(folder, [...removed, ...missing.map(({ name }) => name)]);

  const policy = createTrustPolicy({ registry, signers: createTrustedSigners(client), pins: createPins(settings.configFolder, now), acceptsNewKeys });
  const signers = new Map(known);
  const staging = join(modules, `.staging-${randomUUID()}`);
  const isNew = await isMissing(modules);
  try {
    await removeOldStaging(modules);
    await mkdir(staging, { recursive: true });
    await stage(context, missing, { policy, staging, signers });
    context.signal.throwIfAborted();
    const whole: Placed = new Map(choice.artifacts.map(({ name, digest }) => [name, digest]));
    const staged = new Set(missing.map(({ name }) => name));
    const recorded = await record.textOf(whole, (name) => join(staged.has(name) ? staging : modules, name));
    await swapIn({
      folders: new Map(missing.map(({ name }) => [join(modules, name), join(staging, name)])),
      removed: removed.map((name) => join(modules, name)),
      aside: join(staging, '.old'),
      files: [
        ...(missing.length + removed.length > 0 ? [{ path: record.file, text: null }] : []),
        ...(isFrozen
          ? []
          : [
              { path: join(folder, lockfileName), text: writeLockfile(lockfileOf(choice, registry, signers)) },
              ...(sameDependencies(application, choice)
                ? []
                : [{ path: join(folder, applicationFileName), text: withDependencies(application, choice.roots) }]),
            ]),
        { path: record.file, text: recorded },
      ],
    });
    await policy.remember();
  } finally {
    await rm(staging, { recursive: true, force: true });
    if (isNew) await rmdir(modules).catch(() => undefined);
  }
  if (missing.length > 0) output.note(`${output.style.good('✓')} ${plural(missing.length, 'artifact')} verified and installed`);
  return {
    installed: missing.map(({ name, version, digest }) => ({ name, version, digest, signedBy: signers.get(name)! })),
    removed,
    unchanged: choice.artifacts.length - missing.length,
  };
}

const isMissing = (path: string): Promise<boolean> => readdir(path).then(() => false, () => true); // prettier-ignore

const sameDependencies = ({ text, dependencies }: Application, { roots }: Choice): boolean => {
  const names = Object.keys(roots);
  return text !== null && names.length === Object.keys(dependencies).length && names.every((name) => dependencies[name] === roots[name]);
};

/** Name → signer, as the lockfile has it for the same bytes. */
const knownSigners = ({ artifacts }: Choice, lockfile: Lockfile | null): ReadonlyMap<string, string> =>
  new Map(
    artifacts.flatMap(({ name, version, digest }) => {
      const locked = lockfile?.artifacts[lockKey(name, version)];
      return locked?.digest === digest ? [[name, locked.signedBy] as const] : [];
    }),
  );

/** Names of folders to go: what an earlier install placed and is not chosen any more; afresh, whatever is there. */
async function surplusOf(modules: string, { artifacts }: Choice, placed: Placed, isFresh: boolean): Promise<readonly string[]> {
  const chosen = new Set(artifacts.map(({ name }) => name));
  const present = isFresh ? await namesIn(modules) : [...placed.keys()];
  return present.filter((name) => !chosen.has(name)).sort();
}

async function namesIn(modules: string): Promise<readonly string[]> {
  const list = (path: string) => readdir(path, { withFileTypes: true }).catch(() => []);
  const handles = (await list(modules)).filter((entry) => entry.isDirectory() && entry.name.startsWith('@'));
  const names = await Promise.all(handles.map(async ({ name: handle }) => (await list(join(modules, handle))).map(({ name }) => `${handle}/${name}`)));
  return names.flat().filter(isName);
}

/** What a killed run left. Nobody else is at work here: the folder is locked. */
async function removeOldStaging(modules: string): Promise<void> {
  const left = (await readdir(modules).catch(() => [])).filter((name) => name.startsWith('.staging-'));
  await Promise.all(left.map((name) => rm(join(modules, name), { recursive: true, force: true })));
}

/** Fetches, verifies and unpacks into the staging folder; everything holds when it returns. */
async function stage(
  context: Context,
  missing: readonly ChosenArtifact[],
  { policy, staging, signers }: { policy: ReturnType<typeof createTrustPolicy>; staging: string; signers: Map<string, string> },
): Promise<void> {
  const kept = createKeptSignatures(context.settings.cacheFolder);
  const text = `installing ${plural(missing.length, 'artifact')}`;
  const task = context.output.task(text);
  const at = coveringContext(context, missing);
  const progress = createLayerProgress(task, text, missing.flatMap(({ layers }) => layers)); // prettier-ignore
  try {
    await eachBounded(missing, atOnce, async (chosen, stopped) => {
      const signal = AbortSignal.any([context.signal, stopped]);
      signal.throwIfAborted();
      const { name, version, digest, signedBy, bundle } = chosen;
      const { manifest, layers } = await fetchArtifact(chosen, {
        repository: at.repository(repositoryOf(parseArtifactName(name))),
        content: at.content,
        isSameArtifact: createSameArtifact(at),
      });
      signers.set(name, await verifyArtifact(at, { name, version, digest, manifest, signedBy, bundle }, policy, kept));
      const unpack = () => unpackTo(join(staging, name), entriesOf(at, chosen, layers, { signal, progress }));
      await unpack().catch(async (error: unknown) => {
        // A kept copy that was damaged is gone now: the second try downloads it.
        if (signal.aborted || !(await wasDamaged(at.content, layers, error))) throw error;
        await unpack();
      });
    });
  } finally {
    task.drop();
  }
}

/** Whether unpacking failed because of what was kept here, not because of what was published. */
async function wasDamaged(content: Context['content'], layers: readonly { readonly digest: Digest }[], error: unknown): Promise<boolean> {
  if (isRegistryRefusal(error) && error.code === 'DIGEST_INVALID') return true;
  const damaged = await Promise.all(layers.map(({ digest }) => content.removeDamaged(digest)));
  return damaged.includes(true);
}

/** Before the first request of a repository one token for all of them is fetched; from a warm store none is. */
function coveringContext(context: Context, missing: readonly ChosenArtifact[]): Pick<Context, 'client' | 'content' | 'repository'> {
  let covered: Promise<void> | undefined;
  const cover = (): Promise<void> =>
    (covered ??= context.pullAuthorization.cover(
      missing.map(({ name }) => repositoryOf(parseArtifactName(name))),
      context.signal,
    ));
  return {
    ...context,
    repository: (repository, actions) => {
      const own = context.repository(repository, actions);
      return {
        ...own,
        getManifest: async (...call) => (await cover(), own.getManifest(...call)),
        referrers: async (...call) => (await cover(), own.referrers(...call)),
        downloadBlob: async function* (...call) {
          await cover();
          yield* own.downloadBlob(...call);
        },
      };
    },
  };
}

/** The entries of all layers, each layer's bytes checked against its digest on the way. Of several layers some come at once; their entries keep the layers' order. */
async function* entriesOf(
  { content, repository }: Pick<Context, 'content' | 'repository'>,
  chosen: ChosenArtifact,
  layers: readonly { readonly digest: ChosenArtifact['digest']; readonly size: number }[],
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: LayerProgress },
): AsyncGenerator<ArchiveEntry> {
  const source = repository(repositoryOf(parseArtifactName(chosen.name)));
  const downloadOf =
    (layer: (typeof layers)[number]): Download =>
    (from) =>
      progress.counted(
        layer,
        from?.offsetBytes ?? 0,
        downloadBlobOf(chosen, source, layer.digest, { sizeBytes: layer.size, url: chosen.links.get(layer.digest), from, signal }),
      );
  if (layers.length > 1) await eachBounded(layers, layersAtOnce, (layer) => content.ensure(layer.digest, layer.size, downloadOf(layer)));
  for (const layer of layers) {
    yield* readArchive(content.stream(layer.digest, layer.size, downloadOf(layer)), unpackLimits, { rules: archiveRules.layer, signal });
    progress.done(layer);
  }
}
