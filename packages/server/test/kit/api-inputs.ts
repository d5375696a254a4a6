import type { StoryKind } from './two-shops.ts';

// What the generator of inputs (api-operations.ts) cannot know from the schema. A new operation whose
// inputs are refused by themselves gets its line here.

/** One value of each scalar. */
export const scalarExamples: Readonly<Record<string, unknown>> = {
  ID: 'x',
  String: 'text',
  Int: 1,
  SafeInt: 1,
  Float: 1,
  Boolean: true,
  DateTime: '2026-11-23T10:00:00.000Z',
  Date: '2026-11-23',
  CurrencyCode: 'EUR',
  CountryCode: 'FI',
  TimeZone: 'UTC',
};

/** By input type, or by operation for its arguments: what to put where. `BUILD` puts in what is optional. */
export const inputHints: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  RefundPlanInput: { lines: 'BUILD' },
  RefundLineInput: { amountMinor: 100 },
  ReportRange: { period: 'TODAY' },
  SettleRefundLegInput: { step: 'RECORD_AS_RETURNED', reason: 'Seen at the bank.' },
  SaveCheckoutInput: { id: 'BUILD', returnUrl: '' },
  SaveCheckoutLinkInput: { slug: 'another-link', tags: [] },
  SaveDiscountCodeInput: { percentBp: 500, code: 'FIVE' },
  CreateActionConfigurationInput: {
    level: 'CHECKOUT',
    kind: 'receipt-email',
    settings: [{ name: 'sellerName', value: 'Example Shop' }],
  },
  PreviewActionInput: {
    kind: 'receipt-email',
    settings: [{ name: 'sellerName', value: 'Example Shop' }],
  },
  TestActionConfigurationInput: { id: 'BUILD', recipient: 'me@example.com' },
  SubmitBillingInput: { email: 'buyer@example.com' },
  StartPaymentInput: { provider: 'stripe', method: 'card' },
  SaveSettingsInput: { graceMs: 60_000 },
  AddOnInput: { kind: 'ORDER_BUMP', archived: false },
};

/** Fields that need one of several arguments, which the schema cannot say. */
export const unaskedFields: ReadonlySet<string> = new Set(['SalesReport.csvPath']);

/** The kind of id that belongs at a place, by its owner and then by its name. */
const kindsByOwner: Readonly<Record<string, StoryKind>> = {
  'actionConfiguration.id': 'cfg',
  'deleteActionConfiguration.id': 'cfg',
  'UpdateActionConfigurationInput.id': 'cfg',
  'TestActionConfigurationInput.id': 'cfg',
  'order.id': 'ord',
  'node.id': 'ord',
  'bulkRerun.id': 'blk',
  'cancelBulkRerun.id': 'blk',
  'bulkRerunChanged.id': 'blk',
  'orderExport.id': 'exp',
  'cancelOrderExport.id': 'exp',
  'orderExportChanged.id': 'exp',
  'orderChanged.ids': 'ord',
  'SaveCheckoutInput.id': 'chk',
  'SaveProductInput.id': 'prd',
  'SaveOfferInput.id': 'off',
  'SaveCheckoutLinkInput.id': 'lnk',
  'SaveDiscountCodeInput.id': 'dsc',
  'AddOnInput.id': 'ado',
  'disableMember.id': 'mem',
  'enableMember.id': 'mem',
  'ResendInvitationInput.id': 'inv',
  'withdrawInvitation.id': 'inv',
  'revokeApiToken.id': 'tok',
  'UpdateCheckoutInput.orderId': 'visit',
  'SubmitBillingInput.orderId': 'visit',
  'StartPaymentInput.orderId': 'visit',
};

const kindsByName: Readonly<Record<string, StoryKind>> = {
  orderId: 'ord',
  orderIds: 'ord',
  checkoutId: 'chk',
  checkoutIds: 'chk',
  productId: 'prd',
  productIds: 'prd',
  replacesProductId: 'prd',
  offerId: 'off',
  offerIds: 'off',
  linkIds: 'lnk',
  linkSlug: 'slug',
  orderLineId: 'lin',
  surplusPaymentId: 'pay',
  legId: 'leg',
  actionId: 'act',
  memberId: 'mem',
  actorId: 'mem',
  subjectId: 'ord',
  sessionId: 'ses',
  orderBumpIds: 'ado',
  preUpsellIds: 'ado',
};

/** Throws where nothing tells it: an id of the wrong kind would be refused for that alone. */
export function kindAt({ owner }: { readonly owner: string }): StoryKind {
  const kind = kindsByOwner[owner] ?? kindsByName[owner.split('.').at(-1) ?? ''];
  if (!kind)
    throw new Error(`Nothing tells which kind of id ${owner} takes: add it to api-inputs.ts.`);
  return kind;
}
