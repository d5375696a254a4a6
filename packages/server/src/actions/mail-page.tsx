/**
 * The page every mail is laid out on: tables, because Outlook lays out nothing else; inline styles,
 * because Gmail may drop the rest; and a style sheet that only ever adds dark colours and the narrow
 * layout. Every text is a React child, so nothing a customer typed becomes markup.
 */
import type { CSSProperties, ReactNode } from 'react';

export function MailPage(props: {
  language: string;
  title: string;
  /** What mailboxes show beside the subject; null leaves it to them. */
  preview: string | null;
  /** For the narrow layout, added to the page's own. Without child selectors and quotes. */
  narrowStyles?: string;
  children: ReactNode;
}) {
  return (
    <html lang={props.language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{props.title}</title>
        <style>{styleSheet(props.narrowStyles ?? '')}</style>
      </head>
      <body className="page" style={mailStyle.page}>
        {props.preview !== null && <div style={mailStyle.preview}>{props.preview}</div>}
        <Layout className="page" style={mailStyle.page}>
          <tr>
            <td className="margin" style={mailStyle.margin}>
              <Layout className="card" style={mailStyle.card}>
                <tr>
                  <td className="inside" style={mailStyle.inside}>
                    {props.children}
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

export function withLineBreaks(text: string): ReactNode[] {
  return text
    .split('\n')
    .flatMap((line, at) => (at === 0 ? [line] : [<br key={`${at} ${line}`} />, line]));
}

const ink = '#1c2024';
export const softInk = '#5b6570';
export const line = '1px solid #dfe3e8';

export const mailStyle = {
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
  paragraph: { margin: '0 0 16px', overflowWrap: 'anywhere' },
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
function styleSheet(narrowStyles: string): string {
  return `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #101418 !important; color: #eef1f4 !important; }
  .card { background-color: #1b2127 !important; color: #eef1f4 !important; }
  .soft { color: #aeb8c2 !important; }
  .line { border-color: #38424c !important; }
  .link { color: #9ec5ff !important; }
}
@media (max-width: 480px) {
  .margin { padding: 0 !important; }
  .card { border-radius: 0 !important; }
  .inside { padding: 24px 16px !important; }
${narrowStyles}}
`;
}
