import { createPubSub } from '@graphql-yoga/subscription';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchema, type NonEmptyArray } from 'type-graphql';
import { authChecker } from './access-rule.ts';
import { callAtOnce } from './at-once.ts';
import { ActionMutations, PostPurchaseActionFields, RerunOptionsFields } from './action.ts';
import { ApiTokenFields, ApiTokenOperations } from './api-token.ts';
import { ActionAttemptFields } from './attempt.ts';
import { AuditLogQueries } from './audit-log.ts';
import {
  BulkRerunActionFields,
  BulkRerunFields,
  BulkRerunQueries,
  SkippedActionFields,
} from './bulk-rerun.ts';
import { BulkRerunMutations } from './bulk-rerun-mutations.ts';
import {
  AddOnFields,
  CheckoutFields,
  CheckoutLinkFields,
  OfferFields,
  OfferProductFields,
  ProductFields,
} from './catalogue.ts';
import { CatalogueMutations, CatalogueQueries } from './catalogue-mutations.ts';
import { CheckoutIntakeMutations } from './checkout-intake.ts';
import { OfferedAddOnFields } from './checkout-intake-payload.ts';
import { CompletionMutations, OrderCompletionFields, StaleErrorFields } from './completion.ts';
import { ActionConfigurationFields, ActionConfigurationVersionFields } from './configuration.ts';
import { ConfigurationMutations, ConfigurationQueries } from './configuration-mutations.ts';
import { ConfigurationTrials } from './configuration-trial.ts';
import { CustomerFields } from './customer.ts';
import { DiscountCodeFields } from './discount-code.ts';
import { AmountTooLargeErrorFields } from './errors.ts';
import { HistoryEntryFields } from './history.ts';
import { AttentionQueries, CheckoutAttentionFields, LiveSubscriptions } from './live.ts';
import { BulkRerunSubscriptions } from './live-bulk-rerun.ts';
import { OrderExportSubscriptions } from './live-order-export.ts';
import { InvitationFields, MemberFields, MemberQueries, MemberSessionFields } from './member.ts';
import { MemberMutations } from './member-mutations.ts';
import { OwnSessions, ViewerSessions } from './own-sessions.ts';
import { MemberSignIns } from './member-sign-ins.ts';
import { NodeQueries } from './node.ts';
import { OrderFields, OrderQueries } from './order.ts';
import { OrderExportFields, OrderExportQueries } from './order-export.ts';
import { OrderExportMutations } from './order-export-mutations.ts';
import { OrderConnectionFields, OrderListQueries } from './order-list.ts';
import { CustomerDataResolver } from './customer-data.ts';
import { OrderLineFields } from './order-parts.ts';
import { PaymentAttemptFields } from './payment.ts';
import { RateLimitQueries } from './rate-limit.ts';
import { RefundFields, RefundLegFields, RefundLineFields } from './refund.ts';
import {
  OrderRefundFields,
  RefundableLineFields,
  RefundablePaymentFields,
  RefundOptionsFields,
} from './refund-options.ts';
import { RefundLegSettling } from './refund-leg.ts';
import { RefundOperations } from './refund-order.ts';
import {
  RefundLegPreviewFields,
  RefundLinePreviewFields,
  RefundPreviewFields,
} from './refund-plan.ts';
import { ReportQueries, SalesReportFields } from './report.ts';
import { SettingsResolver } from './settings.ts';
import {
  CheckoutHistory,
  CheckoutLinkHistory,
  DiscountCodeHistory,
  OfferHistory,
  ProductHistory,
  SettingsHistory,
} from './shop-history.ts';
import { ShopQueries } from './shop.ts';
import { ViewerFields, ViewerQueries } from './viewer.ts';

// eslint-disable-next-line typescript/no-unsafe-function-type -- type-graphql's own type for classes
const resolvers: NonEmptyArray<Function> = [
  ViewerQueries,
  ViewerFields,
  RateLimitQueries,
  NodeQueries,
  ShopQueries,
  OrderQueries,
  OrderFields,
  OrderListQueries,
  OrderConnectionFields,
  OrderLineFields,
  CustomerFields,
  PaymentAttemptFields,
  HistoryEntryFields,
  PostPurchaseActionFields,
  ActionAttemptFields,
  RerunOptionsFields,
  ActionMutations,
  OrderCompletionFields,
  CompletionMutations,
  StaleErrorFields,
  AmountTooLargeErrorFields,
  RefundFields,
  RefundLegFields,
  RefundLineFields,
  OrderRefundFields,
  RefundOptionsFields,
  RefundableLineFields,
  RefundablePaymentFields,
  RefundPreviewFields,
  RefundLinePreviewFields,
  RefundLegPreviewFields,
  RefundOperations,
  RefundLegSettling,
  CheckoutIntakeMutations,
  OfferedAddOnFields,
  CatalogueQueries,
  CatalogueMutations,
  CheckoutFields,
  ProductFields,
  OfferFields,
  OfferProductFields,
  AddOnFields,
  CheckoutLinkFields,
  DiscountCodeFields,
  CheckoutHistory,
  ProductHistory,
  OfferHistory,
  CheckoutLinkHistory,
  DiscountCodeHistory,
  SettingsHistory,
  ConfigurationQueries,
  ConfigurationMutations,
  ConfigurationTrials,
  ActionConfigurationFields,
  ActionConfigurationVersionFields,
  AttentionQueries,
  CheckoutAttentionFields,
  LiveSubscriptions,
  BulkRerunQueries,
  BulkRerunFields,
  BulkRerunActionFields,
  SkippedActionFields,
  BulkRerunMutations,
  BulkRerunSubscriptions,
  OrderExportQueries,
  OrderExportFields,
  OrderExportMutations,
  OrderExportSubscriptions,
  ReportQueries,
  SalesReportFields,
  SettingsResolver,
  CustomerDataResolver,
  AuditLogQueries,
  MemberQueries,
  MemberFields,
  MemberSignIns,
  MemberSessionFields,
  InvitationFields,
  MemberMutations,
  OwnSessions,
  ViewerSessions,
  ApiTokenFields,
  ApiTokenOperations,
];

/** The whole API, ready to be executed with a `GraphQLContext`. */
export async function makeSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({
    resolvers,
    authChecker,
    // Values are checked by scalars and use cases; the database has the last word.
    validate: false,
    // Asked for wherever there are subscriptions; ours bring their own streams.
    pubSub: createPubSub(),
  });
  return callAtOnce(schema);
}

/** The text of `schema.graphql`: sorted, so that two schemas differ only where they do. */
export async function printSchemaText(): Promise<string> {
  return `${printSchema(lexicographicSortSchema(await makeSchema()))}\n`;
}
