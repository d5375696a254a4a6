import { SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import {
  usePreviewActionQuery,
  type KindShownFragment,
  type PreviewActionQuery,
} from '../../generated.ts';
import { faultWords, LinesSkeleton } from '../../ui/states.tsx';
import { useCheckout } from '../checkout.ts';
import { PanelSection } from '../form/form-panel.tsx';
import styles from './action-preview.module.css';
import { valuesOfKind, type ActionValues } from './action-values.ts';
import { settingFieldOf, settingsInput } from './setting-values.ts';
import { Words } from '../../ui/request-id.tsx';

/** Long enough that not every letter is a question to the server. */
const SETTLED_MS = 350;

/** What would be sent, made of a real order of the checkout; renewed while one types. */
export function ActionPreview(props: { kind: KindShownFragment; values: ActionValues }) {
  const { kind, values } = props;
  const checkout = useCheckout();
  const settings = settingsInput(kind, valuesOfKind(values, kind));
  // As text, since an object is another one each time.
  const [settled] = useDebouncedValue(JSON.stringify(settings), SETTLED_MS);
  const { data, previousData, error } = usePreviewActionQuery({
    variables: {
      input: {
        kind: kind.kind,
        checkoutId: checkout.id,
        ...placeOf(values),
        settings: JSON.parse(settled) as typeof settings,
      },
    },
    fetchPolicy: 'no-cache',
  });
  const preview = (data ?? previousData)?.previewAction;
  return (
    <PanelSection title="Preview">
      {!preview && error && (
        <p className={styles.quiet}>
          <Words text={faultWords(error)} />
        </p>
      )}
      {!preview && !error && <LinesSkeleton label="Loading the preview" lines={4} />}
      {preview && preview.errors.length > 0 && (
        <div className={styles.quiet}>
          It appears here once this is mended:
          <ul>
            {preview.errors.map(({ path, message }) => (
              <li key={`${path?.join('.')}:${message}`}>
                {labelOf(path ?? [], kind, settings)}
                {message}
              </li>
            ))}
          </ul>
        </div>
      )}
      {preview && preview.errors.length === 0 && <Shown preview={preview} />}
    </PanelSection>
  );
}

/** At a product the example is as sent for its line, at an offer an order of it. */
function placeOf({ level, productId, offerId }: ActionValues) {
  if (level === 'PRODUCT' && productId) return { productId };
  return level === 'OFFER' && offerId ? { offerId } : {};
}

function labelOf(
  path: readonly string[],
  kind: KindShownFragment,
  settings: ReturnType<typeof settingsInput>,
): string {
  const place = settingFieldOf(path, settings);
  const field = kind.fields.find(({ name }) => place === `settings.${name}`);
  return field ? `${field.label}: ` : '';
}

function Shown({ preview }: { preview: PreviewActionQuery['previewAction'] }) {
  const { subject, html, text, body } = preview;
  const hasBody = body !== null && body !== undefined;
  if (html === null && text === null && !hasBody) {
    return <p className={styles.quiet}>There is nothing to show for this kind of action.</p>;
  }
  return (
    <>
      {subject !== null && (
        <p className={styles.subject}>
          <span className="dim">Subject</span> {subject}
        </p>
      )}
      {(html !== null || text !== null) && <Mail html={html} text={text} />}
      {hasBody && (
        <pre className={styles.body} tabIndex={0} aria-label="What is sent, as JSON">
          {JSON.stringify(body, null, 2)}
        </pre>
      )}
    </>
  );
}

/** Whoever wrote the mail, nothing in it may act: its frame has no rights at all. */
function Mail({ html, text }: { html: string | null; text: string | null }) {
  const [wanted, setWanted] = useState('html');
  const shown = html === null ? 'text' : text === null ? 'html' : wanted;
  return (
    <>
      {html !== null && text !== null && (
        <SegmentedControl
          size="xs"
          mb={8}
          aria-label="Part of the mail"
          value={shown}
          onChange={setWanted}
          data={[
            { value: 'html', label: 'As it looks' },
            { value: 'text', label: 'Plain text' },
          ]}
        />
      )}
      {shown === 'html' ? (
        <iframe
          className={styles.mail}
          title="The mail as it looks"
          sandbox=""
          srcDoc={html ?? ''}
        />
      ) : (
        <pre className={styles.body} tabIndex={0} aria-label="The mail as plain text">
          {text}
        </pre>
      )}
    </>
  );
}
