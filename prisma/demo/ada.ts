import { dedent, number, object, oneOf, string, type DemoRelease } from './release.ts';

const starter = (['1.0.0', '1.1.0'] as const).map((version): DemoRelease => ({
  manifest: {
    name: '@ada/starter',
    version,
    type: 'template',
    description: 'A Gati application with one handler, tests and a Dockerfile.',
    license: 'MIT',
    keywords: ['template', 'starter', 'typescript'],
    template: {
      root: 'files',
      variables: [
        { name: 'name', type: 'string', description: 'Name of the application', pattern: '[a-z][a-z0-9-]*', required: true },
        { name: 'port', type: 'number', description: 'Port to listen on', default: 3000 },
        { name: 'docker', type: 'boolean', description: 'With a Dockerfile', default: true },
      ],
      conditional: [{ files: 'Dockerfile', when: 'docker' }],
    },
  },
  files: {
    'README.md': '# Starter\n\nOne handler, one test, nothing to delete afterwards.\n\n```\ngati init --template @ada/starter --set name=shop\n```\n',
    'files/package.json': '{\n  "name": "{{name}}",\n  "type": "module",\n  "scripts": { "start": "gati dev --port {{port}}" }\n}\n',
    'files/src/hello.ts': 'export const hello = ({ who }: { who: string }) => ({ text: `Hello ${who}, from {{name}}` });\n',
    'files/Dockerfile': 'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nEXPOSE {{port}}\nCMD ["npm", "start"]\n',
    ...(version === '1.1.0'
      ? {
          'files/test/hello.test.ts':
            "import { expect, test } from 'vitest';\nimport { hello } from '../src/hello.ts';\n\ntest('greets', () => expect(hello({ who: 'Ada' }).text).toContain('Ada'));\n",
        }
      : {}),
  },
}));

const weather: DemoRelease = {
  manifest: {
    name: '@ada/weather',
    version: '0.2.0',
    type: 'module',
    description: 'The weather at a place, from a service that runs elsewhere.',
    license: 'CC0-1.0',
    keywords: ['weather', 'api', 'external'],
    capabilities: ['net:weather.example.com'],
    module: { runtime: 'external', endpoint: 'https://weather.example.com/v1', protocol: 'http' },
    gtypes: {
      handlers: {
        now: {
          input: object({ place: string, unit: oneOf('celsius', 'fahrenheit') }, ['place']),
          output: object({ temperature: number, sky: oneOf('clear', 'cloudy', 'rain', 'snow') }),
        },
      },
    },
  },
  files: { 'README.md': '# Weather\n\nAn external module: it has a contract and an endpoint, and no code to install.\n' },
};

const queue = (['0.1.0', '0.2.0', '1.0.0-rc.1'] as const).map((version): DemoRelease => ({
  manifest: {
    name: '@ada/queue',
    version,
    type: 'module',
    description: 'A work queue in memory, for tests and small things.',
    license: 'MIT',
    keywords: ['queue', 'jobs', 'worker'],
    capabilities: ['queue'],
    module: { runtime: 'node', entry: 'index.js' },
    gtypes: {
      handlers: {
        add: {
          input: object({ name: string, payload: object({}), ...(version === '0.1.0' ? {} : { key: string }) }, ['name', 'payload']),
          output: object({ id: string }),
        },
      },
    },
  },
  files: {
    'README.md': '# Queue\n\nFirst in, first out. A job with a key that waits already is not added twice.\n',
    'index.js': dedent(`
      // @ada/queue ${version}
      const waiting = new Map();
      export function add({ name, payload, key }) {
        const id = key ?? String(waiting.size + 1);
        if (!waiting.has(id)) waiting.set(id, { name, payload });
        return { id };
      }
    `),
  },
}));

const helloWorker: DemoRelease = {
  manifest: {
    name: '@ada/hello',
    version: '1.0.0',
    type: 'module',
    description: 'The smallest module there is: says hello.',
    license: 'MIT',
    keywords: ['hello', 'example'],
    module: { runtime: 'node', entry: 'index.js' },
    gtypes: { handlers: { hello: { input: object({ who: string }), output: object({ text: string }) } } },
  },
  files: {
    'README.md': '# Hello\n\n```ts\nhello({ who: "Ada" }); // { text: "Hello Ada" }\n```\n\nRead it to see what a module needs: a `gati.json` and one file.\n',
    'index.js': 'export const hello = ({ who }) => ({ text: `Hello ${who}` });\n',
  },
};

export const ada: readonly DemoRelease[] = [...starter, weather, ...queue, helloWorker];
