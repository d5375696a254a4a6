/** What became of telling the team. `words` holds no address and no secret: it goes into the history. */
export type Told =
  | { readonly outcome: 'told' }
  /** Nothing proves whether it arrived. */
  | { readonly outcome: 'unknown'; readonly words: string }
  | { readonly outcome: 'not-told'; readonly words: string };

export type TeamMail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for a repetition. */
  readonly key: string;
  readonly sentAt: Date;
};

/** Signed as Standard Webhooks describe it; `key` is its `webhook-id`. */
export type TeamCall = {
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  readonly key: string;
  readonly sentAt: Date;
};

/** The ways to the team outside the dashboard. They answer within a bounded time. */
export type TeamChannels = {
  mail(mail: TeamMail): Promise<Told>;
  call(call: TeamCall): Promise<Told>;
};
