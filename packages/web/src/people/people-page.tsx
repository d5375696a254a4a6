import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { useViewerQuery } from '../generated.ts';
import { PageTabs } from '../ui/page-tabs.tsx';
import { NoPermission } from '../ui/states.tsx';
import { peoplePages } from './people-pages.ts';
import styles from './people-page.module.css';

/** Who may come in: members and scripts, what they did, and the customers' own rights. */
export function PeoplePage() {
  const viewer = useViewerQuery().data?.viewer;
  const { pathname } = useLocation();
  if (!viewer) return null;
  const pages = peoplePages(viewer.permissions);
  const [first] = pages;
  if (!first) {
    return (
      <NoPermission title="You may not see members, tokens or the audit log">
        <p>They are for admins. An admin can give you that role.</p>
      </NoPermission>
    );
  }
  if (pathname === '/people') return <Navigate to={first[0]} replace />;
  return (
    <div className={styles.page}>
      <h1 className="hidden-text">People</h1>
      <div className={styles.bar}>
        <PageTabs name="People" tabs={pages} />
      </div>
      <div className={styles.content}>
        <Outlet />
      </div>
    </div>
  );
}
