// The Dockerfile, read and carried out without a container engine: every stage in a folder of its own that stands
// for the root of its file system. Only what our Dockerfile uses; anything else is refused, so that nothing in it
// goes untried.

export type Instruction = { readonly name: string; readonly words: string; readonly line: number };

export type Stage = {
  readonly name: string | null;
  readonly from: string;
  readonly instructions: readonly Instruction[];
};

export type ImageConfig = {
  readonly environment: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[] | null;
};

const KNOWN = new Set([
  'RUN',
  'WORKDIR',
  'COPY',
  'ENV',
  'USER',
  'EXPOSE',
  'STOPSIGNAL',
  'HEALTHCHECK',
  'CMD',
]);

/** The stages in their order, the last being the image. `ARG`s before the first are filled in. */
export function readDockerfile(text: string): Stage[] {
  const values = new Map<string, string>();
  const stages: { name: string | null; from: string; instructions: Instruction[] }[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1;
    if (/^\s*(#|$)/.test(raw)) continue;
    const [, name = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(raw) ?? [];
    const words = rest.replaceAll(/\$\{(\w+)\}/g, (_, key: string) => values.get(key) ?? '');
    if (name === 'ARG') {
      const [key = '', value = ''] = words.split('=');
      values.set(key, value);
    } else if (name === 'FROM') {
      const [from = '', , stage = null] = words.split(' ');
      stages.push({ name: stage, from, instructions: [] });
    } else if (KNOWN.has(name)) {
      // Here only `process.env` may stand in `${…}`.
      stages.at(-1)?.instructions.push({ name, words: rest, line });
    } else {
      throw new Error(`Line ${line} of the Dockerfile cannot be tried: ${raw}`);
    }
  }
  return stages;
}

/** What the image says about how it is run. Its base says nothing but that root runs `node`. */
export function configOf(stage: Stage): ImageConfig {
  const environment: Record<string, string> = {};
  let workdir = '/';
  let user = 'root';
  let command: string[] = [];
  let healthcheck: string[] | null = null;
  for (const { name, words } of stage.instructions) {
    if (name === 'WORKDIR') workdir = words;
    if (name === 'USER') user = words;
    if (name === 'CMD') command = JSON.parse(words) as string[];
    if (name === 'HEALTHCHECK') {
      healthcheck = JSON.parse(words.slice(words.indexOf('CMD ') + 4)) as string[];
    }
    if (name === 'ENV') {
      for (const [, key = '', quoted, bare] of words.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)) {
        environment[key] = quoted ?? bare ?? '';
      }
    }
  }
  return { environment, workdir, user, command, healthcheck };
}
