// Prints how to start a headless Chromium that comes out of the npm registry. A process of its own, since
// unpacking depends on environment variables.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

console.log(JSON.stringify(await locate()));

async function locate() {
  if (process.env.CHROMIUM_PATH) return { executablePath: process.env.CHROMIUM_PATH, env: {} };
  // Elsewhere Playwright brings its own: npx playwright install chromium.
  if (process.platform !== 'linux' || process.arch !== 'x64') return {};

  const folder = path.join(cacheFolder(), `chromium-${packageVersion()}`);
  const finished = path.join(folder, 'unpacked');
  if (!fs.existsSync(finished)) fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  process.env.TMPDIR = folder;
  // Only as on AWS does the package bring the libraries that a bare machine lacks.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  const executablePath = await chromium.executablePath();
  const fonts = path.join(folder, 'fonts.conf');
  fs.writeFileSync(fonts, fontsConfiguration(folder));
  fs.writeFileSync(finished, '');
  return {
    executablePath,
    env: { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: fonts },
  };
}

function cacheFolder() {
  return path.join(
    process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
    'order-management',
  );
}

function packageVersion() {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  let folder = path.dirname(entry);
  while (!fs.existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  for (;;) {
    const { name, version } = JSON.parse(
      fs.readFileSync(path.join(folder, 'package.json'), 'utf8'),
    );
    if (name === '@sparticuz/chromium') return version;
    folder = path.dirname(folder);
  }
}

/** Without any font Chromium dies, and the package's own list names a folder that is not there. */
function fontsConfiguration(folder) {
  const folders = [path.join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders
    .map((one) => `<dir>${one}</dir>`)
    .join('')}<cachedir>${path.join(folder, 'font-cache')}</cachedir></fontconfig>`;
}
