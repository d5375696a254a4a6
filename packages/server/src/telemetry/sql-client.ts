import { SpanKind } from '@opentelemetry/api';
import pg from 'pg';
import { presentCause } from './cause.ts';
import { endFailed } from './traces.ts';
import type { Telemetry } from './telemetry.ts';

/** How much of a statement's text a span shows. */
const LONGEST_TEXT = 500;

/**
 * A connection whose statements are counted, timed and, inside of what is traced, told as spans: their text
 * and never their values.
 */
export function watchedClient({ metrics, traces }: Telemetry): typeof pg.Client {
  const done = metrics.statements.labels('ok');
  const failed = metrics.statements.labels('error');
  const begin = (asked: unknown) =>
    traces.beginPart(summaryOf(asked), SpanKind.CLIENT, {
      'db.system.name': 'postgresql',
      'db.query.text': textOf(asked),
    });

  return class WatchedClient extends pg.Client {
    // The library's many forms of asking all lead here.
    override query(...asked: unknown[]): never {
      const ask = super.query.bind(this) as (...asked: unknown[]) => unknown;
      // Its text is only looked at where somebody will read it.
      const span = presentCause()?.span ? begin(asked[0]) : null;
      const startedAt = performance.now();
      const answer = ask(...asked);
      // A cursor is no promise: it is read later, bit by bit, and its reading counts as none.
      if (answer instanceof Promise) {
        answer.then(
          () => {
            done.observe((performance.now() - startedAt) / 1_000);
            span?.end();
          },
          (error: unknown) => {
            failed.observe((performance.now() - startedAt) / 1_000);
            if (span) endFailed(span, error);
            span?.end();
          },
        );
      } else span?.end();
      return answer as never;
    }
  };
}

/** `select order_list`, `begin`: what it does and to which table first. */
function summaryOf(asked: unknown): string {
  const text = sqlOf(asked);
  const [, verb = 'sql'] = /^\s*(\w+)/.exec(text) ?? [];
  const [, table] = /\b(?:from|into|update|join)\s+"?(\w+)/i.exec(text) ?? [];
  return [verb.toLowerCase(), ...(table ? [table] : [])].join(' ');
}

/** Where a value stands in the text after all, it is taken out. */
function textOf(asked: unknown): string {
  return sqlOf(asked)
    .replaceAll(/'(?:[^']|'')*'/g, '?')
    .replaceAll(/\s+/g, ' ')
    .slice(0, LONGEST_TEXT);
}

function sqlOf(asked: unknown): string {
  if (typeof asked === 'string') return asked;
  const { text } = (asked ?? {}) as { text?: unknown };
  return typeof text === 'string' ? text : '';
}
