/**
 * Questions about several orders may be on their way at once, and their answers arrive in any order.
 * Tells of each answer for which orders it is the news: those about which no later question has been
 * answered.
 */
export function makeLatestAnswers() {
  let asked = 0;
  let underWay = 0;
  const answered = new Map<string, number>();

  /** The answer, and those of the ids that it is still good for. Fails as `question` fails. */
  return async function ask<Answer>(
    ids: readonly string[],
    question: () => Promise<Answer>,
  ): Promise<{ answer: Answer; current: ReadonlySet<string> }> {
    const number = ++asked;
    underWay += 1;
    try {
      const answer = await question();
      const current = new Set(ids.filter((id) => (answered.get(id) ?? 0) < number));
      for (const id of current) answered.set(id, number);
      return { answer, current };
    } finally {
      underWay -= 1;
      if (underWay === 0) answered.clear();
    }
  };
}
