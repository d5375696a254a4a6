import { Fragment, type ReactNode } from 'react';
import type { CustomEmailContent, EmailPiece } from './custom-email-content.ts';
import { MailPage, mailStyle } from './mail-page.tsx';

/** A seller's own email as a page for mail programs. */
export function CustomEmailView(props: { content: CustomEmailContent; language: string }) {
  const { subject, paragraphs, sellerName } = props.content;
  return (
    <MailPage language={props.language} title={subject} preview={null}>
      {paragraphs.map((lines, at) => (
        <p key={at} style={mailStyle.paragraph}>
          {lines.map((pieces, lineAt) => (
            <Fragment key={lineAt}>
              {lineAt > 0 && <br />}
              {pieces.map(shown)}
            </Fragment>
          ))}
        </p>
      ))}
      <p className="soft line" style={mailStyle.foot}>
        {sellerName}
      </p>
    </MailPage>
  );
}

function shown({ text, href }: EmailPiece, at: number): ReactNode {
  if (href === null) return <Fragment key={at}>{text}</Fragment>;
  return (
    <a key={at} href={href} className="link" style={{ color: '#0b57d0' }}>
      {text}
    </a>
  );
}
