/** Sends the customer a mail the seller wrote (`rules.md`, "Post-purchase actions"). */
import type { Mailer } from '../outside/mailer.ts';
import type { ActionType } from './action-type.ts';
import { renderCustomEmail } from './custom-email-render.tsx';
import {
  checkCustomEmailSettings,
  customEmailForm,
  type CustomEmailSettings,
  readCustomEmailSettings,
} from './custom-email-settings.ts';
import { mailAnswer } from './mail-answer.ts';
import { redactFor } from './redact.ts';

export function makeCustomEmail(outside: { mailer: Mailer }): ActionType<CustomEmailSettings> {
  return {
    kind: 'custom-email',
    label: 'Custom email',
    levels: ['PRODUCT', 'OFFER', 'CHECKOUT'],
    secretSettings: [],
    settingsForm: customEmailForm,
    readSettings: readCustomEmailSettings,
    checkSettings: checkCustomEmailSettings,
    preview: async (order, settings, lineId) => ({
      ...(await renderCustomEmail(order, settings, lineId)),
      body: null,
    }),
    async run(order, settings, run) {
      const mail = {
        ...(await renderCustomEmail(order, settings, run.lineId)),
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
