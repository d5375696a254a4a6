import { Checkbox, Input, Radio } from '@mantine/core';
import { useViewerQuery, type Role } from '../../generated.ts';
import { PlainProblem } from '../../settings/form/plain-problem.tsx';
import type { Fields, Problems } from '../../settings/form/use-form.ts';
import { roleNames, roles, roleSentences } from '../role-words.ts';
import styles from './members.module.css';

export type GrantValues = { readonly role: Role; readonly checkoutIds: readonly string[] };

/** What can be said before the server is asked. */
export function grantProblems({ role, checkoutIds }: GrantValues): Problems {
  return role !== 'ADMIN' && checkoutIds.length === 0
    ? { checkoutIds: 'Choose at least one checkout, or they would see nothing.' }
    : {};
}

/** Role and checkouts. `refusal`: why the role stays as it is. */
export function GrantFields(props: { form: Fields<GrantValues>; refusal: string | null }) {
  const { values, set, at } = props.form;
  const checkouts = useViewerQuery().data?.viewer?.checkouts ?? [];
  const isAdmin = values.role === 'ADMIN';
  return (
    <>
      <Radio.Group
        label="Role"
        description={props.refusal}
        value={values.role}
        onChange={(role) => set('role', role)}
      >
        <div className={styles.choices}>
          {roles.map((role) => (
            <Radio
              key={role}
              value={role}
              label={roleNames[role]}
              description={roleSentences[role]}
              disabled={props.refusal !== null && role !== values.role}
            />
          ))}
        </div>
        <PlainProblem {...at('role')} />
      </Radio.Group>
      {isAdmin ? (
        <Input.Wrapper label="Checkouts" labelElement="div">
          <p className={styles.words}>All of them: an admin sees every checkout.</p>
        </Input.Wrapper>
      ) : (
        <Checkbox.Group
          label="Checkouts"
          description="Where the role holds. Orders of the others do not exist for them."
          value={[...values.checkoutIds]}
          onChange={(ids) => set('checkoutIds', ids)}
        >
          <div className={styles.choices}>
            {checkouts.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name} />
            ))}
          </div>
          <PlainProblem {...at('checkoutIds')} />
        </Checkbox.Group>
      )}
    </>
  );
}
