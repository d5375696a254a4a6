import { Link } from '@tanstack/react-router';
import { useViewerQuery } from '../generated.ts';
import { PanelSection } from '../settings/form/form-panel.tsx';
import styles from './on-record.module.css';

/** Leads from a member or a token to what the audit log tells; nothing for those who may not read it. */
export function OnRecord(props: {
  id: string;
  name: string;
  kind: 'Member' | 'API token';
  /** It has done something, so there is something to be seen. */
  isActive: boolean;
}) {
  const { id, name } = props;
  const permissions = useViewerQuery().data?.viewer?.permissions ?? [];
  if (!permissions.includes('READ_AUDIT_LOG')) return null;
  const subjectName = `${props.kind} ${name}`.slice(0, 100);
  return (
    <PanelSection title="On record">
      <ul className={styles.ways}>
        <li>
          <Link to="/people/audit" search={{ subject: id, subjectName }}>
            What happened to {name}
          </Link>
        </li>
        {props.isActive && (
          <li>
            <Link to="/people/audit" search={{ who: id }}>
              What {name} did
            </Link>
          </li>
        )}
      </ul>
    </PanelSection>
  );
}
