import type { ActionTypes } from '../actions/action-types.ts';
import { once } from './idempotency.ts';
import {
  knownType,
  lockCheckout,
  nameRefusals,
  type Placement,
  placementRefusals,
  refuseAny,
} from './manage-configuration-checks.ts';
import {
  sealedSettings,
  settingChanges,
  settingsFromWishes,
  type SettingWish,
} from './manage-configuration-settings.ts';
import { writeConfiguration } from './manage-configuration-write.ts';
import type { Outcome } from './outcome.ts';
import { decide, type Request } from './request.ts';
import { recordInShop } from './shop-history.ts';

export type CreateActionConfiguration = Placement & {
  readonly idempotencyKey: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly settings: readonly SettingWish[];
};

/**
 * Sets up an action at a product, an offer or a checkout. Orders that are confirmed from now on get it,
 * if it is enabled; orders that were paid before never do.
 */
export async function createActionConfiguration(
  input: CreateActionConfiguration,
  request: Request,
  types: ActionTypes,
): Promise<Outcome<{ id: string }>> {
  return decide(request, (work) =>
    once(
      work,
      { operation: 'createActionConfiguration', key: input.idempotencyKey, input },
      async () => {
        await lockCheckout(work, input.checkoutId, ['checkoutId']);
        const type = knownType(types, input.kind, ['kind']);
        const read = settingsFromWishes(type, input.settings, {
          present: null,
          tools: request.tools,
          path: ['settings'],
        });
        refuseAny([
          ...(await placementRefusals(work, type, input, [])),
          ...nameRefusals(input.name, ['name']),
          ...read.refusals,
        ]);
        const id = await writeConfiguration(work, {
          ...input,
          settings: sealedSettings(type, read.settings, null, request.tools.sealer),
        });
        recordInShop(work, id, {
          event: 'configuration.created',
          summary: `${input.name.trim()} was set up${input.enabled ? ' and enabled' : ''}.`,
          changes: settingChanges(type, {}, read.settings),
        });
        return { id };
      },
    ),
  );
}
