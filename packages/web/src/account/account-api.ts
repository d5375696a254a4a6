import { use, useEffect, useState } from 'react';
import { withRequestId } from '../ui/request-id.tsx';
import { ConfirmationContext, type Confirmation } from './confirmation.ts';

/** Why the server did not do it; `path` names the field, null the whole. */
export type AccountProblem = {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[] | null;
};

export type AccountAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly AccountProblem[] };

const UNREACHABLE = 'The server could not be reached. Check your connection, then try again.';
const IN_TROUBLE = 'The server could not do this right now. Try again in a moment.';

/** Asks the routes about sign-in and the own account, which answer in words. */
export async function askAccount<Value>(
  path: string,
  body: object = {},
): Promise<AccountAnswer<Value>> {
  let response: Response;
  try {
    response = await fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    return { ok: false, problems: [whole('UNREACHABLE', UNREACHABLE)] };
  }
  const answer = (await response.json().catch(() => ({}))) as {
    errors?: AccountProblem[];
    error?: string;
  };
  if (response.ok) return { ok: true, value: answer as Value };
  if (answer.errors) return { ok: false, problems: answer.errors };
  // Only what is away says in words for people when to come again.
  const trouble = response.status === 503 && answer.error ? answer.error : IN_TROUBLE;
  const words = withRequestId(trouble, response.headers.get('x-request-id'));
  return { ok: false, problems: [whole('FAULT', words)] };
}

/** The same; where the server wants a fresh proof, it is asked for first and the deed is sent again. */
async function askConfirmed<Value>(
  confirmation: Confirmation,
  path: string,
  body?: object,
): Promise<AccountAnswer<Value>> {
  const answer = await askAccount<Value>(path, body);
  const isAsked = !answer.ok && answer.problems.some(({ code }) => code === 'CONFIRM_IDENTITY');
  return isAsked && (await confirmation.ask()) ? askAccount<Value>(path, body) : answer;
}

export function useAskAccount() {
  const confirmation = use(ConfirmationContext);
  return <Value>(path: string, body?: object) => askConfirmed<Value>(confirmation, path, body);
}

/** A small form on its way: what is wrong where, by the name of the field; '' is the whole. */
export function useSending() {
  const [isBusy, setIsBusy] = useState(false);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const send = async <Value>(deed: () => Promise<AccountAnswer<Value>>) => {
    setIsBusy(true);
    const answer = await deed();
    setIsBusy(false);
    setProblems(answer.ok ? {} : byField(answer.problems));
    return answer.ok ? answer.value : null;
  };
  return { isBusy, problems, send };
}

function byField(problems: readonly AccountProblem[]): Record<string, string> {
  return Object.fromEntries(problems.map(({ path, message }) => [path?.join('.') ?? '', message]));
}

export type Account = {
  readonly name: string;
  readonly email: string;
  readonly hasTwoFactor: boolean;
  readonly recoveryCodesLeft: number;
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly createdAt: string;
    readonly lastUsedAt: string | null;
  }[];
};

/** One's own account; what was there stays while it is loaded again. */
export function useAccount() {
  const [account, setAccount] = useState<Account | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState(() => askAccount<Account>('/account'));
  useEffect(() => {
    let isGone = false;
    void asked.then((answer) => {
      if (isGone) return;
      if (answer.ok) setAccount(answer.value);
      setProblem(answer.ok ? null : (answer.problems[0]?.message ?? IN_TROUBLE));
    });
    return () => {
      isGone = true;
    };
  }, [asked]);
  const reload = () => setAsked(askAccount<Account>('/account'));
  return { account, problem, reload };
}

function whole(code: string, message: string): AccountProblem {
  return { code, message, path: null };
}
