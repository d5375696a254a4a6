import type { MikroORM } from '@mikro-orm/postgresql';
import { systemRequest, type Tools } from '../use-cases/request.ts';
import { sendAlerts, type AlertSurroundings } from '../use-cases/send-alerts.ts';
import { repeat } from './repeat.ts';

export type AlertingOptions = AlertSurroundings & {
  readonly orm: MikroORM;
  readonly tools: Tools;
  readonly everyMs: number;
};

/**
 * Looks again and again whether the team is to be told. Beside the worker's sweep and not in it: a mail
 * server that hangs must not keep the actions of a dead worker waiting.
 */
export function startAlerting(options: AlertingOptions): { stop(): Promise<void> } {
  return repeat(options.everyMs, options.onFault, () =>
    sendAlerts(systemRequest(options.orm.em.fork(), options.tools), options),
  );
}
