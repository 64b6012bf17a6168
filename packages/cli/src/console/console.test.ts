import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { columns, formatBytes, formatDuration } from './format.ts';
import { createKeyboard } from './keyboard.ts';
import { createOutput, type Sink } from './output.ts';

const sink = (isTTY: boolean) => {
  const written: string[] = [];
  return { written, to: { isTTY, columns: 80, write: (text: string) => void written.push(text) } satisfies Sink };
};

/** Somebody at a terminal who types. */
function typing(...keys: string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true, modes: [] as boolean[] });
  const shown: string[] = [];
  const keyboard = createKeyboard(Object.assign(input, { setRawMode: (isRaw: boolean) => input.modes.push(isRaw) }), (text) => shown.push(text), {
    isInteractive: true,
    interrupted: () => new Error('interrupted'),
  });
  for (const key of keys) input.write(key);
  return { input, shown, keyboard };
}

test('a secret is read without being shown, with backspace, and the terminal is as before', async () => {
  const { keyboard, shown, input } = typing('sec', 'x\u007f', 'ret\r');
  expect(await keyboard.readSecret('Password: ')).toBe('secret');
  expect(shown.join('')).toBe('Password: \n');
  expect(input.modes).toEqual([true, false]);
});

test('a line is shown as it is typed', async () => {
  const { keyboard, shown } = typing('yes\r');
  expect(await keyboard.readLine('Sure? ')).toBe('yes');
  expect(shown.join('')).toBe('Sure? yes\n');
});

test('Ctrl-C ends the reading and gives the terminal back', async () => {
  const { keyboard, input } = typing('abc\u0003');
  await expect(keyboard.readSecret('Password: ')).rejects.toThrow('interrupted');
  expect(input.modes).toEqual([true, false]);
});

test('what is piped in loses its line end and is bounded', async () => {
  const piped = (text: string) => {
    const input = new PassThrough();
    input.end(text);
    return createKeyboard(input, () => undefined, { isInteractive: false, interrupted: () => new Error() }).readAll();
  };
  expect(await piped('secret\r\n')).toBe('secret');
  await expect(piped('x'.repeat(70_000))).rejects.toThrow('65536');
});

test('a bar is drawn on a terminal only', () => {
  for (const isTTY of [true, false]) {
    const err = sink(isTTY);
    const out = sink(false);
    const task = createOutput({ stdout: out.to, stderr: err.to, isJson: false, mayColour: true }).task('working');
    task.update('half', 0.5);
    task.done('all done');
    expect(err.written.join('').includes('working')).toBe(isTTY);
    expect(err.written.join('')).toContain('all done\n');
    expect(err.written.join('').includes('\u001b')).toBe(isTTY);
    expect(out.written).toEqual([]);
  }
});

test('NO_COLOR and pipes mean no colours', () => {
  const on = createOutput({ stdout: sink(true).to, stderr: sink(true).to, isJson: false, mayColour: true });
  const off = createOutput({ stdout: sink(true).to, stderr: sink(true).to, isJson: false, mayColour: false });
  const piped = createOutput({ stdout: sink(false).to, stderr: sink(true).to, isJson: false, mayColour: true });
  expect([on, off, piped].map(({ style }) => style.bold('x'))).toEqual(['\u001b[1mx\u001b[22m', 'x', 'x']);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [999_900, '1.0 MB'],
  [123_456_789, '123 MB'],
])('%i bytes read %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  [420, '0.4 s'],
  [12_300, '12 s'],
  [125_000, '2 min 5 s'],
])('%i ms read %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('columns line up', () => {
  expect(columns([['a', 'bb', 'c'], ['aaa', 'b', 'cccc']])).toBe('a    bb  c\naaa  b   cccc'); // prettier-ignore
});

/** What a terminal shows in the end: the last writing of each line, with cursor-up and erase-line obeyed. */
function screenOf(written: readonly string[]): readonly string[] {
  const lines = [''];
  let row = 0;
  for (const piece of written.join('').split(/(\r|\n|\u001b\[1A|\u001b\[2K)/)) {
    if (piece === '\n') row += 1;
    else if (piece === '\u001b[1A') row -= 1;
    else if (piece === '\r' || piece === '\u001b[2K') lines[row] = '';
    else lines[row] = (lines[row] ?? '') + piece;
    lines[row] ??= '';
  }
  return lines.map((line) => line.trimEnd()).filter((line) => line !== '');
}

test('parts have lines of their own below the whole while they go on, and nothing of them stays', () => {
  const err = sink(true);
  const output = createOutput({ stdout: sink(false).to, stderr: err.to, isJson: false, mayColour: false });
  const task = output.task('uploading');
  const parts = Array.from({ length: 10 }, (_, index) => task.part(`layer ${index}`));
  parts[0]!.update(0.5);
  output.note('a hint');
  expect(screenOf(err.written)).toEqual([
    'a hint',
    '  uploading',
    `    layer 0 [============            ] 50 %`,
    ...Array.from({ length: 7 }, (_, index) => `    layer ${index + 1} [                        ] 0 %`),
    '    … and 2 more',
  ]);
  for (const part of parts.slice(1)) part.end();
  output.note('another');
  expect(screenOf(err.written)).toEqual(['a hint', 'another', '  uploading', '    layer 0 [============            ] 50 %']);
  task.done('uploaded');
  expect(screenOf(err.written)).toEqual(['a hint', 'another', '✓ uploaded']);
});

test('whatever a registry or a publisher sends, a terminal obeys none of it', () => {
  const hostile = '\u001b]0;owned\u0007\u001b[2J\u001b[8m\u009b2J\r\u202eevil';
  const [out, err] = [sink(true), sink(true)];
  const output = createOutput({ stdout: out.to, stderr: err.to, isJson: false, mayColour: true });
  output.note(`${output.style.bad('✗')} ${hostile}`);
  output.result({}, hostile);
  output.event({}, hostile);
  const task = output.task(hostile);
  task.part(hostile);
  task.done(hostile);
  const allowed = /\r\u001b\[2K|\u001b\[1A\u001b\[2K|\u001b\[(?:1|2|22|31|32|33|39)m|\n/gu;
  expect([...out.written, ...err.written].join('').replace(allowed, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('JSON means what it meant, and a terminal obeys none of it', () => {
  const hostile = { '\u009b2J': '\u001b[2J\u202e\u0085' };
  const out = sink(true);
  const output = createOutput({ stdout: out.to, stderr: sink(true).to, isJson: true, mayColour: true });
  output.result(hostile, '');
  output.event(hostile, '');
  const written = out.written.join('');
  expect(written.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(JSON.parse(written.slice(0, written.lastIndexOf('{')))).toEqual(hostile);
});
