import { type ActionPreview, BadSettings } from '../actions/action-type.ts';
import type { ActionTypes, AnyActionType } from '../actions/action-types.ts';
import { knownType, refuseAny } from './manage-configuration-checks.ts';
import {
  type Settings,
  settingsFromWishes,
  type SettingWish,
} from './manage-configuration-settings.ts';
import { asOutcome, type Outcome, refuse } from './outcome.ts';
import { reaches, type Request } from './request.ts';
import { sampleOrder } from './sample-order.ts';

export type PreviewAction = {
  readonly kind: string;
  readonly settings: readonly SettingWish[];
  readonly checkoutId: string;
  /** Where it is set up: the example is an order that has it, and of a product its line. */
  readonly productId?: string | null;
  readonly offerId?: string | null;
  readonly orderId?: string | null;
};

/** What an action would send for a sample order: a mail, or data. Nothing is sent or stored. */
export async function previewAction(
  input: PreviewAction,
  request: Request,
  types: ActionTypes,
): Promise<Outcome<ActionPreview>> {
  return asOutcome(async () => {
    if (!reaches(request.reach, input.checkoutId)) {
      refuse('NOT_FOUND', 'There is no such checkout.', ['checkoutId']);
    }
    const type = knownType(types, input.kind, ['kind']);
    if (!type.preview) {
      refuse('NOT_ALLOWED', `${type.label} has nothing to show before it is sent.`, ['kind']);
    }
    const read = settingsFromWishes(type, input.settings, {
      present: null,
      tools: request.tools,
      path: ['settings'],
    });
    refuseAny(read.refusals.filter(({ setting }) => !type.secretSettings.includes(setting)));
    const { order, lineId } = await sampleOrder(request.em.fork(), request, input, ['orderId']);
    return type.preview(order, readAsFarAsPossible(type, read.settings), lineId);
  });
}

/** Only secrets may be missing here, and no secret is ever part of what is shown. */
function readAsFarAsPossible(type: AnyActionType, settings: Settings): unknown {
  try {
    return type.readSettings(settings);
  } catch (error) {
    if (error instanceof BadSettings) return settings;
    throw error;
  }
}
