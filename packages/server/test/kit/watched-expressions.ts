import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const root = path.join(import.meta.dirname, '../../../..');

export type Alert = {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
};
type Panel = {
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { x: number; y: number; w: number; h: number };
  readonly targets?: readonly { readonly expr: string }[];
};

/** What is handed to Prometheus and to Grafana, as it lies in the repository. */
export function readAlerts(): readonly Alert[] {
  const text = fs.readFileSync(path.join(root, 'ops/prometheus/alerts.yml'), 'utf8');
  const { groups } = parse(text) as { groups: { rules: Alert[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

export function readDashboard(): {
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly type: string }[];
  };
} {
  const file = path.join(root, 'ops/grafana/order-management.json');
  return JSON.parse(fs.readFileSync(file, 'utf8')) as ReturnType<typeof readDashboard>;
}

export function readOperations(): string {
  return fs.readFileSync(path.join(root, 'docs/operations.md'), 'utf8');
}

/** Everything that alerts and panels ask Prometheus, and where. */
export function watchedExpressions(): { where: string; expr: string }[] {
  return [
    ...readAlerts().map(({ alert, expr }) => ({ where: alert, expr })),
    ...readDashboard().panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ where: title, expr })),
    ),
  ];
}

/** Every metric that an expression of PromQL names, with the labels it asks of it. */
export function metricsIn(expr: string): { name: string; labels: string[] }[] {
  const bare = expr.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const withoutSides = bare.replaceAll(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, ' ');
  return [...withoutSides.matchAll(/\b([a-z][a-z0-9_:]*)\b(?:\{([^}]*)\})?(?!\s*\()/g)]
    .map(([, name = '', selectors = '']) => ({
      name,
      labels: [...selectors.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }))
    .filter(({ name }) => name === 'up' || name.includes('_'));
}

/** The labels by which it groups. */
export function groupsIn(expr: string): string[] {
  return [...expr.matchAll(/\bby\s*\(([^)]*)\)/g)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim()),
  );
}
