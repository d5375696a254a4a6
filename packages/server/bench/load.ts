import { Pool } from 'undici';
import { percentile } from './figures.ts';

// Who asks: connections that are kept open, each with one question under way, the next one as soon as the
// answer has been read to its end. An answer that is not the one that was checked ends the bench.

export type Question = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** A question with the answer that was looked at and found right. */
export type Checked = {
  readonly question: Question;
  readonly answer: Buffer;
  /** With time alone: a count of what is due now. Only that it is no error is then looked at. */
  readonly mayChange?: boolean;
};

export type Load = {
  readonly answers: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
};

const ANSWER_WITHIN_MS = 30_000;

/** So many users of one origin, each with as many connections as it asks questions at once. */
export class Lines {
  readonly #pool: Pool;
  readonly #users: number;

  constructor(origin: string, users: number, connectionsEach = 1) {
    this.#users = users;
    this.#pool = new Pool(origin, {
      connections: users * connectionsEach,
      pipelining: 1,
      headersTimeout: ANSWER_WITHIN_MS,
      bodyTimeout: ANSWER_WITHIN_MS,
      keepAliveTimeout: 60_000,
    });
  }

  /**
   * Asks for so long. Questions of one group are asked at once, as a page does, and count as one when the last is
   * answered; groups come in turn. Throws at the first answer whose data is not byte for byte the checked one's.
   */
  async load(groups: readonly (readonly Checked[])[], seconds: number): Promise<Load> {
    const latenciesMs: number[] = [];
    const begun = performance.now();
    const until = begun + seconds * 1000;
    let next = 0;
    const ask = async () => {
      while (performance.now() < until) {
        const group = groups[next++ % groups.length] ?? [];
        const sentAt = performance.now();
        await Promise.all(group.map((checked) => this.#askChecked(checked)));
        latenciesMs.push(performance.now() - sentAt);
      }
    };
    await Promise.all(Array.from({ length: this.#users }, ask));
    const lastedMs = performance.now() - begun;
    return {
      answers: latenciesMs.length,
      perSecond: (latenciesMs.length * 1000) / lastedMs,
      p50Ms: percentile(latenciesMs, 0.5),
      p95Ms: percentile(latenciesMs, 0.95),
    };
  }

  async #askChecked(checked: Checked): Promise<void> {
    const answer = await this.ask(checked.question);
    const isRight = checked.mayChange
      ? !answer.includes('"errors":')
      : dataOf(answer).equals(dataOf(checked.answer));
    if (!isRight) throw new WrongAnswer(checked, answer);
  }

  /** The body of an answer with status 200; throws at any other. */
  ask({ url, method, headers, body }: Question): Promise<Buffer> {
    const { pathname, search } = new URL(url);
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let status = 0;
      this.#pool.dispatch(
        { path: pathname + search, method, headers, body: body ?? null },
        {
          // A handler of the present kind is told by this one being there.
          onRequestStart: () => {},
          onResponseStart: (_, code) => void (status = code),
          onResponseData: (_, chunk) => void chunks.push(chunk),
          onResponseEnd: () => {
            const answer = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
            if (status === 200) resolve(answer);
            else reject(new Error(`${url} answered with ${status}: ${start(answer)}`));
          },
          onResponseError: (_, error) => reject(error),
        },
      );
    });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/** Behind the data the product says how many points are left, which differs every time. */
function dataOf(body: Buffer): Buffer {
  const end = body.lastIndexOf(',"extensions":');
  return end === -1 ? body : body.subarray(0, end);
}

class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
  constructor({ question, answer }: Checked, got: Buffer) {
    const place = answer.findIndex((byte, at) => got[at] !== byte);
    const around = (body: Buffer) =>
      body.subarray(Math.max(0, place - 100), place + 200).toString();
    super(
      `${question.url} answered otherwise than when it was checked.\nChecked: …${around(answer)}\nNow:     …${around(got)}`,
    );
  }
}

const start = (body: Buffer) => body.subarray(0, 400).toString();
