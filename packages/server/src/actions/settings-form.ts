/**
 * What a kind of action can be set up with, as a form: the API and the screen draw it from here, so that a
 * new kind needs no screen of its own. Values travel as text; `readSettings` has the last word on them.
 */
export type SettingField = {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly input: SettingInput;
  readonly required: boolean;
  /** For a `select`. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Only part of the form while another field has this value. */
  readonly showWhen?: { readonly field: string; readonly equals: string };
};

/**
 * How a value is entered. A `secret` is written and never read back; a `boolean` is `true` or `false`;
 * `tags` are texts, one per line.
 */
export type SettingInput =
  | 'text'
  | 'multiline'
  | 'url'
  | 'secret'
  | 'boolean'
  | 'email'
  | 'select'
  | 'tags';

/** What is wrong with one setting, in a seller's words. An empty `field` is about the whole. */
export type SettingMistake = { readonly field: string; readonly message: string };
