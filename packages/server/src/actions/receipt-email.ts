/** Sends the customer a receipt, built from the order (`order-management.md`, "Requires attention"). */
import type { Mailer } from '../outside/mailer.ts';
import type { ActionType } from './action-type.ts';
import { mailAnswer } from './mail-answer.ts';
import { redactFor } from './redact.ts';
import {
  checkReceiptSettings,
  readReceiptSettings,
  receiptForm,
  type ReceiptSettings,
} from './receipt-settings.ts';
import { renderReceipt } from './receipt.tsx';

export function makeReceiptEmail(outside: { mailer: Mailer }): ActionType<ReceiptSettings> {
  return {
    kind: 'receipt-email',
    label: 'Receipt email',
    levels: ['CHECKOUT'],
    secretSettings: [],
    settingsForm: receiptForm,
    readSettings: readReceiptSettings,
    checkSettings: checkReceiptSettings,
    preview: async (order, settings) => ({
      ...(await renderReceipt(order, settings)),
      body: null,
    }),
    async run(order, settings, run) {
      const receipt = await renderReceipt(order, settings);
      const mail = {
        ...receipt,
        to: order.customer.email,
        replyTo: settings.replyTo ?? null,
        key: run.key,
        sentAt: run.now,
      };
      const result = await outside.mailer.send(mail, run.signal);
      return mailAnswer(mail, result, redactFor(order));
    },
  };
}
