import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startProduct } from '../../packages/web/e2e/started-product.ts';

declare module 'vitest' {
  interface ProvidedContext {
    product: { url: string; simulatorUrl: string; apiToken: string; dataDir: string };
    /** A copy of the examples as a user would have it, far from the product's folder. */
    scripts: string;
  }
}

const folder = path.join(import.meta.dirname, '..');

export default async function globalSetup(project: TestProject) {
  const { stop, ...product } = await startProduct();
  const scripts = fs.mkdtempSync(path.join(os.tmpdir(), 'order-management-examples-'));
  for (const name of fs.readdirSync(folder)) {
    if (!['node_modules', 'test', 'vitest.config.ts'].includes(name))
      fs.cpSync(path.join(folder, name), path.join(scripts, name), { recursive: true });
  }
  fs.symlinkSync(path.join(folder, 'node_modules'), path.join(scripts, 'node_modules'), 'junction');
  project.provide('product', product);
  project.provide('scripts', scripts);
  return async () => {
    await stop();
    fs.rmSync(scripts, { recursive: true, force: true });
  };
}
