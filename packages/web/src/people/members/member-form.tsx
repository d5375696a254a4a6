import { TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  useUpdateMemberMutation,
  type MemberShownFragment,
  type UpdateMemberInput,
} from '../../generated.ts';
import { PanelForm } from '../../settings/form/form-panel.tsx';
import { useForm, type Reading } from '../../settings/form/use-form.ts';
import { useConfigurationPlace } from '../../settings/use-configuration-place.ts';
import { OnRecord } from '../on-record.tsx';
import { DisableMember } from './disable-member.tsx';
import { GrantFields, grantProblems, type GrantValues } from './grant-fields.tsx';
import { MemberSessions } from './member-sessions.tsx';
import { MemberSignIns } from './member-sign-ins.tsx';

type MemberValues = GrantValues & { readonly name: string };

function savedMember({ name, role, checkouts }: MemberShownFragment): MemberValues {
  // An admin's are all of them, which is no choice to begin from.
  return { name, role, checkoutIds: role === 'ADMIN' ? [] : checkouts.map(({ id }) => id) };
}

function readMember(values: MemberValues, memberId: string): Reading<UpdateMemberInput> {
  const name = values.name.trim();
  const problems = {
    ...(name === '' && { name: 'Say what they are called.' }),
    ...grantProblems(values),
  };
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const { role, checkoutIds } = values;
  return { ok: true, input: { memberId, name, role, checkoutIds: [...checkoutIds] } };
}

/** What a member is called and may do, where they are signed in, and when they came. */
export function MemberForm({ member }: { member: MemberShownFragment }) {
  const { close } = useConfigurationPlace();
  const [update] = useUpdateMemberMutation({
    // Who is the last admin is told of everybody; one's own name stands in the sidebar.
    refetchQueries: ['Members', 'Viewer'],
    awaitRefetchQueries: true,
  });
  const form = useForm<MemberValues, UpdateMemberInput, MemberShownFragment>({
    initial: savedMember(member),
    read: (values) => readMember(values, member.id),
    send: async (input) => {
      const { data } = await update({ variables: { input } });
      const payload = data?.updateMember;
      return { saved: payload?.member ?? null, errors: payload?.errors ?? [] };
    },
    onSaved: (saved) => {
      notifications.show({ message: `${saved.name} is saved. It holds at once.` });
      return savedMember(saved);
    },
  });
  const { values, set, at } = form;
  return (
    <PanelForm
      form={form}
      isNew={false}
      saveLabel="Save"
      onClose={close}
      buttons={<DisableMember member={member} />}
      aside={
        <>
          <MemberSessions member={member} />
          <MemberSignIns member={member} />
          <OnRecord id={member.id} name={member.name} kind="Member" isActive />
        </>
      }
    >
      <TextInput
        label="Name"
        description={`Signs in as ${member.email}.`}
        required
        maxLength={200}
        value={values.name}
        onChange={({ currentTarget }) => set('name', currentTarget.value)}
        {...at('name')}
      />
      <GrantFields form={form} refusal={member.roleRefusal} />
    </PanelForm>
  );
}
