/** Opens an offer of Kajabi to the customer, and closes it again (`rules.md`, "Post-purchase actions"). */
import type { SafeFetch } from '../outside/safe-fetch.ts';
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

/** `kajabiApiUrl` is the base of its API, without a slash at the end. */
export function makeKajabiGrant(outside: {
  fetch: SafeFetch;
  kajabiApiUrl: string;
}): ActionType<KajabiSettings> {
  const { fetch } = outside;
  const api = { fetch, apiUrl: outside.kajabiApiUrl };
  return {
    kind: 'kajabi-grant',
    label: kajabiLabel,
    levels: ['PRODUCT', 'OFFER', 'CHECKOUT'],
    secretSettings: kajabiSecrets,
    settingsForm: kajabiForm,
    readSettings: readKajabiSettings,
    checkSettings: checkKajabiSettings,
    run: (order, settings, run) =>
      settings.way === 'url'
        ? grantByUrl(fetch, order, settings, run)
        : grantByApi(api, order, settings, run),
    remove: (order, settings, run) =>
      settings.way === 'url'
        ? revokeByUrl(fetch, order, settings, run)
        : revokeByApi(api, order, settings, run),
    accessKey(settings, email) {
      const target =
        settings.way === 'url'
          ? `url:${targetOf(settings)}`
          : `site:${settings.siteId}:offer:${settings.offerId}`;
      return `kajabi-grant:${target}:${email.trim().toLowerCase()}`;
    },
  };
}
