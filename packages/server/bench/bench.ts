import type { Place } from './place.ts';

// The one shape of everything that `npm run bench` measures, so that one table and one file come out.
// Figures are of this machine: what must hold on any machine is a ratio to a reference of the same run.

/** One thing to run by itself, as `--only` names it. */
export type Bench = {
  /** In small letters with dashes. */
  readonly name: string;
  /** What it measures, in one line, for `--help`. */
  readonly about: string;
  run(place: Place): Promise<readonly Row[]>;
};

/** One line of the table. */
export type Row = {
  /** What was done, as a person would say it: "newest 50 orders, 16 connections". */
  readonly what: string;
  readonly figure: number;
  /** Of the figure: "/s", "ms", "MB", "statements", "frames/s", "kB". */
  readonly unit: string;
  /** What it was measured beside, in the same unit and the same run; or a figure that is only quoted. */
  readonly reference?: {
    readonly name: string;
    readonly figure: number;
    /** Where a figure was not measured here: who measured it, when, on what. */
    readonly quotedFrom?: string;
  };
  /** Figure to reference; the median of the ratios of interleaved rounds where there were rounds. */
  readonly ratio?: number;
  readonly goal?: Goal;
  /** What else is worth knowing of it, each a figure of the unit in its name: `{ p50Ms: 1.2, p95Ms: 3 }`. */
  readonly more?: Readonly<Record<string, number>>;
  /** Told in the file of all figures; in the table only where its goal is missed. */
  readonly isDetail?: boolean;
  /** What a reader must know to believe the figure, in a few words. */
  readonly note?: string;
};

/** Of the figure itself unless it is about the ratio. */
export type Goal = { readonly of?: 'figure' | 'ratio' } & (
  | { readonly atLeast: number }
  | { readonly atMost: number }
);

/** Undefined where there is no goal, or none that can be told without a ratio. */
export function isMet({ figure, ratio, goal }: Row): boolean | undefined {
  if (!goal) return undefined;
  const measured = goal.of === 'ratio' ? ratio : figure;
  // A figure that could not be taken meets nothing.
  if (measured === undefined || Number.isNaN(measured)) return false;
  return 'atLeast' in goal ? measured >= goal.atLeast : measured <= goal.atMost;
}
