import type { Permission } from '../../generated.ts';

/** What a program may do, in the words of whoever gives it the right. */
export const permissionWords: Readonly<
  Record<Permission, { readonly name: string; readonly about: string }>
> = {
  READ_ORDERS: {
    name: 'See orders',
    about: 'Lists, searches and follows orders and their actions.',
  },
  READ_PERSONAL_DATA: {
    name: 'See personal data',
    about: 'Without it, names and emails of customers are shortened.',
  },
  EXPORT_ORDERS: { name: 'Export orders', about: 'Downloads orders as files.' },
  MANAGE_PERSONAL_DATA: {
    name: 'Hand out or erase personal data',
    about: 'Answers customers who ask for their data, or for its end.',
  },
  RERUN_ACTIONS: { name: 'Re-run actions', about: 'Emails, webhooks and grants go out again.' },
  FORCE_RERUN: {
    name: 'Force re-runs',
    about: 'Also of an action that a worker may still be at: it may happen twice.',
  },
  COMPLETE_ORDERS: { name: 'Complete orders', about: 'Marks orders as completed by hand.' },
  REFUND_ORDERS: { name: 'Refund orders', about: 'Gives money back, within the limits of tokens.' },
  READ_REPORTS: { name: 'See reports', about: 'Sales figures, on the screen and as files.' },
  WRITE_CHECKOUT: {
    name: 'Be a checkout page',
    about: 'Opens orders, fills in the form and starts payments.',
  },
  MANAGE_CONFIGURATION: {
    name: 'Set up the shop',
    about: 'Offers, products, links, discount codes and actions.',
  },
  MANAGE_SETTINGS: { name: 'Change the settings', about: 'Grace, alerts and refund limits.' },
  MANAGE_MEMBERS: {
    name: 'Manage members',
    about: 'Invites people and gives them roles. Nearly everything follows from it.',
  },
  MANAGE_TOKENS: {
    name: 'Manage API tokens',
    about: 'Makes tokens with no more rights than it has itself, and revokes others.',
  },
  READ_AUDIT_LOG: { name: 'See the audit log', about: 'Who did what, and from where.' },
};

/** In the order in which they are offered. */
export const permissionGroups: readonly {
  readonly name: string;
  readonly permissions: readonly Permission[];
}[] = [
  {
    name: 'Orders',
    permissions: ['READ_ORDERS', 'READ_PERSONAL_DATA', 'EXPORT_ORDERS', 'READ_REPORTS'],
  },
  {
    name: 'Work on orders',
    permissions: ['RERUN_ACTIONS', 'FORCE_RERUN', 'COMPLETE_ORDERS', 'REFUND_ORDERS'],
  },
  { name: 'Selling', permissions: ['WRITE_CHECKOUT', 'MANAGE_CONFIGURATION', 'MANAGE_SETTINGS'] },
  {
    name: 'People',
    permissions: ['MANAGE_MEMBERS', 'MANAGE_TOKENS', 'READ_AUDIT_LOG', 'MANAGE_PERSONAL_DATA'],
  },
];

/** What the usual programs need, and no more. */
export const presets: readonly {
  readonly name: string;
  readonly permissions: readonly Permission[];
}[] = [
  { name: 'Checkout page', permissions: ['WRITE_CHECKOUT'] },
  { name: 'Nightly report', permissions: ['READ_REPORTS'] },
  { name: 'Attention and re-run', permissions: ['READ_ORDERS', 'RERUN_ACTIONS'] },
  { name: 'Refunds', permissions: ['READ_ORDERS', 'REFUND_ORDERS'] },
  { name: 'Export', permissions: ['READ_ORDERS', 'READ_PERSONAL_DATA', 'EXPORT_ORDERS'] },
];
