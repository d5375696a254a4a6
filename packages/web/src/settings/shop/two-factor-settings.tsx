import { Checkbox } from '@mantine/core';
import type { Role, SaveSettingsInput, SettingsShownFragment } from '../../generated.ts';
import { roles, rolesInPlural } from '../../people/role-words.ts';
import { PageGroup } from '../form/page-form.tsx';
import type { Fields, Reading } from '../form/use-form.ts';

/** Which roles must sign in with a second factor. */

export type TwoFactorValues = { readonly twoFactorRoles: readonly Role[] };

type TwoFactorWish = Pick<SaveSettingsInput, 'twoFactorRoles'>;

export function savedTwoFactor({ twoFactorRoles }: SettingsShownFragment): TwoFactorValues {
  return { twoFactorRoles: roles.filter((role) => twoFactorRoles.includes(role)) };
}

/** As it would be sent if nothing were changed. */
export function sentTwoFactor(settings: SettingsShownFragment): TwoFactorWish {
  const { twoFactorRoles } = savedTwoFactor(settings);
  return { twoFactorRoles: twoFactorRoles.length > 0 ? [...twoFactorRoles] : null };
}

export function readTwoFactor({ twoFactorRoles }: TwoFactorValues): Reading<TwoFactorWish> {
  return {
    ok: true,
    input: { twoFactorRoles: twoFactorRoles.length > 0 ? [...twoFactorRoles] : null },
  };
}

export function TwoFactorSettings(props: { form: Fields<TwoFactorValues> }) {
  const { values, set, at } = props.form;
  const chosen = values.twoFactorRoles;
  return (
    <PageGroup
      title="Two-factor sign-in"
      hint={
        <p>
          Members of these roles need a code beside the password. Who has not set it up is led to it
          first, the next time they do anything.
        </p>
      }
    >
      <Checkbox.Group
        label="Required for"
        value={[...chosen]}
        error={at('twoFactorRoles').error}
        onChange={(next) =>
          set(
            'twoFactorRoles',
            roles.filter((role) => next.includes(role)),
          )
        }
      >
        {roles.map((role) => (
          <Checkbox key={role} value={role} label={rolesInPlural[role]} mt={10} />
        ))}
      </Checkbox.Group>
    </PageGroup>
  );
}
