import { useState } from 'react';
import { faultWords } from '../../ui/states.tsx';

type Refused = readonly { readonly message: string }[];

/**
 * A single deed outside of a form: at work, done, or why not. Its answer is what the server refused; nothing at
 * all is as good as a fault.
 */
export function useDeed(): {
  run: (deed: () => Promise<Refused | undefined>) => Promise<boolean>;
  isBusy: boolean;
  problem: string | null;
  forget: () => void;
} {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (deed: () => Promise<Refused | undefined>) => {
    setIsBusy(true);
    setProblem(null);
    try {
      const refused = await deed();
      const words = refused
        ? (refused[0]?.message ?? null)
        : 'The server did not say what came of it. It is safe to try again.';
      setProblem(words);
      return words === null;
    } catch (error) {
      setProblem(faultWords(error, 'It is safe to try again.'));
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  return { run, isBusy, problem, forget: () => setProblem(null) };
}
