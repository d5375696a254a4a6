/** A mail server as the operator gives it: one URL, with the sign-in in it. */
export type SmtpAccount = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. Otherwise STARTTLS is used where the server offers it. */
  readonly isTlsFromStart: boolean;
  /** Refuse to go on in clear text: a password must not be read on the way. */
  readonly mustEncrypt: boolean;
  readonly login: { readonly user: string; readonly pass: string } | null;
};

/**
 * Reads `smtp://user:password@mail.example:587` or `smtps://…`. Without a port: 587, 465 with
 * smtps. Throws words for the operator that never quote the URL, since it holds a password.
 */
export function readSmtpUrl(text: string): SmtpAccount {
  const url = URL.parse(text);
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '')
    throw new Error('The address of the mail server must look like smtp://user:password@host:587.');

  const isTlsFromStart = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const login = readLogin(url);
  return {
    host,
    port: url.port === '' ? (isTlsFromStart ? 465 : 587) : Number(url.port),
    isTlsFromStart,
    mustEncrypt: login !== null && !isThisMachine(host),
    login,
  };
}

function readLogin(url: URL): SmtpAccount['login'] {
  if (url.username === '') return null;
  return { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
