import { useLatestTemplateQuery, type LatestTemplateQuery } from '../generated.ts';
import { Option } from '../ui/option.tsx';
import { LinesSkeleton } from '../ui/states.tsx';
import styles from './order-dialogs.module.css';
import { settingName } from './rerun-words.ts';

/**
 * "Use latest template", with what it would change; or why there is nothing newer, if the action's
 * configuration is gone. Nothing at all where nothing has changed.
 */
export function LatestTemplate(props: {
  actionId: string;
  canUseLatest: boolean;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const { data, loading, error } = useLatestTemplateQuery({
    variables: { actionId: props.actionId },
    // Asked anew at each opening, and no part of what the rows show.
    fetchPolicy: 'no-cache',
  });
  const node = data?.node;
  const options = node && 'rerunOptions' in node ? node.rerunOptions : null;
  if (!props.canUseLatest) {
    return options?.latestRefusal ? <p className="dim">{options.latestRefusal}</p> : null;
  }
  return (
    <>
      <Option label="Use latest template" checked={props.checked} onChange={props.onChange}>
        The configuration of this action has been changed since. Replaces the action’s settings with
        the current ones before it runs. <strong>This is permanent and cannot be undone.</strong>
      </Option>
      {loading && !options && <LinesSkeleton label="Loading what would change" lines={2} />}
      {error && <p className="dim">What would change could not be loaded.</p>}
      {options && options.latestChanges.length > 0 && <Changes of={options.latestChanges} />}
    </>
  );
}

type Change = Extract<
  NonNullable<LatestTemplateQuery['node']>,
  { rerunOptions: unknown }
>['rerunOptions']['latestChanges'][number];

function Changes(props: { of: readonly Change[] }) {
  return (
    <section aria-label="What the latest template changes">
      <dl className={styles.changes}>
        {props.of.map(({ field, before, after }) => (
          <div key={field}>
            <dt>{settingName(field)}</dt>
            {before === after ? (
              <dd>replaced by another one</dd>
            ) : (
              <dd>
                <del>
                  <span className="hidden-text">from </span>
                  {before ?? 'nothing'}
                </del>{' '}
                <ins>
                  <span className="hidden-text">to </span>
                  {after ?? 'nothing'}
                </ins>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}
