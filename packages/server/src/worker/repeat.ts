/** Runs `work` again and again, never twice at once, a pause of `everyMs` between. */
export function repeat(
  everyMs: number,
  onFault: (error: unknown) => void,
  work: () => Promise<void>,
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();
  let isStopped = false;
  const next = () => {
    current = work()
      .catch(onFault)
      .then(() => {
        if (!isStopped) timer = setTimeout(next, everyMs);
      });
  };
  next();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
