import type { PanelOrderFragment } from '../generated.ts';
import { formatRate, lessMoney, LineKindMark, Money, Nothing, Tag } from '../ui/values.tsx';
import styles from './general-section.module.css';
import panel from './order-panel.module.css';
import { Facts, Section } from './section.tsx';

/** Offer, total, source, what was bought for how much, discounts, and the VAT inside by rate. */
export function GeneralSection({ order }: { order: PanelOrderFragment }) {
  const { source } = order;
  return (
    <Section title="General">
      <Facts
        of={[
          ['Checkout', order.checkout.name],
          ['Offer', order.offer?.name ?? <Nothing />],
          ['Total', <Money key="total" value={order.total} />],
          ...(order.refundPending.minor > 0
            ? [['Refund on its way', <Money key="pending" value={order.refundPending} />] as const]
            : []),
          ['Source', source.name ?? <Nothing />],
          ['Checkout link', source.link ?? <Nothing />],
          [
            'Tags',
            source.tags.length > 0 ? (
              <Tags key="tags" tags={source.tags} />
            ) : (
              <Nothing key="none" />
            ),
          ],
        ]}
      />
      <Products order={order} />
      <Vat order={order} />
    </Section>
  );
}

function Tags(props: { tags: readonly string[] }) {
  return (
    <span className={panel.tags}>
      {props.tags.map((tag) => (
        <Tag key={tag}>{tag}</Tag>
      ))}
    </span>
  );
}

function Products({ order }: { order: PanelOrderFragment }) {
  if (order.lines.length === 0) return null;
  return (
    <table className={styles.table}>
      <caption className="hidden-text">Purchased products and discounts</caption>
      <thead>
        <tr>
          <th scope="col">Product</th>
          <th scope="col">List price</th>
          <th scope="col">Discount</th>
          <th scope="col">Price</th>
        </tr>
      </thead>
      <tbody>
        {order.lines.map((line) => {
          const discount = lessMoney(line.price, line.listPrice);
          return (
            <tr key={line.id}>
              <th scope="row">
                <span className={styles.product}>
                  {line.productName} <LineKindMark kind={line.kind} />
                </span>
                {line.refunded.minor > 0 && (
                  <span className={styles.refunded}>
                    <Money value={line.refunded} /> refunded
                  </span>
                )}
              </th>
              <td>
                <Money value={line.listPrice} />
              </td>
              <td>{discount.minor === 0 ? <Nothing /> : <Money value={discount} />}</td>
              <td>
                <Money value={line.price} />
              </td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        {order.discounts.map(({ code, amount }) => (
          <tr key={code} className={styles.quiet}>
            <th scope="row" colSpan={3}>
              Discount code <Tag>{code}</Tag>, included above
            </th>
            <td>
              <Money
                value={lessMoney({ ...amount, minor: 0, decimal: zeroOf(amount.decimal) }, amount)}
              />
            </td>
          </tr>
        ))}
        <tr className={styles.sum}>
          <th scope="row" colSpan={3}>
            Total
          </th>
          <td>
            <Money value={order.total} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function zeroOf(decimal: string): string {
  return decimal.replaceAll(/\d/g, '0').replace('-', '');
}

function Vat({ order }: { order: PanelOrderFragment }) {
  if (order.vat.length === 0) return null;
  return (
    <table className={styles.table}>
      <caption>VAT included in the total</caption>
      <thead>
        <tr>
          <th scope="col">Rate</th>
          <th scope="col">Without VAT</th>
          <th scope="col">VAT</th>
          <th scope="col">With VAT</th>
        </tr>
      </thead>
      <tbody>
        {order.vat.map(({ rateBp, gross, vat }) => (
          <tr key={rateBp}>
            <th scope="row" className="tabular">
              {formatRate(rateBp)}
            </th>
            <td>
              <Money value={lessMoney(gross, vat)} />
            </td>
            <td>
              <Money value={vat} />
            </td>
            <td>
              <Money value={gross} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
