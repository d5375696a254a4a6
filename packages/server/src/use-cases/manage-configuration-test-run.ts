import { z } from 'zod';
import {
  type ActionAnswer,
  type ActionSteps,
  BadSettings,
  type PurchasedOrder,
} from '../actions/action-type.ts';
import type { ActionTypes, AnyActionType } from '../actions/action-types.ts';
import type { ActionConfigurationRow } from '../database/catalogue.ts';
import type { ActionStatus } from '../domain/action.ts';
import { once } from './idempotency.ts';
import { presentSettings } from './manage-configuration.ts';
import {
  knownType,
  lockCheckout,
  lockConfiguration,
  type Placement,
  placementRefusals,
  refuseAny,
} from './manage-configuration-checks.ts';
import type { CreateActionConfiguration } from './manage-configuration-create.ts';
import {
  openedSettings,
  type Settings,
  settingsFromWishes,
} from './manage-configuration-settings.ts';
import { type Outcome, type Refusal, refuse } from './outcome.ts';
import { decide, type Request, type Work } from './request.ts';
import { sampleOrder, sentTo } from './sample-order.ts';
import { recordInShop } from './shop-history.ts';

export type TestActionConfiguration = {
  readonly id?: string | null;
  readonly draft?: CreateActionConfiguration | null;
  readonly orderId?: string | null;
  readonly recipient: string;
  readonly idempotencyKey: string;
};

export type TestResult = {
  readonly outcome: ActionStatus;
  readonly message: string;
  readonly technical: string | null;
  readonly request: unknown;
  readonly response: unknown;
};

/** How long a person waits for a test, in ms. The action is told to stop a little before. */
export const TEST_LIMIT_MS = 20_000;

const recipientSchema = z.email().max(254);

/**
 * Runs an action once for a sample order and says what came of it. It goes out for real, but to
 * `recipient`, who stands for the customer in all that is sent. Outside any transaction; of the test
 * only an entry in the history stays. The same key never sends twice: its second use is refused.
 */
export async function testActionConfiguration(
  input: TestActionConfiguration,
  request: Request,
  types: ActionTypes,
  limitMs = TEST_LIMIT_MS,
): Promise<Outcome<TestResult>> {
  const prepared = await decide(request, (work) => prepare(work, input, types));
  if (!prepared.ok) return prepared;
  return { ok: true, value: resultOf(await run(prepared.value, request, limitMs)) };
}

type Trial = {
  readonly type: AnyActionType;
  readonly settings: Settings;
  readonly order: PurchasedOrder;
  readonly lineId: string | null;
};

async function prepare(
  work: Work,
  input: TestActionConfiguration,
  types: ActionTypes,
): Promise<Trial> {
  const recipient = input.recipient.trim();
  const saved = input.id ? await savedConfiguration(work, input.id) : null;
  const trial = await whatToTest(work, { saved, draft: input.draft ?? null }, types);
  refuseAny([
    ...(recipientSchema.safeParse(recipient).success
      ? []
      : [invalid('Give one email address, like name@example.com.', ['recipient'])]),
    ...trial.refusals,
  ]);
  const sample = await sampleOrder(
    work.em,
    work.request,
    { ...trial.placement, orderId: input.orderId ?? null },
    ['orderId'],
  );
  await claimKey(work, input, () =>
    recordInShop(work, saved?.id ?? trial.placement.checkoutId, {
      event: 'configuration.tested',
      summary: `A test of ${trial.name} was sent for the order ${sample.order.number}.`,
    }),
  );
  return {
    type: trial.type,
    settings: trial.settings,
    order: sentTo(sample.order, recipient),
    lineId: sample.lineId,
  };
}

async function savedConfiguration(work: Work, id: string): Promise<ActionConfigurationRow> {
  const configuration = await lockConfiguration(work, id, ['id']);
  if (configuration.deletedAt) {
    refuse('NOT_FOUND', 'There is no such action configuration.', ['id']);
  }
  return configuration;
}

type Tested = {
  readonly type: AnyActionType;
  readonly placement: Placement;
  readonly name: string;
  readonly settings: Settings;
  readonly refusals: readonly Refusal[];
};

/** The draft where there is one; its untyped secrets are those of the saved configuration. */
async function whatToTest(
  work: Work,
  from: {
    readonly saved: ActionConfigurationRow | null;
    readonly draft: CreateActionConfiguration | null;
  },
  types: ActionTypes,
): Promise<Tested> {
  const { saved, draft } = from;
  const { sealer } = work.request.tools;
  const present = saved ? await presentSettings(work, saved) : null;
  if (draft) {
    if (saved && (saved.kind !== draft.kind || saved.checkoutId !== draft.checkoutId)) {
      refuse('INVALID', 'The draft is of another kind or checkout than the saved one.', ['draft']);
    }
    await lockCheckout(work, draft.checkoutId, ['draft', 'checkoutId']);
    const type = knownType(types, draft.kind, ['draft', 'kind']);
    const path = ['draft', 'settings'];
    const read = settingsFromWishes(type, draft.settings, {
      present,
      tools: work.request.tools,
      path,
    });
    const refusals = [...(await placementRefusals(work, type, draft, ['draft'])), ...read.refusals];
    const name = draft.name.trim().slice(0, 200) || type.label;
    return { type, placement: draft, name, settings: read.settings, refusals };
  }
  if (!saved || !present) {
    return refuse('INVALID', 'Say what to test: a saved configuration, or a draft.', ['id']);
  }
  const type = knownType(types, saved.kind, ['id']);
  const settings = openedSettings(type, present, sealer);
  const refusals = type.checkSettings(settings).map(({ field, message }) => {
    const label = type.settingsForm.find(({ name }) => name === field)?.label ?? field;
    return invalid(`${label}: ${message}`, ['id']);
  });
  return { type, placement: saved, name: saved.name, settings, refusals };
}

function invalid(message: string, path: readonly string[]): Refusal {
  return { code: 'INVALID', message, path };
}

/** Once per key, also where the first try is still under way or its answer was lost. */
async function claimKey(
  work: Work,
  input: TestActionConfiguration,
  record: () => void,
): Promise<void> {
  let isFirst = false;
  const { startedAt } = await once(
    work,
    { operation: 'testActionConfiguration', key: input.idempotencyKey, input },
    async () => {
      isFirst = true;
      record();
      return Promise.resolve({ startedAt: work.now.toISOString() });
    },
  );
  if (isFirst) return;
  refuse(
    'ALREADY_RUNNING',
    'This test was sent already. Send another one with a new key.',
    ['idempotencyKey'],
    { startedBy: work.request.actor, startedAt: new Date(startedAt) },
  );
}

async function run(trial: Trial, request: Request, limitMs: number): Promise<ActionAnswer> {
  const stop = new AbortController();
  const lost = Promise.withResolvers<ActionAnswer>();
  const timers = [
    setTimeout(() => stop.abort(new Error('The test took too long')), limitMs * 0.95),
    setTimeout(() => lost.resolve(NO_ANSWER), limitMs),
  ];
  try {
    const settings = trial.type.readSettings(trial.settings);
    const answer = trial.type.run(trial.order, settings, {
      key: `test-${request.tools.newId('att')}`,
      lineId: trial.lineId,
      now: request.tools.now(),
      signal: stop.signal,
      steps: stepsOfOneRun(),
    });
    return await Promise.race([answer, lost.promise]);
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    return { outcome: 'failed', again: 'no', message: error.message };
  } finally {
    for (const timer of timers) clearTimeout(timer);
    stop.abort(new Error('The test is over'));
  }
}

/** A test starts from nothing and leaves nothing: its steps are remembered while it runs. */
function stepsOfOneRun(): ActionSteps {
  const facts = new Map<string, unknown>();
  return {
    done: (step) => facts.get(step),
    finish: async (step, fact = null) => {
      facts.set(step, fact);
      return Promise.resolve();
    },
  };
}

const NO_ANSWER: ActionAnswer = {
  outcome: 'unknown',
  again: 'no',
  message: 'There was no answer in time. It may have happened: look at the other side.',
};

function resultOf(answer: ActionAnswer): TestResult {
  return {
    ...wordsFor(answer),
    technical: answer.technical ?? null,
    request: answer.exchange?.request ?? null,
    response: answer.exchange?.response ?? null,
  };
}

/** The words of the kinds speak of orders, which are tried again by themselves. */
function wordsFor(answer: ActionAnswer): Pick<TestResult, 'outcome' | 'message'> {
  switch (answer.outcome) {
    case 'done':
      return { outcome: 'SUCCEEDED', message: answer.note ?? 'It worked.' };
    case 'failed':
      return { outcome: 'FAILED', message: notAgain(answer) };
    case 'unknown':
      return { outcome: 'UNKNOWN', message: notAgain(answer) };
  }
}

function notAgain({ message, again }: Extract<ActionAnswer, { message: string }>): string {
  return again === 'yes' ? `${message} This was a test: nothing is tried again.` : message;
}
