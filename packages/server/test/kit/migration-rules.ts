// What a migration may hold if it is to run while the shop is open and the release before is still serving. Told
// from the words of its SQL: what PostgreSQL would do to a table with a million rows, a test database never shows.

/** Tables that stay as small as the shop's own settings. All others grow with its orders. */
const SMALL = new Set(
  `action_configuration action_configuration_version add_on add_on_price alert api_token api_token_checkout bulk_rerun
   checkout checkout_link discount_code discount_code_amount discount_code_product invitation invitation_checkout
   member member_checkout offer offer_product offer_product_price order_export passkey passkey_challenge
   password_reset product product_price retention_run setting`.split(/\s+/),
);

export type Statement = {
  /** In lower case, each white space one blank, without comments and without what stands in quotes. */
  readonly words: string;
  readonly comments: string;
};

type Rule = {
  readonly when: RegExp;
  readonly unless?: RegExp;
  readonly instead: string;
  /** Also where the table is small. */
  readonly always?: boolean;
};

const inTransaction: readonly Rule[] = [
  {
    when: /^create (unique )?index /,
    unless: / concurrently /,
    instead:
      'keeps out all writers while it reads the table: make the index by fromSteps with "create index concurrently".',
  },
  {
    when: /^drop index (?!concurrently)/,
    instead:
      'shuts everybody out: drop the index by fromSteps with "drop index concurrently if exists".',
  },
  {
    when: /^alter table .* add column .* (default \w*(random|uuid|clock_timestamp|nextval|timeofday)\w*\(|generated (always|by default) as|(small|big)?serial\b)/,
    instead:
      'writes every row anew under a lock: add the column without that default, then set the default, then fill it in portions by fromSteps.',
  },
  {
    when: /^alter table .* add column (?:(?!, add ).)* not null/,
    unless: / default /,
    instead:
      'fails where there are rows: give the column a constant default, or leave it nullable until it is filled.',
  },
  {
    when: /^alter table .* add column (?:(?!, add ).)* (references|check|unique|primary key)\b/,
    instead:
      'reads every row under a lock: add the column bare, the constraint apart as "not valid", and validate it by fromSteps.',
  },
  {
    when: /^alter (table|domain) .* add (constraint \S+ )?(check|foreign key)\b/,
    unless: / not valid/,
    instead:
      'reads every row under a lock: add the constraint as "not valid", and validate it by fromSteps.',
  },
  {
    when: /^alter table .* add (constraint \S+ )?(unique|primary key|exclude)\b/,
    unless: / using index /,
    instead:
      'makes an index under a lock: make it by fromSteps with "create unique index concurrently", then add the constraint "using index".',
  },
  {
    when: /^alter (table|domain) .* validate constraint /,
    instead: 'reads every row: by fromSteps, which holds nothing else meanwhile.',
  },
  {
    when: /^alter table .* set not null/,
    instead:
      'reads every row under a lock: add a check named TABLE_COLUMN_not_null as "not valid", and validate it by fromSteps; from then on this is quick, and allowed.',
  },
  {
    when: /^alter table .* alter (column )?\S+ (set data )?type /,
    instead:
      'writes every row anew under a lock: add another column, write both, fill it in portions, and drop the old one a release later.',
  },
  {
    when: /^(update|delete|with) /,
    instead:
      'locks the rows until all are done: do it in portions by fromSteps ("… where id in (select id … limit 1000)").',
  },
  {
    when: /^(vacuum|cluster|reindex|truncate|lock) |^alter table .* set (tablespace|logged|unlogged)/,
    instead: 'shuts everybody out for as long as it takes: find another way.',
  },
  {
    when: /^alter table .* (drop column|rename (?!constraint))|^drop (table|view|type|domain) /,
    always: true,
    instead:
      'breaks the release before, which still serves while this runs: let a release go by that does not read it, then say so in a comment of the statement: "-- unread since NNNN", the last migration of that release.',
  },
  {
    when: /^do /,
    always: true,
    instead: 'hides what it does: write its statements in the open.',
  },
];

/** All that may stand in `fromSteps`. */
const STEPS: readonly RegExp[] = [
  /^create (unique )?index concurrently (?!if not exists)"?\w+"? on /,
  /^drop index concurrently if exists \w+$/,
  /^alter (table|domain) \S+ validate constraint \w+$/,
  /^analyze \w+/,
  /^create statistics if not exists \w+ /,
  /^(with|update|delete) .* limit \d+/,
];

/**
 * Why these migrations, in this order, could stop an open shop: a sentence each, with what to do instead. None
 * where they could not.
 */
export function dangersIn(
  migrations: readonly {
    name: string;
    isTransactional: boolean;
    steps: readonly string[];
  }[],
): string[] {
  const validated = new Set<string>();
  return migrations.flatMap(({ name, isTransactional, steps }) => {
    const statements = steps.flatMap(statementsOf);
    const made = new Set(statements.flatMap(({ words }) => madeBy(words)));
    const isHarmless = (table: string | undefined) =>
      table !== undefined && (SMALL.has(table) || made.has(table));
    const found = statements.flatMap((statement) =>
      isTransactional
        ? dangersOf(statement, isHarmless(tableOf(statement.words)), validated)
        : STEPS.some((allowed) => allowed.test(statement.words))
          ? []
          : ['is no step that bears being repeated (forms.ts names those that do).'],
    );
    const altered = new Set(
      statements.flatMap(({ words }) => /^alter table (?:only )?(\S+)/.exec(words)?.[1] ?? []),
    );
    const large = [...altered].filter((table) => !isHarmless(table));
    if (isTransactional && large.length > 1) {
      found.push(
        `locks ${large.join(' and ')} at once, one of them while it waits for the other: make a migration of each.`,
      );
    }
    for (const { words } of statements) {
      const constraint = / validate constraint (\S+)/.exec(words)?.[1];
      if (constraint) validated.add(constraint);
    }
    return found.map((danger) => `${name}: ${danger}`);
  });
}

function dangersOf(
  { words, comments }: Statement,
  isHarmless: boolean,
  validated: ReadonlySet<string>,
): string[] {
  return inTransaction
    .filter(({ when, unless, always }) => {
      if (!when.test(words) || unless?.test(words)) return false;
      return always
        ? !/unread since \d{4}/.test(comments) && !isMadeHere(words, isHarmless)
        : !isHarmless;
    })
    .filter(({ instead }) => !(instead.includes('_not_null') && isChecked(words, validated)))
    .map(({ instead }) => `"${words.slice(0, 80)}" ${instead}`);
}

/** A table that this very migration has made may be changed at will; a small one that others read may not. */
const isMadeHere = (words: string, isHarmless: boolean) =>
  isHarmless && !SMALL.has(tableOf(words) ?? '');

function isChecked(words: string, validated: ReadonlySet<string>): boolean {
  const [, table, column] =
    /^alter table (\S+) alter (?:column )?(\S+) set not null/.exec(words) ?? [];
  return validated.has(`${table}_${column}_not_null`);
}

const madeBy = (words: string) =>
  /^create (?:unlogged |temp |temporary )?table (?:if not exists )?(\w+)/.exec(words)?.[1] ?? [];

const tableOf = (words: string) =>
  /^(?:alter table (?:only )?|update (?:only )?|delete from (?:only )?|drop table (?:if exists )?|truncate (?:table )?)(\w+)/.exec(
    words,
  )?.[1] ?? /^create (?:unique )?index (?:.*? )?on (?:only )?(\w+)/.exec(words)?.[1];

const TOKEN =
  /(--[^\n]*|\/\*[\s\S]*?\*\/)|(\$(\w*)\$[\s\S]*?\$\3\$|'(?:[^']|'')*')|(;)|([^;'$/-]+|[$/-])/g;

/** The statements of a text: semicolons in quotes, bodies of functions and comments end none. */
export function statementsOf(sql: string): Statement[] {
  const statements: Statement[] = [];
  let words = '';
  let comments = '';
  const end = () => {
    const tidy = words.toLowerCase().replaceAll(/\s+/g, ' ').trim();
    if (tidy) statements.push({ words: tidy, comments });
    words = '';
    comments = '';
  };
  for (const [, comment, quoted, , semicolon, rest] of sql.matchAll(TOKEN)) {
    if (comment) comments += `${comment}\n`;
    else if (quoted) words += `''`;
    else if (semicolon) end();
    else words += rest ?? '';
  }
  end();
  return statements;
}
