import { describe, expect, test } from 'vitest';
import {
  groupsIn,
  metricsIn,
  readAlerts,
  readDashboard,
  readOperations,
  watchedExpressions,
} from '../../test/kit/watched-expressions.ts';
import { makeMetrics } from './metrics.ts';

// That every metric asked for is told by the running processes is in `test/observed.test.ts`.

describe('what is handed to Grafana and Prometheus', () => {
  test('chooses and groups by labels that the metrics have', () => {
    const metrics = Object.values(makeMetrics({ process: 'serve', version: 'test' }, true));
    const labelsOf = (name: string) =>
      (metrics as readonly { name?: string; labelNames?: string[] }[]).find(
        (metric) =>
          metric.name === name || metric.name === name.replace(/_(bucket|count|sum)$/, ''),
      )?.labelNames ?? [];
    const added = ['instance', 'job', 'le'];
    for (const { where, expr } of watchedExpressions()) {
      const named = metricsIn(expr);
      for (const { name, labels } of named) {
        const known = [...added, ...labelsOf(name)];
        const strange = labels.filter((label) => !known.includes(label));
        expect({ where, name, strange }).toEqual({ where, name, strange: [] });
      }
      const known = [...added, ...named.flatMap(({ name }) => labelsOf(name))];
      const strange = groupsIn(expr).filter((label) => !known.includes(label));
      expect({ where, strange }).toEqual({ where, strange: [] });
    }
  });

  test('has each alert explained: what it means, what customers see, and what to do', () => {
    const alerts = readAlerts();
    const sections = readOperations()
      .split(/^#### /m)
      .slice(1);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(
      expect.arrayContaining(alerts.map(({ alert }) => alert)),
    );
    for (const { alert, labels, annotations } of alerts) {
      const section = sections.find((one) => one.startsWith(`${alert}\n`)) ?? '';
      expect(section).toMatch(/\*\*Customers:\*\*\s[\s\S]+\*\*Do:\*\*\s/);
      expect(['page', 'ticket']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/\.$/);
    }
    expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  });

  test('is a dashboard that Grafana reads: its data source is chosen, and no panel lies on another', () => {
    const { schemaVersion, panels, templating } = readDashboard();
    expect(schemaVersion).toBeGreaterThanOrEqual(39);
    expect(templating.list.map(({ type }) => type)).toContain('datasource');
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${x + (n % w)} ${y + Math.floor(n / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    const silent = panels.filter(({ type, description }) => type !== 'row' && !description);
    expect(silent.map(({ title }) => title)).toEqual([]);
  });
});
