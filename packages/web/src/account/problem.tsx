import { WholeProblems } from '../ui/whole-problems.tsx';

/** What went wrong with the whole of a form, in words; nothing where nothing did. */
export function Problem({ words }: { words: string | null | undefined }) {
  return words ? <WholeProblems problems={[words]} /> : null;
}
