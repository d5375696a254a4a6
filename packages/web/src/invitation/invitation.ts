import type { Role } from '../generated.ts';
import { withRequestId } from '../ui/request-id.tsx';
import type { ServerProblem } from '../settings/form/use-form.ts';

// What the page of an invitation asks the server, outside of the API: nobody is signed in yet.

export type Invitation = {
  readonly email: string | null;
  readonly name: string | null;
  readonly role: Role;
  readonly invitedBy: string;
  readonly expiresAt: string;
};

/** `words` are fit to be shown. */
export type Failed = { readonly kind: 'gone' | 'unreachable'; readonly words: string };

export type Looked = { readonly kind: 'open'; readonly invitation: Invitation } | Failed;
export type Accepted =
  | { readonly kind: 'joined'; readonly isSignedIn: boolean }
  | { readonly kind: 'refused'; readonly problems: readonly ServerProblem[] }
  | Failed;

export async function lookAtInvitation(token: string): Promise<Looked> {
  const answer = await post('look', { token });
  if (!(answer instanceof Response)) return answer;
  return { kind: 'open', invitation: (await answer.json()) as Invitation };
}

export async function acceptInvitation(wish: {
  token: string;
  email: string;
  name: string;
  password: string;
}): Promise<Accepted> {
  const answer = await post('accept', wish);
  if (!(answer instanceof Response)) return answer;
  if (answer.status === 422) {
    const { errors } = (await answer.json()) as { errors: ServerProblem[] };
    return { kind: 'refused', problems: errors };
  }
  const { isSignedIn } = (await answer.json()) as { isSignedIn: boolean };
  return { kind: 'joined', isSignedIn };
}

/** The answer where it is one, else what to say. */
async function post(path: string, body: object): Promise<Response | Failed> {
  let response: Response;
  try {
    response = await fetch(`/api/invitations/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    return failed('The server could not be reached. Check your connection, then try again.');
  }
  if (response.ok || response.status === 422) return response;
  if (response.status === 404) {
    const { message } = (await response.json().catch(() => ({}))) as { message?: string };
    return { kind: 'gone', words: message ?? 'Ask whoever invited you for a new invitation.' };
  }
  if (response.status === 429) return failed('Too many attempts. Wait a minute, then try again.');
  const words = 'The server could not answer right now. It is safe to try again in a moment.';
  return failed(withRequestId(words, response.headers.get('x-request-id')));
}

function failed(words: string): Failed {
  return { kind: 'unreachable', words };
}
