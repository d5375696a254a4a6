import {
  ActionConfigurationTable,
  ActionConfigurationVersionTable,
} from '../database/catalogue.ts';
import type { Placement } from './manage-configuration-checks.ts';
import type { Work } from './request.ts';

/** What a version holds, secrets sealed. */
type SealedSettings = Readonly<Record<string, unknown>>;

/** Writes a configuration with its first version. */
export async function writeConfiguration(
  work: Work,
  configuration: Placement & {
    readonly name: string;
    readonly enabled: boolean;
    readonly settings: SealedSettings;
  },
): Promise<string> {
  const id = work.request.tools.newId('cfg');
  const name = configuration.name.trim();
  work.em.create(ActionConfigurationTable, {
    id,
    checkoutId: configuration.checkoutId,
    level: configuration.level,
    productId: configuration.productId ?? null,
    offerId: configuration.offerId ?? null,
    kind: configuration.kind,
    name,
    enabled: configuration.enabled,
    createdAt: work.now,
  });
  // Its present version is checked at the commit, the configuration of a version at once.
  await work.em.flush();
  writeVersion(work, { configurationId: id, version: 1, name, settings: configuration.settings });
  await work.em.flush();
  return id;
}

/** Writes one more version. Earlier ones stay: orders point at them. */
export function writeVersion(
  work: Work,
  version: {
    readonly configurationId: string;
    readonly version: number;
    readonly name: string;
    readonly settings: SealedSettings;
  },
): void {
  work.em.create(ActionConfigurationVersionTable, {
    ...version,
    createdAt: work.now,
    createdBy: work.request.actor.name,
  });
}
