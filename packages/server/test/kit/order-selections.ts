/** What the list shows of an order. */
export const listFields = `id number version status createdAt paidAt completion { at byHand by { kind name } }
  source { link name tags } customer { visibility email firstName lastName country region analyticsConsent }
  lines { id kind productName listPrice { decimal } price { minor } vatRateBp refunded { minor } }
  discounts { code amount { minor } } total { minor currency decimal } refunded { minor } refundPending { minor }
  vat { rateBp gross { minor } vat { minor } } payment { id provider method status amount { minor } createdAt }
  attention { since reasons summary }`;
/** What the panel shows of an order: everything. */
export const allFields = `${listFields} checkout { name } offer { name } customer { billingFields { key value } }
  payments { id provider amount { minor } }
  actions { id name status rerunOptions { allowed warning canUseLatest refusal { message } } order { number }
    attempts(first: 2) { nodes { attempt message } pageInfo { hasNextPage } } }
  refunds { id amount { minor } requestedBy { name } order { id } lines { orderLine { productName } amount { minor } vat { minor } }
    legs { id amount { minor } payment { id } } }
  history(first: 2) { nodes { event summary actor { kind name } } pageInfo { hasNextPage } }`;
