import { describe, expect, test } from 'vitest';
import { makeLog } from './log.ts';

describe('the log', () => {
  test('writes one JSON line per thing that happened', () => {
    const lines = linesOf((log) => log.info({ orderId: 'ord_1', durationMs: 12 }, 'order settled'));

    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        orderId: 'ord_1',
        durationMs: 12,
        msg: 'order settled',
      },
    ]);
  });

  test('hides personal data and secrets by the names of fields, at every depth', () => {
    const [line] = linesOf((log) =>
      log.info(
        {
          operationName: 'Orders',
          tokenId: 'tok_1',
          request: { headers: { authorization: 'Bearer x', cookie: 'a=b', 'x-api-key': 'k' } },
          customers: [{ email: 'virtanen@example.com', firstName: 'Aino', phone: '+358401' }],
          webhookSecret: 'whsec_1',
          webhookUrl: 'https://hooks.example.com/very/secret/path?key=1',
        },
        'seen',
      ),
    );

    expect(line).toMatchObject({
      operationName: 'Orders',
      tokenId: 'tok_1',
      request: {
        headers: { authorization: '[hidden]', cookie: '[hidden]', 'x-api-key': '[hidden]' },
      },
      customers: [{ email: '[hidden]', firstName: '[hidden]', phone: '[hidden]' }],
      webhookSecret: '[hidden]',
      webhookUrl: 'https://hooks.example.com',
    });
  });

  test('masks e-mail addresses in errors and leaves out what else an error quotes', () => {
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (email)=(virtanen@example.com) already exists.',
    });
    const error = new Error('Could not send to <virtanen@example.com>', { cause });

    const [line] = linesOf((log) => log.error({ error }, 'failed'));

    expect(line).toMatchObject({
      error: {
        type: 'Error',
        message: 'Could not send to <…@…>',
        cause: { type: 'Error', code: '23505', message: 'duplicate key' },
      },
    });
    expect(JSON.stringify(line)).not.toContain('virtanen');
  });

  test('leaves out the row that a database quotes in its message', () => {
    const error = new Error(
      'new row violates check constraint "orders_total"\n - detail: Failing row contains (ord_1, Virtanen, Aino\nsecond line).',
    );

    const [line] = linesOf((log) => log.error({ error }, 'failed'));

    expect(line).toMatchObject({
      error: {
        message: 'new row violates check constraint "orders_total"',
        stack: expect.stringMatching(/^ {4}at .*log\.test\.ts/),
      },
    });
    expect(JSON.stringify(line)).not.toMatch(/Virtanen|second line/);
  });
});

function linesOf(write: (log: ReturnType<typeof makeLog>) => void): unknown[] {
  const lines: string[] = [];
  write(makeLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } }));
  return lines.map((line) => JSON.parse(line) as unknown);
}
