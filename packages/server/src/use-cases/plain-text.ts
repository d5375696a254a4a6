/** PostgreSQL stores every character but this one, and refuses it with an error of its own. */
export function isStorable(text: string): boolean {
  return !text.includes('\0');
}
