import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startNotingProduct } from './test-world.ts';

const entry = fileURLToPath(new URL('main.ts', import.meta.url));

test(
  'the process says where it is, learns where the product is, and ends with its parent',
  { timeout: 30_000 },
  async () => {
    const product = await startNotingProduct();
    const child = fork(entry, { env: { ...process.env, SEED: '7', SHOPPERS_PER_MINUTE: '600' } });
    const [ready] = (await once(child, 'message')) as [{ url: string; smtpUrl: string }];
    expect(ready).toEqual({
      ready: true,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      smtpUrl: expect.stringMatching(/^smtp:\/\/127\.0\.0\.1:\d+$/) as string,
      seed: 7,
    });
    child.send({ product: { url: product.url, token: 'token_1', linkSlugs: ['course'] } });
    const { url, headers } = await product.told.waitFor(() => true);
    expect(url.pathname).toBe('/graphql');
    expect(headers.authorization).toBe('Bearer token_1');
    child.disconnect();
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    await product.stop();
  },
);
