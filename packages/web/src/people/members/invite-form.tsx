import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  useInviteMemberMutation,
  type InvitationShownFragment,
  type InviteMemberInput,
} from '../../generated.ts';
import { PanelForm } from '../../settings/form/form-panel.tsx';
import { useForm, type Reading } from '../../settings/form/use-form.ts';
import { useConfigurationPlace } from '../../settings/use-configuration-place.ts';
import { GrantFields, grantProblems, type GrantValues } from './grant-fields.tsx';

type InviteValues = GrantValues & { readonly email: string; readonly name: string };
type InviteDraft = Omit<InviteMemberInput, 'idempotencyKey'>;

const nobody: InviteValues = { email: '', name: '', role: 'CUSTOMER_SERVICE', checkoutIds: [] };

function readInvite(values: InviteValues): Reading<InviteDraft> {
  const [email, name] = [values.email.trim(), values.name.trim()];
  const problems = {
    ...(email === '' && { email: 'Say where the invitation goes.' }),
    ...grantProblems(values),
  };
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const { role, checkoutIds } = values;
  return { ok: true, input: { email, name: name || null, role, checkoutIds: [...checkoutIds] } };
}

/** Asks somebody to become a member, by mail. */
export function InviteForm(props: { onLink: (link: { id: string; url: string }) => void }) {
  const { go, close } = useConfigurationPlace();
  const [invite] = useInviteMemberMutation({
    refetchQueries: ['Members'],
    awaitRefetchQueries: true,
  });
  const form = useForm<InviteValues, InviteDraft, InvitationShownFragment>({
    initial: nobody,
    read: readInvite,
    send: async (input, idempotencyKey) => {
      const { data } = await invite({ variables: { input: { ...input, idempotencyKey } } });
      const payload = data?.inviteMember;
      const saved = payload?.invitation ?? null;
      if (saved && payload?.link) props.onLink({ id: saved.id, url: payload.link });
      return { saved, errors: payload?.errors ?? [] };
    },
    onSaved: ({ id, email }) => {
      notifications.show({ message: `The invitation is on its way to ${email ?? 'them'}.` });
      go({ open: id }, true);
    },
  });
  const { values, set, at } = form;
  return (
    <PanelForm form={form} isNew saveLabel="Send the invitation" onClose={close}>
      <TextInput
        label="Email"
        description="They get a link that works once, for seven days, and sign in with this address."
        type="email"
        inputMode="email"
        autoComplete="off"
        required
        maxLength={254}
        value={values.email}
        onChange={({ currentTarget }) => set('email', currentTarget.value)}
        {...at('email')}
      />
      <TextInput
        label="Name"
        description="They may choose another when they join."
        autoComplete="off"
        maxLength={200}
        value={values.name}
        onChange={({ currentTarget }) => set('name', currentTarget.value)}
        {...at('name')}
      />
      <GrantFields form={form} refusal={null} />
    </PanelForm>
  );
}
