/**
 * Writes moments as a clock in the IANA zone shows them, in a form that sorts and that spreadsheets take for a
 * time: `2026-11-23 12:15:00`.
 */
export function zonedTime(timeZone: string): (at: Date) => string {
  // Sweden writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (at) => format.format(at);
}
