import { mailboxThat, mailboxThatAt, smtpAnswer } from '../outside/mailbox-stand-in.ts';
import { deserted } from '../outside/receiver-stand-in.ts';
import type { OtherSideBehaviour } from './action-type.contract.ts';
import { exampleOrder } from './example-order.ts';

/** What a mail server says that repeats whatever it was told of the customer. */
export const quote = `<${exampleOrder.customer.email}> Väinö Mäkinen, Mannerheimintie 5: no`;

/** A mail server for the suite of the kinds that send mail; `ids` are those of the mails it took. */
export async function mailServerThat(
  behaviour: OtherSideBehaviour,
): Promise<{ smtpUrl: string; ids: () => (string | undefined)[] }> {
  switch (behaviour) {
    case 'takes':
    case 'refuses':
    case 'asks-to-wait':
    case 'in-trouble': {
      const codes = { takes: null, refuses: 550, 'asks-to-wait': 450, 'in-trouble': 451 };
      const code = codes[behaviour];
      const mailbox = await mailboxThat({
        onRcptTo: (_, __, done) => (code ? done(smtpAnswer(code, quote)) : done()),
      });
      const ids = () => mailbox.mails.map(({ messageId }) => messageId);
      return { smtpUrl: mailbox.smtpUrl, ids };
    }
    case 'silent':
    case 'hangs-up': {
      const mailbox = await mailboxThatAt('content', (socket) => {
        if (behaviour === 'hangs-up') socket.destroy();
      });
      const ids = () => Array.from({ length: mailbox.contents() }, () => 'the one mail');
      return { smtpUrl: mailbox.smtpUrl, ids };
    }
    case 'absent':
      return { smtpUrl: `smtp://127.0.0.1:${await deserted()}`, ids: () => [] };
  }
}
