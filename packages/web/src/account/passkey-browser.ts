import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser';
import { askAccount, type AccountAnswer } from './account-api.ts';

/** Few who open the page use one: how it is done is loaded by those who do. */
const library = () => import('@simplewebauthn/browser');

export function canUsePasskeys(): boolean {
  return typeof globalThis.PublicKeyCredential === 'function';
}

/** Gets a challenge, lets the device answer it, and sends the answer. */
export async function provePasskey<Value>(
  challengePath: string,
  proofPath: string,
): Promise<AccountAnswer<Value>> {
  const challenge = await askAccount<PublicKeyCredentialRequestOptionsJSON>(challengePath);
  if (!challenge.ok) return challenge;
  try {
    const { startAuthentication } = await library();
    const response = await startAuthentication({ optionsJSON: challenge.value });
    return await askAccount<Value>(proofPath, { response });
  } catch {
    return notDone('No passkey was used. Try again, or use your password.');
  }
}

/** Lets the device make a passkey out of what the server offered. */
export async function makePasskey(
  offer: PublicKeyCredentialCreationOptionsJSON,
): Promise<AccountAnswer<RegistrationResponseJSON>> {
  try {
    const { startRegistration } = await library();
    return { ok: true, value: await startRegistration({ optionsJSON: offer }) };
  } catch (error) {
    return error instanceof Error && error.name === 'InvalidStateError'
      ? notDone('This device has a passkey for your account already.')
      : notDone('No passkey was made. Try again, and confirm it on your device.');
  }
}

export type PasskeyOffer = PublicKeyCredentialCreationOptionsJSON;

function notDone(message: string): { ok: false; problems: AccountProblemList } {
  return { ok: false, problems: [{ code: 'NOT_DONE', message, path: null }] };
}
type AccountProblemList = Extract<AccountAnswer<never>, { ok: false }>['problems'];
