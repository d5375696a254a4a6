import type { ActionRow } from '../database/action.ts';
import {
  ActionConfigurationTable,
  ActionConfigurationVersionTable,
} from '../database/catalogue.ts';
import type { HistoryChange } from '../database/history.ts';
import { removalName } from '../domain/action.ts';
import type { Work } from './request.ts';

/** Whether there was something newer; where not, why not, in words. */
export type LatestTaken =
  | { readonly changed: true; readonly change: HistoryChange }
  | { readonly changed: false; readonly reason: string };

/**
 * Replaces the action's settings for good by those its configuration has now: "Use latest template" of a
 * re-run and "Use latest configuration" of a completion are this one mechanism. The old version stays in
 * its table, and the history names both.
 */
export async function takeLatestConfiguration(work: Work, action: ActionRow): Promise<LatestTaken> {
  const configuration = action.configurationId
    ? await work.em.findOne(ActionConfigurationTable, { id: action.configurationId })
    : null;
  if (!configuration || configuration.deletedAt || !configuration.enabled) {
    return {
      changed: false,
      reason:
        'The configuration of this action was deleted or disabled, so there is nothing newer to use.',
    };
  }
  if (configuration.version === action.configurationVersion) {
    return { changed: false, reason: 'This action already has the latest settings.' };
  }
  const version = await work.em.findOneOrFail(ActionConfigurationVersionTable, {
    configurationId: configuration.id,
    version: configuration.version,
  });
  const before = String(action.configurationVersion);
  action.settings = version.settings;
  action.name = action.purpose === 'REMOVAL' ? removalName(version.name) : version.name;
  action.configurationVersion = version.version;
  await work.em.flush();
  return {
    changed: true,
    change: {
      field: `configuration version of ${action.name}`,
      before,
      after: String(version.version),
    },
  };
}
