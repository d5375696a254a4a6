import type { Role } from '../generated.ts';

/** What the roles are called, everywhere the same. */
export const roleNames = {
  VIEWER: 'Viewer',
  CUSTOMER_SERVICE: 'Customer Service',
  MAINTAINER: 'Maintainer',
  ADMIN: 'Admin',
} as const satisfies Record<Role, string>;

/** Everybody with the role. */
export const rolesInPlural = {
  VIEWER: 'Viewers',
  CUSTOMER_SERVICE: 'Customer Service',
  MAINTAINER: 'Maintainers',
  ADMIN: 'Admins',
} as const satisfies Record<Role, string>;

/** What somebody with the role comes here for. */
export const roleSentences = {
  VIEWER: 'Sees orders and reports; customers’ data is shortened.',
  CUSTOMER_SERVICE: 'Sees orders, re-runs what failed, completes and refunds.',
  MAINTAINER: 'All of that, reports, exports, and what is sold and set up.',
  ADMIN: 'All of that, members, tokens and settings, in every checkout.',
} as const satisfies Record<Role, string>;

export const roles = Object.keys(roleNames) as Role[];
