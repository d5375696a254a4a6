import type { ActionTypes, AnyActionType } from '../actions/action-types.ts';
import {
  ActionConfigurationVersionTable,
  type ActionConfigurationRow,
} from '../database/catalogue.ts';
import type { HistoryChange } from '../database/history.ts';
import { once } from './idempotency.ts';
import {
  knownType,
  lockConfiguration,
  nameRefusals,
  refuseAny,
} from './manage-configuration-checks.ts';
import { writeVersion } from './manage-configuration-write.ts';
import {
  openedSettings,
  sealedSettings,
  type Settings,
  settingChanges,
  settingsFromWishes,
  type SettingWish,
} from './manage-configuration-settings.ts';
import { type Outcome, refuse } from './outcome.ts';
import { decide, type Request, type Work } from './request.ts';
import { recordInShop } from './shop-history.ts';

export type UpdateActionConfiguration = {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly expectedVersion?: number | null;
  readonly name?: string | null;
  readonly enabled?: boolean | null;
  readonly settings?: readonly SettingWish[] | null;
};

/**
 * Changes an action that is set up; what is left out stays. Another name or other settings are a new
 * version: orders confirmed from now on get it, older ones keep theirs and may take the latest over.
 * Enabling and disabling is none.
 */
export async function updateActionConfiguration(
  input: UpdateActionConfiguration,
  request: Request,
  types: ActionTypes,
): Promise<Outcome<{ id: string }>> {
  return decide(request, (work) =>
    once(
      work,
      { operation: 'updateActionConfiguration', key: input.idempotencyKey, input },
      async () => {
        const configuration = await lockConfiguration(work, input.id, ['id']);
        if (configuration.deletedAt) {
          refuse('NOT_FOUND', 'There is no such action configuration.', ['id']);
        }
        refuseStale(configuration, input.expectedVersion);
        await changeSettings(work, configuration, input, types);
        await changeEnabled(work, configuration, input, types);
        return { id: configuration.id };
      },
    ),
  );
}

function refuseStale(
  { name, version }: ActionConfigurationRow,
  expectedVersion: number | null | undefined,
): void {
  if (expectedVersion === undefined || expectedVersion === null) return;
  if (expectedVersion === version) return;
  refuse(
    'STALE',
    `${name} was changed since you opened it: it is at version ${version} now. Look at it again before saving.`,
    ['expectedVersion'],
  );
}

async function changeSettings(
  work: Work,
  configuration: ActionConfigurationRow,
  input: UpdateActionConfiguration,
  types: ActionTypes,
): Promise<void> {
  if (!input.settings && typeof input.name !== 'string') return;
  const present = await presentSettings(work, configuration);
  const name = (input.name ?? configuration.name).trim();
  const nameMistakes = nameRefusals(name, ['name']);
  const changed = input.settings
    ? readSettings(
        work,
        present,
        input.settings,
        knownType(types, configuration.kind, ['settings']),
      )
    : { refusals: [], changes: [], settings: present };
  refuseAny([...nameMistakes, ...changed.refusals]);

  const changes: HistoryChange[] = [
    ...(name === configuration.name
      ? []
      : [{ field: 'name', before: configuration.name, after: name }]),
    ...changed.changes,
  ];
  if (changes.length === 0) return;
  const version = configuration.version + 1;
  writeVersion(work, {
    configurationId: configuration.id,
    version,
    name,
    settings: changed.settings,
  });
  configuration.name = name;
  configuration.version = version;
  await work.em.flush();
  recordInShop(work, configuration.id, {
    event: 'configuration.changed',
    summary: `${name} was changed (version ${version}).`,
    changes,
  });
}

function readSettings(
  work: Work,
  present: Settings,
  wishes: readonly SettingWish[],
  type: AnyActionType,
) {
  const { sealer } = work.request.tools;
  const read = settingsFromWishes(type, wishes, {
    present,
    tools: work.request.tools,
    path: ['settings'],
  });
  return {
    refusals: read.refusals,
    changes: settingChanges(type, openedSettings(type, present, sealer), read.settings),
    settings: sealedSettings(type, read.settings, present, sealer),
  };
}

async function changeEnabled(
  work: Work,
  configuration: ActionConfigurationRow,
  { enabled }: UpdateActionConfiguration,
  types: ActionTypes,
): Promise<void> {
  if (typeof enabled !== 'boolean' || enabled === configuration.enabled) return;
  if (enabled) await refuseUnusable(work, configuration, types);
  configuration.enabled = enabled;
  const word = enabled ? 'enabled' : 'disabled';
  recordInShop(work, configuration.id, {
    event: `configuration.${word}`,
    summary: `${configuration.name} was ${word}.`,
    changes: [{ field: 'enabled', before: String(!enabled), after: String(enabled) }],
  });
}

/** What was stored long ago may no longer do: better said now than by the first order that fails. */
async function refuseUnusable(
  work: Work,
  configuration: ActionConfigurationRow,
  types: ActionTypes,
): Promise<void> {
  const type = knownType(types, configuration.kind, ['enabled']);
  const settings = await presentSettings(work, configuration);
  const mistakes = type.checkSettings(openedSettings(type, settings, work.request.tools.sealer));
  refuseAny(
    mistakes.map(({ field, message }) => {
      const label = type.settingsForm.find(({ name }) => name === field)?.label ?? field;
      return {
        code: 'INVALID' as const,
        message: `It cannot be enabled with these settings. ${label}: ${message}`,
        path: ['enabled'],
      };
    }),
  );
}

/** Those of its present version, secrets sealed. */
export async function presentSettings(
  work: Work,
  { id, version }: ActionConfigurationRow,
): Promise<Settings> {
  const row = await work.em.findOneOrFail(ActionConfigurationVersionTable, {
    configurationId: id,
    version,
  });
  return row.settings;
}

/**
 * Takes an action out of the configuration. Versions, history and the actions of orders stay and can be
 * run again; there is no latest version to take over any more. Deleting twice is deleting once.
 */
export async function deleteActionConfiguration(
  input: { readonly id: string },
  request: Request,
): Promise<Outcome<{ id: string }>> {
  return decide(request, async (work) => {
    const configuration = await lockConfiguration(work, input.id, ['id']);
    if (configuration.deletedAt) return { id: configuration.id };
    configuration.deletedAt = work.now;
    recordInShop(work, configuration.id, {
      event: 'configuration.deleted',
      summary: `${configuration.name} was deleted.`,
    });
    return { id: configuration.id };
  });
}
