import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cycloneDxOf, readComponents, type ScanFile } from '../src/index.ts';
import { file } from './subjects.ts';

const componentsOf = (files: readonly ScanFile[]) => readComponents(files).components;
const named = (...files: ScanFile[]): string[] => componentsOf(files).map(({ ecosystem, name, version }) => `${ecosystem}:${name}@${version}`);

describe('lockfiles of npm', () => {
  it('versions 2 and 3: installed folders, without development, links and the application itself', () => {
    const lock = {
      lockfileVersion: 3,
      packages: {
        '': { name: 'app', version: '1.0.0', dependencies: { lodash: '^4' } },
        'node_modules/lodash': { version: '4.17.15' },
        'node_modules/@scope/a': { version: '1.2.3', optional: true },
        'node_modules/a/node_modules/lodash': { version: '3.0.0' },
        'node_modules/vitest': { version: '1.0.0', dev: true },
        'node_modules/alias': { name: 'real', version: '2.0.0' },
        'packages/own': { version: '1.0.0' },
        'node_modules/own': { resolved: 'packages/own', link: true },
      },
    };
    const expected = ['npm:lodash@4.17.15', 'npm:@scope/a@1.2.3', 'npm:lodash@3.0.0', 'npm:real@2.0.0'];
    expect(named(file('package-lock.json', JSON.stringify(lock)))).toEqual(expected);
    expect(named(file('a/b/npm-shrinkwrap.json', JSON.stringify({ ...lock, lockfileVersion: 2 })))).toEqual(expected);
  });
  it('version 1: the tree of dependencies', () => {
    const lock = {
      lockfileVersion: 1,
      dependencies: {
        a: { version: '1.0.0', dependencies: { b: { version: '2.0.0' } } },
        c: { version: '3.0.0', dev: true },
        d: { version: 'git+https://example.org/d.git' },
        e: { version: 'npm:real@4.5.6' },
      },
    };
    expect(named(file('package-lock.json', JSON.stringify(lock)))).toEqual(['npm:a@1.0.0', 'npm:b@2.0.0', 'npm:real@4.5.6']);
  });
});

describe('lockfiles of others', () => {
  it('yarn 1', () => {
    expect(
      named(
        file(
          'yarn.lock',
          '# yarn lockfile v1\n\n"@babel/core@^7.0.0", "@babel/core@^7.1.0":\n  version "7.20.1"\n  resolved "https://…"\n\nlodash@^4.17.0:\n  version "4.17.15"\n  dependencies:\n    version "9.9.9"\n\n"my-alias@npm:minimist@^1.2.0":\n  version "1.2.0"\n',
        ),
      ),
    ).toEqual(['npm:@babel/core@7.20.1', 'npm:lodash@4.17.15', 'npm:minimist@1.2.0']);
  });
  it('yarn 2 and later', () => {
    expect(
      named(
        file(
          'yarn.lock',
          '__metadata:\n  version: 6\n\n"lodash@npm:^4.17.0, lodash@npm:^4.17.10":\n  version: 4.17.15\n  resolution: "lodash@npm:4.17.15"\n\n"@s/own@workspace:packages/own":\n  version: 0.0.0-use.local\n\n"al@npm:real@^1.0.0":\n  version: 1.0.1\n',
        ),
      ),
    ).toEqual(['npm:lodash@4.17.15', 'npm:real@1.0.1']);
  });
  it.each([
    [
      '5',
      'lockfileVersion: 5.4\n\npackages:\n\n  /lodash/4.17.15:\n    resolution: {integrity: x}\n    dev: false\n\n  /@s/a/1.0.0_react@17.0.0:\n    resolution: {integrity: x}\n\n  /vitest/1.0.0:\n    resolution: {integrity: x}\n    dev: true\n',
    ],
    [
      '6',
      "lockfileVersion: '6.0'\n\npackages:\n\n  /lodash@4.17.15:\n    resolution: {integrity: x}\n    dev: false\n\n  /@s/a@1.0.0(react@17.0.0):\n    resolution: {integrity: x}\n\n  /vitest@1.0.0:\n    resolution: {integrity: x}\n    dev: true\n",
    ],
    [
      '9',
      "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      x:\n        version: 1.0.0\n\npackages:\n\n  lodash@4.17.15:\n    resolution: {integrity: x}\n\n  '@s/a@1.0.0':\n    resolution: {integrity: x}\n\nsnapshots:\n\n  other@1.0.0: {}\n",
    ],
  ])('pnpm %s', (_version, text) => {
    expect(named(file('pnpm-lock.yaml', text))).toEqual(['npm:lodash@4.17.15', 'npm:@s/a@1.0.0']);
  });
  it('pip: pinned versions only', () => {
    expect(
      named(
        file(
          'requirements.txt',
          '# a comment\nDjango==3.2.0\nrequests[security]==2.25.0 ; python_version > "3"\nflask>=1.0\nnumpy == 1.20.0  # why\nurllib3===1.26.0\npyyaml==5.*\n-r other.txt\nsix==1.16.0 --hash=sha256:x\n',
        ),
      ),
    ).toEqual(['PyPI:Django@3.2.0', 'PyPI:requests@2.25.0', 'PyPI:numpy@1.20.0', 'PyPI:urllib3@1.26.0', 'PyPI:six@1.16.0']);
  });
  it('pipenv, poetry, uv and what is installed', () => {
    expect(named(file('Pipfile.lock', '{"default":{"django":{"version":"==3.2"},"own":{"path":"."}},"develop":{"pytest":{"version":"==7"}}}'))).toEqual([
      'PyPI:django@3.2',
    ]);
    expect(
      named(
        file(
          'poetry.lock',
          '[[package]]\nname = "django"\nversion = "3.2.0"\ncategory = "main"\n\n[package.dependencies]\nname = "no"\nversion = "9"\n\n[[package]]\nname = "pytest"\nversion = "7.0"\ncategory = "dev"\n\n[metadata]\nversion = "1"\n',
        ),
      ),
    ).toEqual(['PyPI:django@3.2.0']);
    expect(
      named(
        file(
          'uv.lock',
          'version = 1\n\n[[package]]\nname = "app"\nversion = "0.1.0"\nsource = { virtual = "." }\n\n[[package]]\nname = "six"\nversion = "1.16.0"\nsource = { registry = "https://pypi.org/simple" }\n',
        ),
      ),
    ).toEqual(['PyPI:six@1.16.0']);
    expect(named(file('lib/Django-3.2.0.dist-info/METADATA', 'Metadata-Version: 2.1\nName: Django\nVersion: 3.2.0\n\nVersion: 9\n'))).toEqual([
      'PyPI:Django@3.2.0',
    ]);
  });
  it('go, with replacements', () => {
    expect(
      named(
        file(
          'go.mod',
          'module example.org/app\n\ngo 1.22\n\nrequire github.com/a/b v1.2.3\nrequire (\n\tgolang.org/x/net v0.1.0 // indirect\n\tgithub.com/c/d v2.0.0+incompatible\n\tgithub.com/own v0.0.0\n)\nreplace github.com/own => ./own\nreplace golang.org/x/net v0.1.0 => golang.org/x/net v0.2.0\n',
        ),
      ),
    ).toEqual(['Go:github.com/a/b@1.2.3', 'Go:golang.org/x/net@0.2.0', 'Go:github.com/c/d@2.0.0+incompatible']);
  });
  it('cargo: what comes from a registry', () => {
    expect(
      named(
        file(
          'Cargo.lock',
          'version = 3\n\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [\n "serde",\n]\n\n[[package]]\nname = "serde"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "x"\n',
        ),
      ),
    ).toEqual(['crates.io:serde@1.0.0']);
  });
});

describe('without a lockfile', () => {
  it('what is installed counts', () => {
    expect(
      named(
        file('node_modules/lodash/package.json', '{"name":"lodash","version":"4.17.15"}'),
        file('node_modules/@s/a/package.json', '{"name":"@s/a","version":"1.0.0"}'),
        file('node_modules/lodash/fp/package.json', '{"name":"inner","version":"1.0.0"}'),
        file('node_modules/broken/package.json', '{"name":"broken"}'),
      ),
    ).toEqual(['npm:@s/a@1.0.0', 'npm:lodash@4.17.15']);
  });
  it('else the lowest version of each range, as that is what it says to work with', () => {
    const manifest = {
      dependencies: {
        lodash: '^4.17.15',
        minimist: '1.2.0',
        axios: '>=0.21.0 <1',
        any: '*',
        tag: 'latest',
        git: 'github:a/b',
        local: 'file:../x',
        own: 'workspace:*',
        al: 'npm:real@~2.1.0',
      },
      optionalDependencies: { ws: '7.x' },
      devDependencies: { vitest: '1.0.0' },
      peerDependencies: { react: '17.0.0' },
    };
    expect(named(file('package.json', JSON.stringify(manifest)))).toEqual([
      'npm:lodash@4.17.15',
      'npm:minimist@1.2.0',
      'npm:axios@0.21.0',
      'npm:real@2.1.0',
      'npm:ws@7.0.0',
    ]);
  });
  it('but not beside or below a lockfile, and not for what is installed', () => {
    const manifest = file('pkg/package.json', '{"dependencies":{"lodash":"^4.0.0","ws":"^7.0.0"}}');
    expect(named(manifest, file('package-lock.json', '{"packages":{"node_modules/lodash":{"version":"4.17.21"}}}'))).toEqual(['npm:lodash@4.17.21']);
    expect(named(manifest, file('pkg/node_modules/lodash/package.json', '{"name":"lodash","version":"4.17.21"}'))).toEqual([
      'npm:lodash@4.17.21',
      'npm:ws@7.0.0',
    ]);
    expect(named(manifest, file('other/yarn.lock', ''))).toEqual(['npm:lodash@4.0.0', 'npm:ws@7.0.0']);
  });
});

describe('what cannot be read', () => {
  it.each([
    [file('package-lock.json', '{"packages":')],
    [file('package-lock.json', '[]')],
    [file('package.json', 'null')],
    [file('Pipfile.lock', '"x"')],
    [file('x.dist-info/METADATA', 'nothing')],
    [{ path: 'yarn.lock', sizeBytes: 10 ** 9, content: null }],
  ])('is listed, not passed over', (broken) => {
    const report = readComponents([broken, file('node_modules/a/package.json', '{"name":"a","version":"1.0.0"}')]);
    expect(report.unread).toMatchObject([{ path: broken.path, reason: expect.any(String) }]);
    expect(report.components).toHaveLength(1);
  });
  it('never makes it throw, whatever is written', () => {
    const paths = [
      'package-lock.json',
      'yarn.lock',
      'pnpm-lock.yaml',
      'package.json',
      'node_modules/a/package.json',
      'requirements.txt',
      'go.mod',
      'Cargo.lock',
      'poetry.lock',
      'Pipfile.lock',
      'a.dist-info/METADATA',
    ];
    const json = fc.json().map((text) => text);
    const wild = fc
      .object({
        key: fc.constantFrom('packages', 'dependencies', 'version', 'name', 'node_modules/a', '__proto__', 'dev', 'optionalDependencies', 'default'),
        maxDepth: 4,
      })
      .map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom(...paths),
            fc.oneof(
              json,
              wild,
              fc.string({ unit: 'binary' }),
              fc.constantFrom('packages:\n  /a/1.0.0:\n', '"a@1":\n  version "1"\n', '[[package]]\nname = "a"\n'),
            ),
          ),
        ),
        (entries) => {
          for (const { name, version } of componentsOf(entries.map(([path, text]) => file(path, text))))
            expect(name.length > 0 && version.length > 0).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
  it('has a bound', () => {
    const lock = { packages: Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`node_modules/p${index}`, { version: '1.0.0' }])) };
    const report = readComponents([file('package-lock.json', JSON.stringify(lock))]);
    expect(report.components).toHaveLength(50_000);
    expect(report.unread).toHaveLength(1);
  });
});

describe('a list of components', () => {
  it('names each package and version once, with the first file that does', () => {
    const lock = '{"packages":{"node_modules/a":{"version":"1.0.0"}}}';
    expect(componentsOf([file('z/package-lock.json', lock), file('a/package-lock.json', lock)])).toEqual([
      { ecosystem: 'npm', name: 'a', version: '1.0.0', path: 'a/package-lock.json' },
    ]);
  });
  it('as CycloneDX has package URLs', () => {
    const purls = cycloneDxOf([
      { ecosystem: 'npm', name: '@s/a', version: '1.0.0+x', path: 'p' },
      { ecosystem: 'PyPI', name: 'Some_Name', version: '1', path: 'p' },
      { ecosystem: 'Go', name: 'github.com/a/b', version: '1.0.0', path: 'p' },
      { ecosystem: 'crates.io', name: 'serde', version: '1.0.0', path: 'p' },
      { ecosystem: 'Unknown', name: 'x', version: '1', path: 'p' },
    ]).components.map(({ purl }) => purl);
    expect(purls).toEqual(['pkg:npm/%40s/a@1.0.0%2Bx', 'pkg:pypi/some-name@1', 'pkg:golang/github.com/a/b@1.0.0', 'pkg:cargo/serde@1.0.0']);
  });
});
