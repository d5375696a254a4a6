/** Opens an offer of Kajabi to the customer, and closes it again (`rules.md`, "Post-purchase actions"). */
import type { SafeFetch } from '../outside/safe-fetch.ts';
import type { AccessKind } from './access-kind.ts';
import type { ActionType } from './action-type.ts';
import { grantByApi, revokeByApi } from './kajabi-api.ts';
import {
  checkKajabiSettings,
  kajabiForm,
  kajabiLabel,
  kajabiSecrets,
  readKajabiSettings,
  type KajabiSettings,
} from './kajabi-settings.ts';
import { grantByUrl, revokeByUrl, targetOf } from './kajabi-url.ts';

/** What can be said of the access it gives without calling anybody. */
export const kajabiAccess: AccessKind<KajabiSettings> = {
  kind: 'kajabi-grant',
  label: kajabiLabel,
  secretSettings: kajabiSecrets,
  readSettings: readKajabiSettings,
  canRemove: (settings) => settings.way === 'api' || settings.deactivationUrl !== undefined,
  accessKeys(settings, email) {
    const target =
      settings.way === 'url'
        ? `url:${targetOf(settings)}`
        : `site:${settings.siteId}:offer:${settings.offerId}`;
    return [`kajabi-grant:${target}:${email.trim().toLowerCase()}`];
  },
};

/** `kajabiApiUrl` is the base of its API, without a slash at the end. */
export function makeKajabiGrant(outside: {
  fetch: SafeFetch;
  kajabiApiUrl: string;
}): ActionType<KajabiSettings> {
  const { fetch } = outside;
  const api = { fetch, apiUrl: outside.kajabiApiUrl };
  return {
    ...kajabiAccess,
    levels: ['PRODUCT', 'OFFER', 'CHECKOUT'],
    settingsForm: kajabiForm,
    checkSettings: checkKajabiSettings,
    run: (order, settings, run) =>
      settings.way === 'url'
        ? grantByUrl(fetch, order, settings, run)
        : grantByApi(api, order, settings, run),
    remove: async (order, settings, run) => {
      const keys = kajabiAccess.accessKeys(settings, run.customer);
      if (keys.every((key) => run.kept.has(key)))
        return { outcome: 'done', note: 'The offer was kept.' };
      return settings.way === 'url'
        ? revokeByUrl(fetch, order, settings, run)
        : revokeByApi(api, order, settings, run);
    },
  };
}
