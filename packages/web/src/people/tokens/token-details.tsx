import { Button } from '@mantine/core';
import type { ApiTokenShownFragment } from '../../generated.ts';
import panel from '../../settings/form/form-panel.module.css';
import { useConfigurationPlace } from '../../settings/use-configuration-place.ts';
import { Ago } from '../../ui/time.tsx';
import { OnRecord } from '../on-record.tsx';
import { Expiry } from './expiry.tsx';
import { permissionWords } from './permission-words.ts';
import { RevokeToken } from './revoke-token.tsx';
import styles from './tokens.module.css';

/** All there is to know of a token; it cannot be changed, only replaced. */
export function TokenDetails({ token }: { token: ApiTokenShownFragment }) {
  const { close } = useConfigurationPlace();
  const { checkouts, allowedAddresses } = token;
  return (
    <>
      <div className={panel.scroll}>
        <dl className={styles.details}>
          <dt>Begins with</dt>
          <dd>
            <code>{token.prefix}…</code>
          </dd>
          <dt>May</dt>
          <dd>
            <ul className={styles.may}>
              {token.permissions.map((permission) => (
                <li key={permission}>
                  {permissionWords[permission].name}
                  <span className="dim">{permissionWords[permission].about}</span>
                </li>
              ))}
            </ul>
          </dd>
          <dt>Checkouts</dt>
          <dd>
            {checkouts === null
              ? 'All, also those that are made later'
              : checkouts.map(({ name }) => name).join(', ')}
          </dd>
          <dt>Used from</dt>
          <dd>{allowedAddresses.length === 0 ? 'Anywhere' : allowedAddresses.join(', ')}</dd>
          <dt>Expires</dt>
          <dd>
            <Expiry token={token} />
          </dd>
          <dt>Last used</dt>
          <dd>{token.lastUsedAt === null ? 'Never' : <Ago at={token.lastUsedAt} focusable />}</dd>
          <dt>Made</dt>
          <dd>
            <Ago at={token.createdAt} focusable /> by {token.createdBy}
          </dd>
        </dl>
        <p className={styles.note}>
          A token cannot be changed. For other rights or more time, make a new one, give it to the
          program, and revoke this one.
        </p>
        <OnRecord
          id={token.id}
          name={token.name}
          kind="API token"
          isActive={token.lastUsedAt !== null}
        />
      </div>
      <div className={panel.foot}>
        <div className={panel.others}>
          {token.state === 'LIVE' && <RevokeToken token={token} />}
        </div>
        <Button variant="default" onClick={close}>
          Close
        </Button>
      </div>
    </>
  );
}
