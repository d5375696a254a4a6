import { Router } from 'express';
import type { Services } from '../graphql/context.ts';

const PATIENCE_MS = 2_000;

/**
 * `/healthz`: the process answers. `/readyz`: it can do its work, since the database answers, has all
 * tables, and nobody is stopping us. Says no more than that: these are open to everybody.
 */
export function healthRoutes(options: {
  orm: Services['orm'];
  version: string | undefined;
  isStopping: () => boolean;
}): Router {
  const { orm, version } = options;
  // Migrations are never undone under a running process.
  let isMigrated = false;

  const whyNotReady = async (): Promise<string | null> => {
    if (options.isStopping()) return 'stopping';
    try {
      await inTime(orm.em.fork().execute('select 1'));
      isMigrated ||= (await inTime(orm.migrator.getPending())).length === 0;
      return isMigrated ? null : 'database not migrated';
    } catch {
      return 'database does not answer';
    }
  };

  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'alive', version });
  });
  router.get('/readyz', async (_request, response) => {
    const reason = await whyNotReady();
    response
      .status(reason === null ? 200 : 503)
      .json(reason === null ? { status: 'ready', version } : { status: 'not ready', reason });
  });
  return router;
}

async function inTime<Value>(asked: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time')), PATIENCE_MS);
  });
  return Promise.race([asked, tooLate]).finally(() => clearTimeout(timer));
}
