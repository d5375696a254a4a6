import type { Pool } from 'pg';
import type { ChangeNews, Publisher } from '../database/notifications.ts';
import type { Log } from '../log.ts';
import { watchedClient } from './sql-client.ts';
import type { Telemetry } from './telemetry.ts';

// What every process has: its connections to the database, the news it tells the others, and its log.

/** For `connect`: sees every statement, and the connections when metrics are asked for. */
export function watchStatements(telemetry: Telemetry) {
  const { metrics } = telemetry;
  return {
    Client: watchedClient(telemetry),
    onPoolCreated(pool: Pool): void {
      metrics.poolSize.set(pool.options.max);
      metrics.beforeAnswer(() => {
        metrics.poolConnections.labels('idle').set(pool.idleCount);
        metrics.poolConnections.labels('used').set(pool.totalCount - pool.idleCount);
        metrics.poolWaiting.set(pool.waitingCount);
      });
    },
  };
}

export function watchPublisher(telemetry: Telemetry, publisher: Publisher): Publisher {
  return {
    ...publisher,
    publish(news) {
      countNews(telemetry, 'published', news);
      publisher.publish(news);
    },
  };
}

/** Null is no news: some may have been missed, and what is made good is counted where that is done. */
export function countNews({ metrics }: Telemetry, what: string, news: ChangeNews | null): void {
  if (!news) return;
  const count = Object.values(news).reduce((sum, { length }) => sum + length, 0);
  metrics.news.labels(what).inc(count);
}

/** A line of level error is a fault: how many there are is worth an alert. */
export function countLines({ metrics }: Telemetry, log: Log): Log {
  const counted =
    (level: keyof Log): Log[keyof Log] =>
    (facts, message) => {
      metrics.logLines.labels(level).inc();
      log[level](facts, message);
    };
  return {
    debug: counted('debug'),
    info: counted('info'),
    warn: counted('warn'),
    error: counted('error'),
  };
}
