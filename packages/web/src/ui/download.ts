/** The address on this page's own origin, to which the session belongs. */
export function onThisOrigin(downloadUrl: string): string {
  const { pathname, search } = new URL(downloadUrl);
  return pathname + search;
}

/** Lets the browser fetch a file by itself, so that nothing of it lies in the memory of the page. */
export function downloadFrom(downloadUrl: string): void {
  const link = document.createElement('a');
  link.href = onThisOrigin(downloadUrl);
  // Keeps the page where it is, whatever comes; the file's name is the server's.
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
