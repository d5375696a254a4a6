// The control API of the course platforms: who has which access, how to be set up for it, and how
// many calls they take.

import type { Router } from 'express';
import { z } from 'zod';
import type { World } from './app.ts';
import type { KajabiAccount } from './kajabi-books.ts';
import { platformTargets } from './limits.ts';
import type { SystemeioAccount } from './systemeio-books.ts';

/** All that a shop needs to know of the two platforms to sell access to them. */
export type AccessSetup = {
  readonly kajabi: {
    readonly apiUrl: string;
    readonly siteId: string;
    readonly apiClients: KajabiAccount['apiClients'];
    readonly offers: readonly (KajabiAccount['offers'][number] & {
      readonly activationUrl: string;
      readonly deactivationUrl: string;
    })[];
  };
  readonly systemeio: {
    readonly apiUrl: string;
    readonly apiKey: string;
    readonly tags: SystemeioAccount['tags'];
    readonly courses: SystemeioAccount['courses'];
  };
};

export function accessSetup(
  ownUrl: string,
  kajabi: KajabiAccount,
  systemeio: SystemeioAccount,
): AccessSetup {
  const offerUrl = (offerId: string) =>
    `${ownUrl}/kajabi/webhooks/offers/${kajabi.secret}/${offerId}`;
  return {
    kajabi: {
      apiUrl: `${ownUrl}/kajabi`,
      siteId: kajabi.siteId,
      apiClients: kajabi.apiClients,
      offers: kajabi.offers.map((offer) => ({
        ...offer,
        activationUrl: `${offerUrl(offer.id)}/activate`,
        deactivationUrl: `${offerUrl(offer.id)}/deactivate`,
      })),
    },
    systemeio: {
      apiUrl: `${ownUrl}/systemeio/api`,
      apiKey: systemeio.apiKey,
      tags: systemeio.tags,
      courses: systemeio.courses,
    },
  };
}

const limitWish = z.object({
  perMinute: z.preprocess(
    (value) => (value === '' || value === undefined ? null : value),
    z.coerce.number().int().min(1).max(1_000_000).nullable(),
  ),
});

export function accessRoutes(router: Router, world: World): void {
  const { access, kajabi, systemeio, limits } = world;
  router.get('/control/access', (_request, response) => {
    response.json(access.list());
  });
  router.delete('/control/access', (_request, response) => {
    kajabi.clear();
    systemeio.clear();
    access.clear();
    response.json([]);
  });
  router.get('/control/access/changes', (_request, response) => {
    response.json(access.changes.list());
  });
  router.get('/control/access/calls', (_request, response) => {
    const calls = [...kajabi.calls.list(), ...systemeio.calls.list()];
    response.json(calls.toSorted((one, other) => other.at - one.at));
  });
  router.get('/control/access/setup', (_request, response) => {
    response.json(accessSetup(world.ownUrl(), kajabi.account, systemeio.account));
  });
  const listLimits = () =>
    Object.fromEntries(platformTargets.map((target) => [target, limits.get(target)]));
  router.get('/control/limits', (_request, response) => {
    response.json(listLimits());
  });
  router.put('/control/limits/:target', (request, response) => {
    const target = z.enum(platformTargets).safeParse(request.params.target);
    const wish = limitWish.safeParse(request.body);
    const problem = target.error ?? wish.error;
    if (!target.success || !wish.success)
      return void response.status(400).json({ error: problem && z.prettifyError(problem) });
    limits.set(target.data, wish.data.perMinute);
    response.json(listLimits());
  });
}
