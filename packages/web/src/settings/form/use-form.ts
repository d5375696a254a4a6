import { useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { faultWords } from '../../ui/states.tsx';

/** What cannot be taken, in words, by the path of its field: `prices.0.price`. */
export type Problems = Readonly<Record<string, string>>;

/** A refusal of the server: `path` leads into the input, null means the whole. */
export type ServerProblem = {
  readonly message: string;
  readonly path?: readonly string[] | null;
};

/** What the typed values would be sent as, or every reason why they cannot be. */
export type Reading<Input> =
  | { readonly ok: true; readonly input: Input }
  | { readonly ok: false; readonly problems: Problems };

/** For a field: its problem, and the mark by which it is found and focused. */
export type At = (path: string) => {
  readonly error: string | undefined;
  readonly 'data-path': string;
};

export type Form<Values> = {
  readonly values: Values;
  /** `path` is the field that was typed into, where the value holds several. */
  readonly set: <Name extends keyof Values & string>(
    name: Name,
    value: Values[Name],
    path?: string,
  ) => void;
  /** Sets all values at once, where choosing one changes others. */
  readonly replace: (values: Values) => void;
  /** Takes over what changed elsewhere meanwhile; what was typed here stays. */
  readonly adopt: (news: Partial<Values>) => void;
  readonly at: At;
  readonly isDirty: boolean;
  /** The same, asked at this very moment: for whoever guards the way out. */
  readonly isUnsaved: () => boolean;
  readonly isBusy: boolean;
  /** What concerns no field that is on the screen. */
  readonly wholeProblems: readonly string[];
  /** The `ref` of the form's element, in which fields are found. */
  readonly attach: (element: HTMLFormElement | null) => void;
  readonly save: () => Promise<void>;
  /** What is typed no longer matters: nobody need be asked about it. */
  readonly forget: () => void;
};

/** What fields need of their form; the fields of one group know only its own values. */
export type Fields<Values> = Pick<Form<Values>, 'values' | 'set' | 'at'>;

/**
 * Typed values on their way to the server. Whatever comes of it they stay as they were typed; a
 * refusal is shown at its field, which gets the focus. Sending the same once more, after an answer
 * that never came, carries the same key and so happens once.
 */
export function useForm<Values extends object, Input, Saved>(options: {
  initial: Values | (() => Values);
  read: (values: Values) => Reading<Input>;
  send: (
    input: Input,
    idempotencyKey: string,
  ) => Promise<{ readonly saved: Saved | null; readonly errors: readonly ServerProblem[] }>;
  /** The field that a path of the input belongs to, where it is not called the same. */
  fieldOf?: (path: readonly string[], input: Input) => string;
  /** Answers with the values as they are now kept, where the form stays open. */
  onSaved: (saved: Saved) => Values | void;
}): Form<Values> {
  const [values, setValues] = useState(options.initial);
  const [baseline, setBaseline] = useState(values);
  const [refused, setRefused] = useState<readonly (readonly [string, string])[]>([]);
  const [wholeProblems, setWholeProblems] = useState<readonly string[]>([]);
  const [wasTried, setWasTried] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [failures, setFailures] = useState(0);
  const wish = useRef<{ json: string; key: string } | null>(null);
  const element = useRef<HTMLFormElement>(null);

  const isDirty = useMemo(() => !sameValues(values, baseline), [values, baseline]);
  const unsaved = useRef(false);
  useLayoutEffect(() => {
    unsaved.current = isDirty;
  }, [isDirty]);

  const problems = useMemo(() => {
    const reading = wasTried ? options.read(values) : null;
    const typed = reading && !reading.ok ? reading.problems : {};
    return { ...typed, ...Object.fromEntries(refused) };
    // eslint-disable-next-line react/exhaustive-deps -- how values are read does not change with time
  }, [values, refused, wasTried]);
  useFocusOnFailure(element, failures, problems);

  const keyFor = (input: Input): string => {
    const json = JSON.stringify(input);
    if (wish.current?.json !== json) wish.current = { json, key: crypto.randomUUID() };
    return wish.current.key;
  };
  const fail = (next: readonly (readonly [string, string])[]) => {
    const places = new Set(fieldsIn(element.current).map(({ dataset }) => dataset['path']));
    setRefused(next.filter(([place]) => places.has(place)));
    setWholeProblems(next.flatMap(([place, words]) => (places.has(place) ? [] : [words])));
    setFailures((count) => count + 1);
  };

  const save = async () => {
    if (isBusy) return;
    setWasTried(true);
    const reading = options.read(values);
    if (!reading.ok) {
      fail([]);
      return;
    }
    setIsBusy(true);
    try {
      const { input } = reading;
      const { saved, errors } = await options.send(input, keyFor(input));
      if (errors.length > 0) {
        const fieldOf = options.fieldOf ?? ((path) => path.join('.'));
        fail(errors.map(({ path, message }) => [path ? fieldOf(path, input) : '', message]));
        return;
      }
      if (saved === null) {
        fail([['', 'The server did not say what came of it. It is safe to try again.']]);
        return;
      }
      wish.current = null;
      unsaved.current = false;
      setRefused([]);
      setWholeProblems([]);
      setWasTried(false);
      const kept = options.onSaved(saved) ?? values;
      setValues(kept);
      setBaseline(kept);
    } catch (error) {
      fail([['', faultWords(error, 'What you typed is still here.')]]);
    } finally {
      setIsBusy(false);
    }
  };

  return {
    values,
    set: (name, value, path = name) => {
      setValues((before) => ({ ...before, [name]: value }));
      setRefused((before) => before.filter(([place]) => !concerns(place, path)));
    },
    replace: (next) => {
      setValues(next);
      setRefused([]);
    },
    adopt: (news) => {
      const untouched = Object.entries(news).filter(([name]) =>
        sameValues([values[name as keyof Values]], [baseline[name as keyof Values]]),
      );
      setValues((before) => ({ ...before, ...Object.fromEntries(untouched) }));
      setBaseline((before) => ({ ...before, ...news }));
    },
    at: (path) => ({ error: problems[path], 'data-path': path }),
    isDirty,
    isUnsaved: () => unsaved.current,
    isBusy,
    wholeProblems,
    attach: (form) => {
      element.current = form;
    },
    save,
    forget: () => {
      unsaved.current = false;
    },
  };
}

function sameValues(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether typing into `typed` may mend what was refused at `place`: the same field, or one inside. */
function concerns(place: string, typed: string): boolean {
  return place === typed || place.startsWith(`${typed}.`) || typed.startsWith(`${place}.`);
}

function useFocusOnFailure(
  element: RefObject<HTMLFormElement | null>,
  failures: number,
  problems: Problems,
): void {
  const seen = useRef(failures);
  useLayoutEffect(() => {
    if (seen.current === failures) return;
    seen.current = failures;
    const first = fieldsIn(element.current).find(
      ({ dataset }) => problems[dataset['path'] ?? ''] !== undefined,
    );
    first?.focus();
  }, [element, failures, problems]);
}

function fieldsIn(element: HTMLElement | null): HTMLElement[] {
  return [...(element?.querySelectorAll<HTMLElement>('[data-path]') ?? [])];
}
