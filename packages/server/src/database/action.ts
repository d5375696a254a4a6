import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { ActionLevel, ActionPurpose, ActionStatus, AttemptTrigger } from '../domain/action.ts';
import type { ActorKind } from '../domain/permission.ts';

/**
 * One post-purchase action of one order, with a snapshot of its settings. Status, attempt and lease are
 * changed only by the statements of `action-lease.ts`; the lease is told by the database's clock.
 */
export const ActionTable = defineEntity({
  name: 'ActionRow',
  tableName: 'action',
  properties: {
    id: p.string().primary(),
    orderId: p.string(),
    orderLineId: p.string().nullable(),
    /** The leg that a REFUND action sends; null for every other purpose. */
    refundLegId: p.string().nullable(),
    /** The grant that a REMOVAL takes back; null for every other purpose. */
    removesActionId: p.string().nullable(),
    /** Stands for the customer that access was given to, as `customerOf` names them; null before the first try. */
    givenTo: p.string().nullable(),
    /** A REMOVAL that left something, since something else still gave it when it ran. */
    keptAccess: p.boolean().default(false),
    configurationId: p.string().nullable(),
    configurationVersion: p.integer().nullable(),
    purpose: p.string().$type<ActionPurpose>(),
    level: p.string().$type<ActionLevel>().nullable(),
    kind: p.string(),
    name: p.string(),
    /** Secrets in it are sealed (`sealing.ts`). */
    settings: p.json().$type<Record<string, unknown>>(),
    status: p.string().$type<ActionStatus>(),
    run: p.integer().default(1),
    attempt: p.integer().default(0),
    failuresInRun: p.integer().default(0),
    nextTrigger: p.string().$type<AttemptTrigger>().default('AUTOMATIC'),
    runActorKind: p.string().$type<ActorKind>().default('SYSTEM'),
    runActorName: p.string().default('Automatic'),
    runRequestedAt: p.datetime(),
    worker: p.string().nullable(),
    leaseUntil: p.datetime().nullable(),
    startedAt: p.datetime().nullable(),
    finishedAt: p.datetime().nullable(),
    nextAttemptAt: p.datetime().nullable(),
    changedAt: p.datetime(),
    message: p.string().nullable(),
    createdAt: p.datetime(),
  },
});
export type ActionRow = InferEntity<typeof ActionTable>;

/** One execution of an action: who started it, when, how it ended, what was sent and answered. */
export const AttemptTable = defineEntity({
  name: 'AttemptRow',
  tableName: 'attempt',
  properties: {
    id: p.string().primary(),
    actionId: p.string(),
    orderId: p.string(),
    run: p.integer(),
    attempt: p.integer(),
    trigger: p.string().$type<AttemptTrigger>(),
    actorKind: p.string().$type<ActorKind>(),
    actorName: p.string(),
    worker: p.string(),
    status: p.string().$type<ActionStatus>(),
    startedAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
    overtaken: p.boolean().default(false),
    message: p.string().nullable(),
    technical: p.string().nullable(),
    request: p.json().nullable(),
    response: p.json().nullable(),
  },
});
export type AttemptRow = InferEntity<typeof AttemptTable>;
