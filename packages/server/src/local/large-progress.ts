import type { LoadProgress } from '../demo/past-load.ts';

/** Where progress is shown: on a terminal in one line that changes, else now and then a new one. */
export type Shown = { readonly isTTY: boolean; write(text: string): void; nowMs(): number };

const words = {
  TELLING: 'Orders',
  PUTTING_BACK: 'Indexes, keys and reports',
  COUNTING: 'Counting for the planner',
} as const;
const WIDTH = 24;
const EVERY_MS = { terminal: 200, file: 10_000 };

/** Draws how far a load is: its share, its rate, and the time left of this step. */
export function progressBar(shown: Shown): (progress: LoadProgress) => void {
  let step: LoadProgress['step'] | null = null;
  let begun = { atMs: 0, done: 0 };
  let drawnMs = 0;
  return (progress) => {
    const nowMs = shown.nowMs();
    const isNew = progress.step !== step;
    if (isNew) {
      if (step !== null && shown.isTTY) shown.write('\n');
      step = progress.step;
      begun = { atMs: nowMs, done: progress.done };
    }
    const everyMs = shown.isTTY ? EVERY_MS.terminal : EVERY_MS.file;
    if (!isNew && progress.done < progress.total && nowMs - drawnMs < everyMs) return;
    drawnMs = nowMs;
    const line = drawn(progress, { ...begun, nowMs });
    shown.write(shown.isTTY ? `\r${line.padEnd(78)}` : `${line}\n`);
  };
}

function drawn(
  { step, done, total }: LoadProgress,
  begun: { readonly atMs: number; readonly done: number; readonly nowMs: number },
): string {
  const share = total === 0 ? 1 : done / total;
  const full = Math.floor(share * WIDTH);
  const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
  const seconds = (begun.nowMs - begun.atMs) / 1_000;
  const rate = seconds > 0 ? (done - begun.done) / seconds : 0;
  const parts = [`${Math.floor(share * 100)} %`, `${number(done)} of ${number(total)}`];
  if (step === 'TELLING' && rate > 0) parts.push(`${number(Math.round(rate))}/s`);
  if (step === 'TELLING' && rate > 0 && done < total)
    parts.push(`${time((total - done) / rate)} left`);
  return `  ${words[step]} ${bar} ${parts.join(', ')}`;
}

const number = (value: number) => value.toLocaleString('en');

function time(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
