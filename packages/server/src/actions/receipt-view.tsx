import type { CSSProperties, ReactNode } from 'react';
import { line, MailPage, mailStyle, softInk, withLineBreaks } from './mail-page.tsx';
import type { ReceiptContent } from './receipt-content.ts';

/** The receipt as a page for mail programs. */
export function ReceiptView({ content }: { content: ReceiptContent }) {
  const { words } = content;
  return (
    <MailPage
      language={words.language}
      title={content.subject}
      preview={`${words.orderNumber} ${content.orderNumber} · ${words.total} ${content.total}`}
      narrowStyles={narrowStyles}
    >
      <Heading content={content} />
      <Items content={content} />
      <Vat content={content} />
      <Details content={content} />
    </MailPage>
  );
}

function Heading({ content }: { content: ReceiptContent }) {
  const { words } = content;
  return (
    <>
      <p className="soft" style={style.seller}>
        {content.sellerName}
      </p>
      <h1 style={style.title}>{words.receipt}</h1>
      {content.paragraphs.map((paragraph) => (
        <p key={paragraph} style={style.paragraph}>
          {withLineBreaks(paragraph)}
        </p>
      ))}
      <p style={style.paragraph}>
        <span className="soft" style={style.soft}>{`${words.orderNumber} `}</span>
        <strong>{content.orderNumber}</strong>
        <br />
        <span className="soft" style={style.soft}>{`${words.date} `}</span>
        {content.date}
      </p>
    </>
  );
}

function Items({ content }: { content: ReceiptContent }) {
  const { words } = content;
  return (
    <table width="100%" cellPadding={0} cellSpacing={0} style={style.table}>
      <thead>
        <tr>
          <HeadCell>{words.product}</HeadCell>
          <HeadCell isFigure>{words.price}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {content.items.map(({ name, kind, listPrice }, at) => (
          <tr key={`${at} ${name}`}>
            <Cell>
              {name}
              {kind !== null && (
                <>
                  <br />
                  <span className="soft" style={style.small}>
                    {kind}
                  </span>
                </>
              )}
            </Cell>
            <Cell isFigure>{listPrice}</Cell>
          </tr>
        ))}
        {content.beforeDiscount !== null && (
          <SumRow label={words.beforeDiscount} amount={content.beforeDiscount} />
        )}
        {content.discounts.map(({ code, amount }) => (
          <SumRow key={code} label={`${words.discount} ${code}`} amount={amount} />
        ))}
        <tr>
          <td className="line" style={{ ...style.cell, ...style.total }}>
            {words.total}
          </td>
          <td className="line" style={{ ...style.cell, ...style.figure, ...style.total }}>
            {content.total}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function SumRow({ label, amount }: { label: string; amount: string }) {
  return (
    <tr>
      <Cell>
        <span className="soft" style={style.soft}>
          {label}
        </span>
      </Cell>
      <Cell isFigure>{amount}</Cell>
    </tr>
  );
}

function Vat({ content }: { content: ReceiptContent }) {
  const { words } = content;
  return (
    <>
      <h2 style={style.heading}>{words.vatHeading}</h2>
      <table width="100%" cellPadding={0} cellSpacing={0} className="vat" style={style.table}>
        <thead>
          <tr>
            <HeadCell>{words.vatRate}</HeadCell>
            <HeadCell isFigure>{words.net}</HeadCell>
            <HeadCell isFigure>{words.vat}</HeadCell>
            <HeadCell isFigure>{words.gross}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {content.vat.map(({ rate, net, vat, gross }) => (
            <tr key={rate}>
              <Cell>{rate}</Cell>
              <Cell isFigure>{net}</Cell>
              <Cell isFigure>{vat}</Cell>
              <Cell isFigure>{gross}</Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Details({ content }: { content: ReceiptContent }) {
  const { words } = content;
  return (
    <>
      {content.paidBy.length > 0 && <Block heading={words.paidBy} lines={content.paidBy} />}
      {content.billedTo.length > 0 && <Block heading={words.billedTo} lines={content.billedTo} />}
      <p className="soft line" style={style.foot}>
        {withLineBreaks([content.sellerName, ...content.sellerLines].join('\n'))}
        <br />
        {words.vatIncluded}
      </p>
    </>
  );
}

function Block({ heading, lines }: { heading: string; lines: readonly string[] }) {
  return (
    <>
      <h2 style={style.heading}>{heading}</h2>
      <p style={style.paragraph}>{withLineBreaks(lines.join('\n'))}</p>
    </>
  );
}

function HeadCell({ children, isFigure }: { children: ReactNode; isFigure?: boolean }) {
  return (
    <th
      scope="col"
      className="soft line"
      style={{ ...style.cell, ...style.small, ...(isFigure && style.figure) }}
    >
      {children}
    </th>
  );
}

function Cell({ children, isFigure }: { children: ReactNode; isFigure?: boolean }) {
  return (
    <td className="line" style={{ ...style.cell, ...(isFigure && style.figure) }}>
      {children}
    </td>
  );
}

const style = {
  ...mailStyle,
  seller: { margin: '0 0 4px', color: softInk, fontSize: '16px' },
  title: { margin: '0 0 16px', fontSize: '28px', lineHeight: '34px', fontWeight: 700 },
  heading: { margin: '28px 0 4px', fontSize: '16px', lineHeight: '24px', fontWeight: 700 },
  soft: { color: softInk },
  small: { color: softInk, fontSize: '14px', lineHeight: '20px', fontWeight: 400 },
  table: { borderCollapse: 'collapse', width: '100%' },
  cell: {
    padding: '10px 0',
    borderBottom: line,
    textAlign: 'left',
    verticalAlign: 'top',
    overflowWrap: 'anywhere',
  },
  figure: {
    textAlign: 'right',
    whiteSpace: 'nowrap',
    paddingLeft: '12px',
    overflowWrap: 'normal',
  },
  total: { fontSize: '20px', lineHeight: '28px', fontWeight: 700, borderBottom: 'none' },
} satisfies Record<string, CSSProperties>;

const narrowStyles = `  .vat td, .vat th { font-size: 13px !important; padding-left: 6px !important; }
  .vat td:first-child, .vat th:first-child { padding-left: 0 !important; }
`;
