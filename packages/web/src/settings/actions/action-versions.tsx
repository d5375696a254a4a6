import type {
  ConfigurationWholeFragment,
  KindShownFragment,
  SettingShownFragment,
} from '../../generated.ts';
import { Ago } from '../../ui/time.tsx';
import { wordName } from '../../ui/values.tsx';
import { PanelSection } from '../form/form-panel.tsx';
import styles from './action-versions.module.css';

type Version = ConfigurationWholeFragment['versions'][number];
type VersionChange = { label: string; before: string; after: string };

/** Every version, newest first, with what it changed. Orders keep the one of their moment. */
export function ActionVersions(props: {
  versions: readonly Version[];
  kind: KindShownFragment | null;
}) {
  const newestFirst = props.versions.toSorted((a, b) => b.version - a.version);
  return (
    <PanelSection title="Versions">
      <ol className={styles.versions}>
        {newestFirst.map((version, index) => {
          const before = newestFirst[index + 1];
          const changes = before ? changesBetween(before, version, props.kind) : [];
          return (
            <li key={version.version}>
              <div className={styles.head}>
                <strong>Version {version.version}</strong>
                <span className={styles.by}>
                  {version.createdBy} · <Ago at={version.createdAt} focusable />
                </span>
              </div>
              {!before && <p className={styles.first}>Set up as “{version.name}”.</p>}
              {before && changes.length === 0 && (
                <p className={styles.first}>A secret was replaced.</p>
              )}
              {changes.map(({ label, before, after }) => (
                <Change key={label} label={label} before={before} after={after} />
              ))}
            </li>
          );
        })}
      </ol>
      <p className={styles.note}>
        Orders keep the version of their moment. When one of their actions runs again, you can have
        it take over the latest.
      </p>
    </PanelSection>
  );
}

function Change({ label, before, after }: VersionChange) {
  const isLong = before.length + after.length > 90 || (before + after).includes('\n');
  if (!isLong) {
    return (
      <div className={styles.change}>
        {label}: {before} → {after}
      </div>
    );
  }
  return (
    <details className={styles.change}>
      <summary>{label} changed</summary>
      <div className={styles.texts}>
        <h4>Before</h4>
        <pre>{before}</pre>
        <h4>After</h4>
        <pre>{after}</pre>
      </div>
    </details>
  );
}

/** What one version says otherwise than the one before it, in the order of the form. */
export function changesBetween(
  before: Version,
  after: Version,
  kind: KindShownFragment | null,
): readonly VersionChange[] {
  const fields = kind?.fields ?? [];
  const names = new Set([...fields, ...before.settings, ...after.settings].map(({ name }) => name));
  const changes = [...names].flatMap((name): VersionChange[] => {
    const was = shownValue(before.settings, name, fields);
    const is = shownValue(after.settings, name, fields);
    const label = fields.find((field) => field.name === name)?.label ?? wordName(name);
    return was === is ? [] : [{ label, before: was, after: is }];
  });
  return before.name === after.name
    ? changes
    : [{ label: 'Name', before: before.name, after: after.name }, ...changes];
}

function shownValue(
  settings: readonly SettingShownFragment[],
  name: string,
  fields: KindShownFragment['fields'],
): string {
  const setting = settings.find((one) => one.name === name);
  if (!setting?.isSet) return 'nothing';
  if (setting.isSecret)
    return setting.value ? `a secret that ends in ${setting.value}` : 'a secret';
  const field = fields.find((one) => one.name === name);
  if (field?.input === 'BOOLEAN') return setting.value === 'true' ? 'yes' : 'no';
  if (field?.input === 'TAGS') return setting.value?.split('\n').join(', ') ?? 'nothing';
  const option = field?.options.find(({ value }) => value === setting.value);
  return option?.label ?? (setting.value || 'nothing');
}
