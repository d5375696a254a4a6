import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Bench, Row } from './bench.ts';
import { median } from './figures.ts';

// The built page in a headless Chromium whose processor is slowed down, at the started product. Beside it a page with
// one line of text, of the same server in the same browser: on a busy machine both are late.

const SLOWED = 4;
const ROUNDS = 7;
const GOALS = { kilobytes: 350, lcpMs: 1_500, inpMs: 100, framesPerSecond: 55 };

/** What the browser's process tells of one round (packages/web/bench/page.ts). */
type SeenOfPage = {
  readonly load: {
    readonly firstKb: number;
    readonly gridKb: number;
    readonly lcpMs: number;
    readonly longestTaskMs: number;
    readonly shift: number;
  };
  readonly emptyMs: number;
  readonly scroll: {
    readonly framesPerSecond: number;
    readonly longTasks: number;
    readonly slowedFramesPerSecond: number;
  };
  readonly pressMs: readonly number[];
};

export const page: Bench = {
  name: 'page',
  about: 'the page in a slowed browser: what it loads, when it shows, how it answers and scrolls',
  async run(place) {
    const { url, cookie } = await place.product();
    const rounds = place.isQuick ? 2 : ROUNDS;
    const program = fileURLToPath(new URL('../../web/bench/page.ts', import.meta.url));
    const browser = fork(program, [url, cookie, String(rounds), String(SLOWED)]);
    const gone = once(browser, 'exit');
    const seen: SeenOfPage[] = [];
    browser.on('message', (round) => {
      seen.push(round as SeenOfPage);
      place.say(`the page, round ${seen.length} of ${rounds}`);
    });
    await gone;
    if (seen.length < rounds) throw new Error('The browser ended before its time.');
    return rowsOf(seen);
  },
};

function rowsOf(seen: readonly SeenOfPage[]): Row[] {
  const loads = seen.map(({ load }) => load);
  const presses = seen.flatMap(({ pressMs }) => pressMs);
  const slowed = `processor slowed to 1/${SLOWED}`;
  const lcpMs = median(loads.map((load) => load.lcpMs));
  const emptyMs = median(seen.map((round) => round.emptyMs));
  return [
    {
      what: 'first load before the table, on the wire',
      figure: median(loads.map(({ firstKb }) => firstKb)),
      unit: 'kB',
      goal: { atMost: GOALS.kilobytes },
      more: { pageAndTableKb: median(loads.map(({ gridKb }) => gridKb)) },
      note: 'brotli, headers included, without the font',
    },
    {
      what: `largest paint of the orders, ${slowed}`,
      figure: lcpMs,
      unit: 'ms',
      reference: { name: 'a page with one line of text', figure: emptyMs },
      ratio: lcpMs / emptyMs,
      goal: { atMost: GOALS.lcpMs },
      more: {
        longestTaskMs: median(loads.map(({ longestTaskMs }) => longestTaskMs)),
        layoutShift: median(loads.map(({ shift }) => shift)),
      },
    },
    {
      what: `press to next frame: open an order, close it, sort; the slowest, ${slowed}`,
      figure: Math.max(0, ...presses),
      unit: 'ms',
      goal: { atMost: GOALS.inpMs },
      more: { p50Ms: median(presses) },
    },
    {
      what: 'scrolling the orders, 330 rows a second',
      figure: median(seen.map((round) => round.scroll.framesPerSecond)),
      unit: 'frames/s',
      goal: { atLeast: GOALS.framesPerSecond },
      more: { longTasks: median(seen.map((round) => round.scroll.longTasks)) },
    },
    {
      what: `scrolling the orders, ${slowed}`,
      figure: median(seen.map((round) => round.scroll.slowedFramesPerSecond)),
      unit: 'frames/s',
    },
  ];
}
