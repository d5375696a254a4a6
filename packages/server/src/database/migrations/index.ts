import { shopAndOrders } from './0001-shop-and-orders.sql.ts';
import { orderList } from './0002-order-list.sql.ts';
import { actionSteps } from './0003-action-steps.sql.ts';
import { openActions } from './0004-open-actions.sql.ts';
import { bulkRerun } from './0005-bulk-rerun.sql.ts';
import { settings } from './0006-settings.sql.ts';
import { refunds } from './0007-refunds.sql.ts';
import { accessRemoval } from './0008-access-removal.sql.ts';
import { paidAmountDiffers } from './0009-paid-amount-differs.sql.ts';
import { reports } from './0010-reports.sql.ts';
import { soldOrders } from './0010-sold-orders.sql.ts';
import { orderExport } from './0011-order-export.sql.ts';
import { reconciling } from './0012-reconciling.sql.ts';
import { refundActor } from './0016-refund-actor.sql.ts';
import { auditOrigin } from './0017-audit-origin.sql.ts';
import { account } from './0018-account.sql.ts';
import { invitation } from './0019-invitation.sql.ts';
import { apiToken } from './0020-api-token.sql.ts';
import { rateLimit } from './0021-rate-limit.sql.ts';
import { auditHeads } from './0022-audit-heads.sql.ts';
import { auditSearch } from './0022-audit-search.sql.ts';
import { personalData } from './0023-personal-data.sql.ts';
import { reasonsStay } from './0024-reasons-stay.sql.ts';
import { orderListKeys } from './0025-order-list-keys.sql.ts';
import { openActionsCounted } from './0027-open-actions-counted.sql.ts';
import { personalDataReading } from './0028-personal-data-reading.sql.ts';
import { orderListKeysIndex } from './0030-order-list-keys-index.sql.ts';
import { settleOrders } from './0031-settle-orders.sql.ts';
import { orderTagStatus } from './0032-order-tag-status.sql.ts';
import { plannedOnce } from './0033-planned-once.sql.ts';
import { codesAndAddresses } from './0034-codes-and-addresses.sql.ts';
import { fromOlderSql, fromSql, fromSteps } from './forms.ts';

/**
 * In the order they run. A migration that has been released is never changed. A new one is `fromSql` or, where it
 * makes an index on a table that grows, `fromSteps`.
 */
export const migrations = [
  { name: '0001-shop-and-orders', class: fromOlderSql(shopAndOrders) },
  { name: '0002-order-list', class: fromOlderSql(orderList) },
  { name: '0003-action-steps', class: fromOlderSql(actionSteps) },
  { name: '0004-open-actions', class: fromOlderSql(openActions) },
  { name: '0005-bulk-rerun', class: fromOlderSql(bulkRerun) },
  { name: '0006-settings', class: fromOlderSql(settings) },
  { name: '0007-refunds', class: fromOlderSql(refunds) },
  { name: '0008-access-removal', class: fromOlderSql(accessRemoval) },
  { name: '0009-paid-amount-differs', class: fromOlderSql(paidAmountDiffers) },
  { name: '0010-sold-orders', class: fromOlderSql(soldOrders) },
  { name: '0010-reports', class: fromOlderSql(reports) },
  { name: '0011-order-export', class: fromOlderSql(orderExport) },
  { name: '0012-reconciling', class: fromOlderSql(reconciling) },
  { name: '0016-refund-actor', class: fromOlderSql(refundActor) },
  { name: '0017-audit-origin', class: fromOlderSql(auditOrigin) },
  { name: '0018-account', class: fromOlderSql(account) },
  { name: '0019-invitation', class: fromOlderSql(invitation) },
  { name: '0020-api-token', class: fromOlderSql(apiToken) },
  { name: '0021-rate-limit', class: fromOlderSql(rateLimit) },
  { name: '0022-audit-heads', class: fromOlderSql(auditHeads) },
  { name: '0022-audit-search', class: fromOlderSql(auditSearch) },
  { name: '0023-personal-data', class: fromOlderSql(personalData) },
  { name: '0024-reasons-stay', class: fromOlderSql(reasonsStay) },
  { name: '0025-order-list-keys', class: fromSql(orderListKeys) },
  { name: '0027-open-actions-counted', class: fromSteps(openActionsCounted) },
  { name: '0028-personal-data-reading', class: fromSql(personalDataReading) },
  { name: '0030-order-list-keys-index', class: fromSteps(orderListKeysIndex) },
  { name: '0031-settle-orders', class: fromSql(settleOrders) },
  { name: '0032-order-tag-status', class: fromSteps(orderTagStatus) },
  { name: '0033-planned-once', class: fromSql(plannedOnce) },
  { name: '0034-codes-and-addresses', class: fromSteps(codesAndAddresses) },
];
