/**
 * The receipt as a page for mail programs: tables, because Outlook lays out nothing else; inline
 * styles, because Gmail may drop the rest; and a style sheet that only ever adds dark colours and
 * the narrow layout. Every text is a React child, so nothing a customer typed becomes markup.
 */
import type { CSSProperties, ReactNode } from 'react';
import type { ReceiptContent } from './receipt-content.ts';

export function ReceiptView({ content }: { content: ReceiptContent }) {
  const { words } = content;
  return (
    <html lang={words.language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{content.subject}</title>
        <style>{styleSheet}</style>
      </head>
      <body className="page" style={style.page}>
        <div style={style.preview}>
          {`${words.orderNumber} ${content.orderNumber} · ${words.total} ${content.total}`}
        </div>
        <Layout className="page" style={style.page}>
          <tr>
            <td className="margin" style={style.margin}>
              <Layout className="card" style={style.card}>
                <tr>
                  <td className="inside" style={style.inside}>
                    <Heading content={content} />
                    <Items content={content} />
                    <Vat content={content} />
                    <Details content={content} />
                  </td>
                </tr>
              </Layout>
            </td>
          </tr>
        </Layout>
      </body>
    </html>
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

function Layout(props: { className: string; style: CSSProperties; children: ReactNode }) {
  return (
    <table
      role="presentation"
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      className={props.className}
      style={props.style}
    >
      <tbody>{props.children}</tbody>
    </table>
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

function withLineBreaks(text: string): ReactNode[] {
  return text
    .split('\n')
    .flatMap((line, at) => (at === 0 ? [line] : [<br key={`${at} ${line}`} />, line]));
}

const ink = '#1c2024';
const softInk = '#5b6570';
const line = '1px solid #dfe3e8';

const style = {
  page: { margin: 0, padding: 0, backgroundColor: '#f2f4f7', color: ink },
  preview: { display: 'none', maxHeight: 0, overflow: 'hidden' },
  margin: { padding: '24px 12px' },
  card: {
    maxWidth: '600px',
    margin: '0 auto',
    backgroundColor: '#ffffff',
    color: ink,
    borderRadius: '12px',
    fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif',
    fontSize: '16px',
    lineHeight: '24px',
  },
  inside: { padding: '32px' },
  seller: { margin: '0 0 4px', color: softInk, fontSize: '16px' },
  title: { margin: '0 0 16px', fontSize: '28px', lineHeight: '34px', fontWeight: 700 },
  heading: { margin: '28px 0 4px', fontSize: '16px', lineHeight: '24px', fontWeight: 700 },
  paragraph: { margin: '0 0 16px', overflowWrap: 'anywhere' },
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
  foot: {
    margin: '28px 0 0',
    paddingTop: '16px',
    borderTop: line,
    color: softInk,
    fontSize: '14px',
    lineHeight: '20px',
  },
} satisfies Record<string, CSSProperties>;

// Without child selectors and quotes: React would escape them inside the element.
const styleSheet = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #101418 !important; color: #eef1f4 !important; }
  .card { background-color: #1b2127 !important; color: #eef1f4 !important; }
  .soft { color: #aeb8c2 !important; }
  .line { border-color: #38424c !important; }
}
@media (max-width: 480px) {
  .margin { padding: 0 !important; }
  .card { border-radius: 0 !important; }
  .inside { padding: 24px 16px !important; }
  .vat td, .vat th { font-size: 13px !important; padding-left: 6px !important; }
  .vat td:first-child, .vat th:first-child { padding-left: 0 !important; }
}
`;
