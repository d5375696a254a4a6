import type { Mail, MailFailureReason, MailResult } from '../outside/mailer.ts';
import type { ActionAnswer } from './action-type.ts';
import { REDACTED, type Redact } from './redact.ts';

/** What a sending came to, for the seller: what happened, what is safe, what to do. */
export function mailAnswer(mail: Mail, result: MailResult, redact: Redact): ActionAnswer {
  const request = {
    to: REDACTED,
    subject: redact(mail.subject),
    messageId: result.messageId,
  };
  if (result.outcome === 'accepted') {
    const response = { reply: redact(result.response) };
    const note = 'The mail server took it for delivery.';
    return { outcome: 'done', note, exchange: { request, response } };
  }
  const technical = redact(result.technical);
  const exchange = { request, response: null };
  if (result.outcome === 'unknown')
    return { outcome: 'unknown', message: MAYBE_SENT, again: 'yes', technical, exchange };
  const { message, again } = notSent(result.reason);
  return { outcome: 'failed', message, again, technical, exchange };
}

/** A second copy of an email harms nobody, and its Message-ID lets mailboxes drop it. */
const MAYBE_SENT =
  'The mail server was given the email but never confirmed it, so the customer may have it. Sending it again repeats the same email, which many mailboxes recognise; at worst it arrives twice.';

function notSent(reason: MailFailureReason): { message: string; again: 'yes' | 'no' } {
  switch (reason) {
    case 'refused':
      return {
        again: 'no',
        message:
          'The mail server refused the email, so it was not sent. Often the address does not exist or its mailbox is closed: ask the customer for another one.',
      };
    case 'postponed':
      return {
        again: 'yes',
        message:
          'The mail server cannot take the email for now, for example because the mailbox is full. Nothing was sent.',
      };
    case 'login':
      return {
        again: 'no',
        message:
          'The mail server refused our sign-in, so no email can be sent at all. When its user name and password are mended, run this again.',
      };
    case 'unreachable':
    case 'timeout':
    case 'closed':
      return {
        again: 'yes',
        message: 'The mail server could not be reached, or did not answer. Nothing was sent.',
      };
    case 'aborted':
      return {
        again: 'yes',
        message: 'The sending was stopped before the email had left.',
      };
  }
}
