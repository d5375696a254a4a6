// How times and outcomes read on the pages. Times are those of this machine's zone.

/** "14:03:27". */
export function formatTime(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** "23 Nov 2026, 14:03:27". */
export function formatMoment(at: number): string {
  return new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}

export function signatureWords(verified: boolean | null, problem: string | null): string {
  if (verified === null) return 'not checked';
  return verified ? 'verified' : `refused: ${problem ?? ''}`;
}

export function effectWords(hadEffect: boolean, isRepeat: boolean): string {
  if (hadEffect) return 'took effect';
  return isRepeat ? 'repeat, had taken effect before' : 'no effect';
}
