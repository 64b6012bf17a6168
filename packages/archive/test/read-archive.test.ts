import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ArchiveRefusal, archiveRules } from '../src/index.ts';
import { faultOf, list, pathsOf } from './listing.ts';
import { end, entryBytes, gnuLongName, header, inPieces, pax, paxRecord, tar, type CraftedEntry } from './tar-builder.ts';

const file = (name: string | Uint8Array, more: Partial<CraftedEntry> = {}): CraftedEntry => ({ name, content: 'x', ...more });
const symlink = (name: string, link: string): CraftedEntry => ({ name, type: '2', link });
const hardlink = (name: string, link: string): CraftedEntry => ({ name, type: '1', link });
const folder = (name: string): CraftedEntry => ({ name, type: '5' });

describe('lists what is in an archive', () => {
  it.each([0, 1, 2, 3])('%i bytes are refused as no archive, not tripped over', async (length) => {
    for (const rules of [archiveRules.layer, archiveRules.image])
      expect(await faultOf(Buffer.from('abc').subarray(0, length), {}, { rules })).toMatch(/TRUNCATED|CORRUPT|NOT_TAR/);
  });

  const archive = tar(folder('./'), folder('./a/'), file('./a/b.txt', { content: 'hello', mode: 0o755 }), file('c//./d', { content: '' }));
  const entries = [
    { path: 'a', kind: 'directory', sizeBytes: 0, mode: 0o644, linkPath: null, content: null },
    { path: 'a/b.txt', kind: 'file', sizeBytes: 5, mode: 0o755, linkPath: null, content: new Uint8Array(Buffer.from('hello')) },
    { path: 'c/d', kind: 'file', sizeBytes: 0, mode: 0o644, linkPath: null, content: new Uint8Array(0) },
  ];
  const plain = async (...input: Parameters<typeof list>) =>
    (await list(...input)).map((entry) => ({ ...entry, content: entry.content && new Uint8Array(entry.content) }));

  it('plain, gzip, and cut into any pieces', async () => {
    expect(await plain(archive)).toEqual(entries);
    expect(await plain(gzipSync(archive))).toEqual(entries);
    for (const size of [1, 7, 511, 512, 513]) {
      expect(await plain(inPieces(archive, size))).toEqual(entries);
      expect(await plain(inPieces(gzipSync(archive), size))).toEqual(entries);
    }
  });
  it('with gzip headers of every kind', async () => {
    const packed = gzipSync(archive);
    const withName = Buffer.concat([
      packed.subarray(0, 3),
      Buffer.of(0x08 | 0x10 | 0x04 | 0x02),
      packed.subarray(4, 10),
      Buffer.of(3, 0, 1, 2, 3),
      Buffer.from('name\0comment\0'),
      Buffer.of(9, 9),
      packed.subarray(10),
    ]);
    expect(await plain(withName)).toEqual(entries);
  });
  it('gives a content above the limit as null and still reads what comes after', async () => {
    const two = tar(file('large', { content: 'y'.repeat(2000) }), file('small'));
    expect(
      (await list(two, { contentSizeBytes: 1999 })).map(({ path, sizeBytes, content }) => [path, sizeBytes, content && Buffer.from(content).toString()]),
    ).toEqual([
      ['large', 2000, null],
      ['small', 1, 'x'],
    ]);
  });
  it('with long names of ustar, PAX and GNU', async () => {
    const long = `${'d'.repeat(90)}/${'f'.repeat(90)}`;
    expect(await pathsOf(tar({ ...file('f'.repeat(90)), prefix: 'd'.repeat(90) }))).toEqual([long]);
    expect(await pathsOf(tar(pax({ path: long }), file('short')))).toEqual([long]);
    expect(await pathsOf(tar(gnuLongName(long), file('short', { magic: 'ustar  \0' })))).toEqual([long]);
    expect(await pathsOf(tar(pax({ path: 'größe/文件.txt', mtime: '1.5', 'SCHILY.xattr.user.x': 'y' }), file('short')))).toEqual(['größe/文件.txt']);
    expect(await pathsOf(tar(pax({ comment: 'a commit' }, 'g'), file('a')))).toEqual(['a']);
  });
  it('with links that stay inside', async () => {
    const entries = await list(
      tar(
        file('a/target'),
        symlink('a/b/up', '../target'),
        symlink('side', 'a/target'),
        symlink('dir', './a/b'),
        hardlink('same', 'a/target'),
        symlink('dangling', 'nowhere'),
      ),
    );
    expect(entries.map(({ path, kind, linkPath }) => `${path} ${kind} ${linkPath}`)).toEqual([
      'a/target file null',
      'a/b/up symlink ../target',
      'side symlink a/target',
      'dir symlink ./a/b',
      'same hardlink a/target',
      'dangling symlink nowhere',
    ]);
  });
});

describe('refuses an archive that would land elsewhere than it says, naming path and fault', () => {
  const nul = Buffer.from('a\0../../evil');
  const corpus: readonly (readonly [law: string, fault: string, archive: Uint8Array])[] = [
    ['climbs', 'OUTSIDE', tar(file('../evil'))],
    ['climbs from below', 'OUTSIDE', tar(file('a/b/../../../evil'))],
    ['climbs and comes back', 'OUTSIDE', tar(file('a/../b'))],
    ['climbs at the end', 'OUTSIDE', tar(folder('a/..'))],
    ['climbs by a prefix', 'OUTSIDE', tar({ ...file('evil'), prefix: '..' })],
    ['climbs by PAX', 'OUTSIDE', tar(pax({ path: '../evil' }), file('good'))],
    ['climbs by a GNU name', 'OUTSIDE', tar(gnuLongName('../evil'), file('good'))],
    ['absolute', 'ABSOLUTE', tar(file('/etc/passwd'))],
    ['absolute with two slashes', 'ABSOLUTE', tar(file('//server/share'))],
    ['a drive', 'ABSOLUTE', tar(file('C:/windows/x'))],
    ['a drive without a slash', 'ABSOLUTE', tar(file('c:x'))],
    ['backslashes', 'BACKSLASH', tar(file('..\\..\\evil'))],
    ['a UNC path', 'BACKSLASH', tar(file('\\\\server\\share'))],
    ['NUL in a name field', 'CONTROL_CHARACTER', tar(file(nul))],
    ['NUL in PAX', 'CONTROL_CHARACTER', tar(pax({ path: 'a\0b' }), file('good'))],
    ['NUL in a GNU name', 'CONTROL_CHARACTER', tar(gnuLongName('a\0b'), file('good'))],
    ['a line end', 'CONTROL_CHARACTER', tar(file('a\nb'))],
    ['an escape sequence', 'CONTROL_CHARACTER', tar(file('a\u001b[2Jb'))],
    ['a C1 control', 'CONTROL_CHARACTER', tar(file('a\u009bb'))],
    ['text turned round', 'CONTROL_CHARACTER', tar(file('a\u202egnp.exe'))],
    ['bytes that are no UTF-8', 'ENCODING', tar(file(Buffer.of(0x61, 0xff, 0x62)))],
    ['an overlong slash', 'ENCODING', tar(file(Buffer.of(0x2e, 0x2e, 0xc0, 0xaf, 0x61)))],
    ['no name', 'EMPTY_NAME', tar(file(''))],
    ['only dots and slashes', 'AMBIGUOUS_HEADER', tar(file('./'))],
    ['the root as a file', 'EMPTY_NAME', tar(file('.'))],
    ['a device name of Windows', 'NOT_PORTABLE', tar(file('src/aux.js'))],
    ['a stream of NTFS', 'NOT_PORTABLE', tar(file('readme.md:hidden'))],
    ['a dot that Windows drops', 'NOT_PORTABLE', tar(file('gati.json.'))],
    ['a space that Windows drops', 'NOT_PORTABLE', tar(file('a /b'))],
    ['a name of 256 bytes', 'NAME_TOO_LONG', tar(pax({ path: 'é'.repeat(128) }), file('a'))],
    ['a link to an absolute path', 'LINK_OUTSIDE', tar(symlink('a', '/etc/passwd'))],
    ['a link that climbs out', 'LINK_OUTSIDE', tar(symlink('a/b', '../../etc'))],
    ['a link that climbs out by PAX', 'LINK_OUTSIDE', tar(pax({ linkpath: '../../etc' }), symlink('a/b', 'c'))],
    ['a link that climbs out by a GNU name', 'LINK_OUTSIDE', tar(gnuLongName('../../etc', 'K'), symlink('a/b', 'c'))],
    ['a link that climbs after going down', 'LINK_OUTSIDE', tar(symlink('a', 'b/../../etc'))],
    ['a link to the root', 'LINK_OUTSIDE', tar(symlink('a/b', '..'))],
    ['a link to itself', 'LINK_OUTSIDE', tar(symlink('a', '.'))],
    ['a link to nothing', 'LINK_OUTSIDE', tar(symlink('a', ''))],
    ['a link to a drive', 'LINK_OUTSIDE', tar(symlink('a', 'C:\\x'))],
    ['a link with a backslash', 'BACKSLASH', tar(symlink('a', '..\\x'))],
    ['a link to a link', 'LINK_CHAIN', tar(symlink('a', 'b'), symlink('b', 'c'))],
    ['a link through a link that comes later', 'LINK_CHAIN', tar(symlink('x', 'a/b/c'), symlink('a/b', '../d'))],
    ['a file below a link', 'THROUGH_LINK', tar(symlink('a', 'b'), file('a/evil'))],
    ['a link over a folder with files', 'FILE_AS_FOLDER', tar(file('a/good'), symlink('a', 'b'))],
    ['a file below a link, spelt otherwise', 'COLLISION', tar(symlink('a', 'b'), file('A/evil'))],
    ['a file below a hard link', 'FILE_AS_FOLDER', tar(file('a'), hardlink('b', 'a'), file('b/c'))],
    ['a hard link to outside', 'OUTSIDE', tar(hardlink('a', '../evil'))],
    ['a hard link to an absolute path', 'ABSOLUTE', tar(hardlink('a', '/etc/passwd'))],
    ['a hard link to a symbolic link', 'LINK_TARGET', tar(file('t'), symlink('a', 't'), hardlink('b', 'a'))],
    ['a hard link to a folder', 'LINK_TARGET', tar(folder('a'), hardlink('b', 'a'))],
    ['a hard link to what comes later', 'LINK_TARGET', tar(hardlink('b', 'a'), file('a'))],
    ['a hard link to itself', 'LINK_TARGET', tar(hardlink('a', 'a'))],
    ['a character device', 'DEVICE', tar({ name: 'tty', type: '3' })],
    ['a block device', 'DEVICE', tar({ name: 'sda', type: '4' })],
    ['a pipe', 'DEVICE', tar({ name: 'pipe', type: '6' })],
    ['one file twice', 'DUPLICATE', tar(file('a'), file('a'))],
    ['one file twice, written otherwise', 'DUPLICATE', tar(file('a/b'), file('./a//b'))],
    ['one folder twice', 'DUPLICATE', tar(folder('a'), folder('a/'))],
    ['a file where a link was', 'DUPLICATE', tar(symlink('a', 'b'), file('a'))],
    ['names that differ by case', 'COLLISION', tar(file('README.md'), file('readme.md'))],
    ['folders that differ by case', 'COLLISION', tar(file('Lib/a'), file('lib/b'))],
    ['names that differ by Unicode form', 'COLLISION', tar(file('caf\u00e9'), file('cafe\u0301'))],
    ['ß and SS', 'COLLISION', tar(file('gro\u00df'), file('GROSS'))],
    ['the Kelvin sign and k', 'COLLISION', tar(file('\u212a'), file('k'))],
    ['the final sigma', 'COLLISION', tar(file('\u03c2'), file('\u03c3'))],
    ['a file used as a folder', 'FILE_AS_FOLDER', tar(file('a'), file('a/b'))],
    ['a folder replaced by a file', 'FILE_AS_FOLDER', tar(file('a/b'), file('a'))],
    ['an old GNU sparse file', 'SPARSE', tar({ name: 'a', type: 'S', content: 'x' })],
    ['a PAX sparse file', 'SPARSE', tar(pax({ 'GNU.sparse.major': '1', 'GNU.sparse.realsize': '1099511627776' }), file('a'))],
    ['a contiguous file', 'UNKNOWN_KIND', tar({ name: 'a', type: '7' })],
    ['a kind of some vendor', 'UNKNOWN_KIND', tar({ name: 'a', type: 'V' })],
  ];
  it.each(corpus)('%s: %s', async (_law, fault, archive) => {
    expect(await faultOf(archive)).toBe(fault);
    expect(await faultOf(gzipSync(archive))).toBe(fault);
  });
  it('says the path and the fault, with what is invisible made visible', async () => {
    const error = await list(tar(file('a\u202eb'))).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ArchiveRefusal);
    expect(error).toMatchObject({ code: 'MANIFEST_INVALID', params: { fields: [{ path: 'a\\u{202e}b' }] } });
    expect((error as Error).message).toContain('control or text-direction character');
  });
});

describe('refuses an archive that two readers could read as two', () => {
  const good = tar(file('a'));
  const other = gzipSync(tar(file('evil')));
  const negative = Buffer.alloc(12, 0xff);
  const packed = gzipSync(good);
  const corpus: readonly (readonly [law: string, fault: string, archive: Uint8Array])[] = [
    ['entries after the end mark', 'TRAILING_DATA', Buffer.concat([good, tar(file('evil'))])],
    ['entries after a lone zero block', 'TRAILING_DATA', Buffer.concat([entryBytes(file('a')), Buffer.alloc(512), tar(file('evil'))])],
    ['a second gzip member', 'TRAILING_DATA', Buffer.concat([packed, other])],
    ['an empty first gzip member', 'TRAILING_DATA', Buffer.concat([gzipSync(''), other])],
    ['an empty second gzip member', 'TRAILING_DATA', Buffer.concat([packed, gzipSync('')])],
    ['a tar cut over two gzip members', 'TRAILING_DATA', Buffer.concat([gzipSync(good.subarray(0, 512)), gzipSync(good.subarray(512))])],
    ['zeros after gzip', 'TRAILING_DATA', Buffer.concat([packed, Buffer.alloc(10)])],
    ['anything after gzip', 'TRAILING_DATA', Buffer.concat([packed, Buffer.from('#!/bin/sh')])],
    ['a PAX size beside another size', 'AMBIGUOUS_HEADER', tar(pax({ size: '1' }), { name: 'a', size: 0 })],
    ['a PAX path given twice', 'AMBIGUOUS_HEADER', tar({ name: 'x', type: 'x', content: paxRecord('path', 'a') + paxRecord('path', '../b') }, file('c'))],
    ['two PAX headers for one entry', 'AMBIGUOUS_HEADER', tar(pax({ path: 'a' }), pax({ path: 'b' }), file('c'))],
    ['a PAX and a GNU name for one entry', 'AMBIGUOUS_HEADER', tar(pax({ path: 'a' }), gnuLongName('b'), file('c'))],
    ['two GNU names for one entry', 'AMBIGUOUS_HEADER', tar(gnuLongName('a'), gnuLongName('b'), file('c'))],
    ['a path for all entries', 'AMBIGUOUS_HEADER', tar(pax({ path: 'a' }, 'g'), file('c'))],
    ['a size for all entries', 'AMBIGUOUS_HEADER', tar(pax({ size: '0' }, 'g'), file('c'))],
    ['a link with content', 'AMBIGUOUS_HEADER', tar(file('t'), { name: 'a', type: '1', link: 't', content: 'y' })],
    ['a folder with content', 'AMBIGUOUS_HEADER', tar({ name: 'a/', type: '5', content: 'y' })],
    ['a file named as a folder', 'AMBIGUOUS_HEADER', tar(file('a/'))],
    ['a header without the entry it changes', 'TRUNCATED', tar(pax({ path: 'a' }))],
    ['no end mark', 'TRUNCATED', entryBytes(file('a'))],
    ['half an end mark', 'TRUNCATED', Buffer.concat([entryBytes(file('a')), Buffer.alloc(512)])],
    ['half a header', 'TRUNCATED', good.subarray(0, 300)],
    ['half a content', 'TRUNCATED', tar(file('a', { content: 'z'.repeat(2000) })).subarray(0, 1000)],
    ['half a padding', 'TRUNCATED', good.subarray(0, 700)],
    ['nothing', 'TRUNCATED', new Uint8Array(0)],
    ['gzip of nothing', 'TRUNCATED', gzipSync('')],
    ['half a gzip', 'TRUNCATED', packed.subarray(0, packed.length - 12)],
    ['gzip without all of its trailer', 'TRUNCATED', packed.subarray(0, packed.length - 3)],
    ['half a gzip header', 'TRUNCATED', packed.subarray(0, 6)],
    ['a wrong checksum', 'CORRUPT', tar(file('a', { checksum: 1 }))],
    ['no tar at all', 'CORRUPT', Buffer.alloc(2048, 'not an archive ')],
    ['a tar without its magic', 'CORRUPT', tar(file('a', { magic: '' }))],
    ['a negative size', 'CORRUPT', tar(file('a', { size: negative }))],
    ['a size that is no number', 'CORRUPT', tar(file('a', { size: Buffer.from('-0000000001\0') }))],
    ['a size beyond all numbers', 'CORRUPT', tar(file('a', { size: Buffer.concat([Buffer.of(0x80), Buffer.alloc(11, 0x7f)]) }))],
    ['PAX records with wrong lengths', 'CORRUPT', tar({ name: 'x', type: 'x', content: '99 path=a\n' }, file('b'))],
    ['PAX records without a value', 'CORRUPT', tar({ name: 'x', type: 'x', content: '7 path\n' }, file('b'))],
    ['PAX records of no length', 'CORRUPT', tar({ name: 'x', type: 'x', content: '0 path=a\n' }, file('b'))],
    ['a negative PAX size', 'CORRUPT', tar(pax({ size: '-1' }), file('b'))],
    ['a gzip whose CRC is wrong', 'CORRUPT', Buffer.concat([packed.subarray(0, -8), Buffer.of(1, 2, 3, 4), packed.subarray(-4)])],
    ['a gzip whose length is wrong', 'CORRUPT', Buffer.concat([packed.subarray(0, -4), Buffer.of(1, 2, 3, 4)])],
    ['a gzip damaged inside', 'CORRUPT', Buffer.concat([packed.subarray(0, 10), Buffer.of(0xff), packed.subarray(11)])],
    ['a gzip of an unknown method', 'CORRUPT', Buffer.concat([Buffer.of(0x1f, 0x8b, 7), packed.subarray(3)])],
    ['zstd, which layers of ours are not', 'CORRUPT', Buffer.concat([zstdCompressSync(good), Buffer.alloc(1024, 1)])],
    ['a zip', 'CORRUPT', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(2000)])],
  ];
  it.each(corpus)('%s: %s', async (_law, fault, archive) => {
    expect(await faultOf(archive)).toBe(fault);
    expect(await faultOf(inPieces(archive, 100))).toBe(fault);
  });
});

describe('limits', () => {
  it.each([
    ['entries', { entries: 2 }, tar(file('a'), file('b'), file('c'))],
    ['the depth of a path', { depth: 3 }, tar(file('a/b/c/d'))],
    ['folders above', { entries: 3 }, tar(file('a/b/c/d'))],
    ['the length of all paths', { namesSizeBytes: 9 }, tar(file('abcde'), file('fghij'))],
    ['the length of a path', { pathSizeBytes: 20 }, tar(file('abcdefghijklmnopqrstu'))],
    ['one file', { fileSizeBytes: 10 }, tar(file('a', { content: '01234567890' }))],
    ['everything together', { totalSizeBytes: 2048 }, tar(file('a'), file('b'))],
    ['a PAX header', { headerSizeBytes: 100 }, tar(pax({ comment: 'c'.repeat(200) }), file('a'))],
    ['a GNU name', { headerSizeBytes: 100 }, tar(gnuLongName('c'.repeat(200)), file('a'))],
    ['a PAX header that only says it is large', {}, tar({ name: 'x', type: 'x', size: 8_000_000_000 })],
    ['a file that only says it is large', {}, tar({ name: 'x', size: 8_000_000_000 })],
  ] as const)('refuses above the limit: %s', async (_law, limits, archive) => {
    expect(await faultOf(archive, limits)).toBe('QUOTA_EXCEEDED');
  });
  it('takes what is exactly at the limit', async () => {
    expect(
      await faultOf(tar(file('a/b/c', { content: '0123456789' }), file('d')), {
        entries: 4,
        depth: 3,
        fileSizeBytes: 10,
        totalSizeBytes: 3072,
        pathSizeBytes: 5,
        namesSizeBytes: 6,
      }),
    ).toBeNull();
  });
});

describe('a layer holds files and folders only', () => {
  it.each([tar(symlink('a', 'b')), tar(file('b'), hardlink('a', 'b'))])('refuses a link', async (archive) => {
    expect(await faultOf(archive, {}, { rules: archiveRules.layer })).toBe('LINK');
  });
});

describe('a container image is a whole file system', () => {
  const rules = archiveRules.image;
  const image = tar(
    folder('/usr/'),
    symlink('bin', 'usr/bin'),
    symlink('etc/mtab', '/proc/mounts'),
    hardlink('usr/bin/x', 'lower/layer'),
    { name: 'dev/null', type: '3' },
    file('xt_TCPMSS.h'),
    file('xt_tcpmss.h'),
    file('a\\x2db.service'),
  );
  it('may hold absolute links, devices and names of Linux', async () => {
    expect(await pathsOf(image, {}, { rules })).toEqual(['usr', 'bin', 'etc/mtab', 'usr/bin/x', 'dev/null', 'xt_TCPMSS.h', 'xt_tcpmss.h', 'a\\x2db.service']);
    expect((await list(image, {}, { rules })).map(({ kind }) => kind)).toContain('special');
  });
  it('may come in several gzip members, as zstd, and without an end mark', async () => {
    const [first, second] = [image.subarray(0, 1024), image.subarray(1024)];
    const expected = await pathsOf(image, {}, { rules });
    expect(await pathsOf(Buffer.concat([gzipSync(first), gzipSync(second), Buffer.alloc(4)]), {}, { rules })).toEqual(expected);
    expect(await pathsOf(zstdCompressSync(image), {}, { rules })).toEqual(expected);
    expect(await pathsOf(image.subarray(0, -1024), {}, { rules })).toEqual(expected);
  });
  it.each([
    ['OUTSIDE', tar(file('../evil'))],
    ['TRAILING_DATA', Buffer.concat([tar(file('a')), tar(file('b'))])],
    ['CORRUPT', zstdCompressSync(image).fill(0xff, 20)],
    ['TRUNCATED', gzipSync(image).subarray(0, 80)],
    ['SPARSE', tar({ name: 'a', type: 'S' })],
  ] as const)('and is refused all the same: %s', async (fault, archive) => {
    expect(await faultOf(archive, {}, { rules })).toBe(fault);
  });
});

describe('time', () => {
  it('ends with the reason of the signal, even while the source is silent', async () => {
    async function* silent(): AsyncGenerator<Uint8Array> {
      yield header(file('a'));
      await new Promise(() => undefined);
    }
    await expect(list(silent(), {}, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ name: 'TimeoutError' });
  });
  it('passes on what the source throws', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield gzipSync(tar(file('a'))).subarray(0, 20);
      throw new Error('the disk is gone');
    }
    await expect(list(broken())).rejects.toThrow('the disk is gone');
  });
  it('lets go of the source when the caller stops early', async () => {
    let isClosed = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        yield* inPieces(gzipSync(tar(file('a'), file('b'))), 16);
      } finally {
        isClosed = true;
      }
    }
    const { readArchive } = await import('../src/index.ts');
    for await (const _ of readArchive(source())) break;
    expect(isClosed).toBe(true);
  });
  it('an end mark may be followed by a whole record of zeros', async () => {
    expect(await faultOf(Buffer.concat([tar(file('a')), end, Buffer.alloc(10_240)]))).toBeNull();
  });
});
