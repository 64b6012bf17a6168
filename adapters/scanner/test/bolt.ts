/** A bucket of a bbolt database: values, and buckets within. */
export type Bucket = { readonly [key: string]: string | Bucket };

const pageSize = 4096;
const pageHeaderSize = 16;
const elementSize = 16;
const flags = { leaf: 0x02, meta: 0x04, freelist: 0x10 };
const magic = 0xed0cdaed;

/** Writes a bbolt database (go.etcd.io/bbolt, version 2 of the file format) as one transaction: two meta pages, an empty list of free pages, and a leaf page for each bucket. Enough to read; a bucket holds at most 65,535 keys. */
export function boltFile(root: Bucket): Buffer {
  const pages: Buffer[] = [];
  // 0 and 1 are meta pages, 2 the free list; 3 stays unused, so that no page has the number of a page within.
  let nextPage = 4;

  const place = (leaf: Buffer): number => {
    const count = Math.ceil(leaf.length / pageSize);
    const id = nextPage;
    nextPage += count;
    leaf.writeBigUInt64LE(BigInt(id), 0);
    leaf.writeUInt32LE(count - 1, 12);
    pages.push(Buffer.concat([leaf, Buffer.alloc(count * pageSize - leaf.length)]));
    return id;
  };
  const bucketValue = (bucket: Bucket): Buffer => {
    const header = Buffer.alloc(16);
    header.writeBigUInt64LE(BigInt(place(leafOf(bucket))));
    return header;
  };
  const leafOf = (bucket: Bucket): Buffer => {
    const entries = Object.entries(bucket)
      .map(([key, value]) => ({
        key: Buffer.from(key),
        value: typeof value === 'string' ? Buffer.from(value) : bucketValue(value),
        isBucket: typeof value !== 'string',
      }))
      .sort((a, b) => Buffer.compare(a.key, b.key));
    const head = Buffer.alloc(pageHeaderSize + entries.length * elementSize);
    head.writeUInt16LE(flags.leaf, 8);
    head.writeUInt16LE(entries.length, 10);
    let at = head.length;
    entries.forEach(({ key, value, isBucket }, index) => {
      const element = pageHeaderSize + index * elementSize;
      head.writeUInt32LE(isBucket ? 1 : 0, element);
      // Counted from the element itself.
      head.writeUInt32LE(at - element, element + 4);
      head.writeUInt32LE(key.length, element + 8);
      head.writeUInt32LE(value.length, element + 12);
      at += key.length + value.length;
    });
    return Buffer.concat([head, ...entries.flatMap(({ key, value }) => [key, value])]);
  };

  const rootPage = place(leafOf(root));
  const freelist = Buffer.alloc(pageSize);
  freelist.writeBigUInt64LE(2n, 0);
  freelist.writeUInt16LE(flags.freelist, 8);
  return Buffer.concat([metaPage(0, rootPage, nextPage), metaPage(1, rootPage, nextPage), freelist, Buffer.alloc(pageSize), ...pages]);
}

function metaPage(id: number, rootPage: number, pageCount: number): Buffer {
  const page = Buffer.alloc(pageSize);
  page.writeBigUInt64LE(BigInt(id), 0);
  page.writeUInt16LE(flags.meta, 8);
  const meta = page.subarray(pageHeaderSize);
  meta.writeUInt32LE(magic, 0);
  meta.writeUInt32LE(2, 4);
  meta.writeUInt32LE(pageSize, 8);
  meta.writeBigUInt64LE(BigInt(rootPage), 16);
  meta.writeBigUInt64LE(2n, 32);
  meta.writeBigUInt64LE(BigInt(pageCount), 40);
  meta.writeBigUInt64LE(BigInt(id), 48);
  meta.writeBigUInt64LE(fnv1a(meta.subarray(0, 56)), 56);
  return page;
}

function fnv1a(bytes: Uint8Array): bigint {
  return bytes.reduce((hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n), 0xcbf29ce484222325n);
}
