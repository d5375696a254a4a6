import type { Sessions } from './session.ts';
import type { Authenticate, ProofHeaders, Viewer } from './viewer.ts';

/**
 * A bearer token is asked first, and alone: a script that sends a wrong one must not act as the person
 * whose cookie happens to be there.
 */
export function makeAuthenticate(doors: {
  viewerOfToken(headers: ProofHeaders): Promise<Viewer | null>;
  sessions: Pick<Sessions, 'viewerOf'>;
}): Authenticate {
  return (headers, options) =>
    headers.has('authorization')
      ? doors.viewerOfToken(headers)
      : doors.sessions.viewerOf(headers, options);
}
