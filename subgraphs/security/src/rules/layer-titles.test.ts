import { expect, test } from 'vitest';
import { layerTitles } from './layer-titles.ts';

const manifest = (layers: unknown): Uint8Array => Buffer.from(JSON.stringify({ layers }));
const titled = (title: unknown, digest = 'sha256:a') => ({ digest, annotations: { 'org.opencontainers.image.title': title } });

test.each([
  ['index.js', 'index.js'],
  ['./dist//index.js', 'dist/index.js'],
  ['/etc/index.js', 'etc/index.js'],
])('a layer is called as its publisher calls it: %s', (title, name) => {
  expect(layerTitles(manifest([titled(title)]))).toEqual(new Map([['sha256:a', [name]]]));
});

test.each([[''], ['.'], ['../index.js'], ['a/../../b'], ['a\\b.js'], ['a\0.js'], ['a\n.js'], ['\ud800'], ['x'.repeat(1001)], [1], [null]])(
  '%j is no name',
  (title) => {
    expect(layerTitles(manifest([titled(title)])).size).toBe(0);
  },
);

test('one blob under two names has both, and no more than ten', () => {
  expect(layerTitles(manifest([titled('data.txt'), titled('index.js')]))).toEqual(new Map([['sha256:a', ['data.txt', 'index.js']]]));
  expect(layerTitles(manifest(Array.from({ length: 30 }, (_, index) => titled(`${index}.js`)))).get('sha256:a')).toHaveLength(10);
});

test.each(['{', '[]', '{"layers":{}}', '{"layers":[null,1,"x",{"annotations":null}]}'])('a manifest without readable layers names none: %s', (text) => {
  expect(layerTitles(Buffer.from(text)).size).toBe(0);
});
