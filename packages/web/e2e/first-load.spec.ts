import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { expect, test } from '@playwright/test';

// What a browser has to fetch before it shows anything, as it comes over the wire from the started product. Bytes
// only: they are the same on every machine.

const BUDGET_BYTES = 350_000;

type Fetched = { readonly bytes: number; readonly encoding: string; readonly text: string };

function fetchOverWire(address: string, accepted: 'br' | 'gzip'): Promise<Fetched> {
  const headers = { accept: 'text/html', 'accept-encoding': accepted };
  return new Promise((resolve, reject) => {
    get(new URL(address, process.env['E2E_URL']), { headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      const encoding = response.headers['content-encoding'] ?? 'none';
      const plain =
        encoding === 'none'
          ? response
          : response.pipe(encoding === 'br' ? createBrotliDecompress() : createGunzip());
      text(plain).then((read) => resolve({ bytes, encoding, text: read }), reject);
    }).on('error', reject);
  });
}

for (const address of ['/orders', '/sign-in']) {
  test(`the first load of ${address} stays within its budget, without the table`, async () => {
    const page = await fetchOverWire(address, 'gzip');
    const linked = [...page.text.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(linked.length).toBeGreaterThan(3);
    const files = await Promise.all(linked.map((name) => fetchOverWire(name, 'gzip')));

    const bytes = files.reduce((sum, file) => sum + file.bytes, page.bytes);
    expect(bytes).toBeLessThan(BUDGET_BYTES);
    expect(files.filter(({ text: source }) => source.includes('ag-root-wrapper'))).toEqual([]);
    const uncompressed = files.filter(({ encoding }) => encoding === 'none');
    for (const file of uncompressed) expect(file.bytes).toBeLessThan(1_500);
  });
}

test('whoever knows brotli gets less still', async () => {
  const { text: page } = await fetchOverWire('/orders', 'gzip');
  const entry = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
  const [small, smaller] = [await fetchOverWire(entry, 'gzip'), await fetchOverWire(entry, 'br')];
  expect(small.encoding).toBe('gzip');
  expect(smaller.encoding).toBe('br');
  expect(smaller.bytes).toBeLessThan(small.bytes);
  expect(smaller.text).toBe(small.text);
});
