import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { Permission, Role } from '../domain/permission.ts';
import { TextArray } from './text-array.ts';

/** A person who may sign in, with one role. Password and sessions are the sign-in library's. */
export const MemberTable = defineEntity({
  name: 'MemberRow',
  tableName: 'member',
  properties: {
    id: p.string().primary(),
    userId: p.string(),
    name: p.string(),
    email: p.string(),
    role: p.string().$type<Role>(),
    createdAt: p.datetime(),
    disabledAt: p.datetime().nullable(),
  },
});
export type MemberRow = InferEntity<typeof MemberTable>;

/** A script's key: only its SHA-256 is kept. */
export const ApiTokenTable = defineEntity({
  name: 'ApiTokenRow',
  tableName: 'api_token',
  properties: {
    id: p.string().primary(),
    name: p.string(),
    prefix: p.string(),
    hash: p.blob(),
    permissions: p.type(TextArray).$type<Permission[]>(),
    allCheckouts: p.boolean().default(false),
    /** In CIDR; empty: from anywhere. */
    allowedAddresses: p.type(TextArray).$type<string[]>(),
    createdAt: p.datetime(),
    createdBy: p.string(),
    expiresAt: p.datetime(),
    lastUsedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});
export type ApiTokenRow = InferEntity<typeof ApiTokenTable>;
