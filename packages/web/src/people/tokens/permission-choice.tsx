import { Button, Checkbox } from '@mantine/core';
import { useId } from 'react';
import type { Permission } from '../../generated.ts';
import type { Form } from '../../settings/form/use-form.ts';
import { FieldGroup } from '../../settings/form/form-panel.tsx';
import { permissionGroups, permissionWords, presets } from './permission-words.ts';
import type { TokenValues } from './token-values.ts';
import styles from './tokens.module.css';

/** What the token may do: the usual sets at a press, each right with what it means. */
export function PermissionChoice(props: {
  form: Form<TokenValues>;
  givable: readonly Permission[];
}) {
  const { form, givable } = props;
  const { values, set, at } = form;
  const { error, 'data-path': path } = at('permissions');
  const errorId = useId();
  const choose = (permissions: readonly Permission[]) =>
    set(
      'permissions',
      givable.filter((one) => permissions.includes(one)),
    );
  const isOffered = (permission: Permission) => givable.includes(permission);
  return (
    <FieldGroup
      title="What it may do"
      hint="Only what the program needs. A usual set to begin with:"
    >
      <div className={styles.presets}>
        {presets
          .filter(({ permissions }) => permissions.every(isOffered))
          .map(({ name, permissions }) => (
            <Button
              key={name}
              variant="default"
              size="compact-sm"
              aria-pressed={isSame(values.permissions, permissions)}
              onClick={() => choose(permissions)}
            >
              {name}
            </Button>
          ))}
      </div>
      <div
        role="group"
        aria-label="Permissions"
        tabIndex={-1}
        data-path={path}
        {...(error && { 'aria-describedby': errorId })}
        className={styles.choice}
      >
        {permissionGroups.map(({ name, permissions }) => {
          const offered = permissions.filter(isOffered);
          return (
            offered.length > 0 && (
              <fieldset key={name} className={styles.group}>
                <legend>{name}</legend>
                {offered.map((permission) => (
                  <Checkbox
                    key={permission}
                    size="sm"
                    label={permissionWords[permission].name}
                    description={permissionWords[permission].about}
                    checked={values.permissions.includes(permission)}
                    onChange={({ currentTarget: { checked } }) =>
                      choose(
                        checked
                          ? [...values.permissions, permission]
                          : values.permissions.filter((one) => one !== permission),
                      )
                    }
                  />
                ))}
              </fieldset>
            )
          );
        })}
      </div>
      {error && (
        <p id={errorId} className={styles.problem} role="alert">
          {error}
        </p>
      )}
    </FieldGroup>
  );
}

function isSame(some: readonly Permission[], others: readonly Permission[]): boolean {
  return some.length === others.length && others.every((one) => some.includes(one));
}
