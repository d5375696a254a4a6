import { Checkbox, Radio, SegmentedControl } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { withDecimalStyle, withSeparator, type ExportOptions } from './export-options.ts';
import styles from './order-export.module.css';

/** What goes into the file, and how a spreadsheet wants it written. */
export function ExportFields(props: {
  options: ExportOptions;
  onChange: (options: ExportOptions) => void;
}) {
  const { options, onChange } = props;
  return (
    <div className={styles.fields}>
      <Radio.Group
        label="What goes into the file"
        value={options.contents}
        onChange={(contents) => onChange({ ...options, contents })}
      >
        <div className={styles.choices}>
          <Radio
            value="SCREEN"
            label="As on screen"
            description="The order number, then the columns of the table in their order"
          />
          <Radio
            value="ALL"
            label="All fields"
            description="Also names, addresses, VAT, discounts, refunds, references"
          />
          <Radio
            value="LINES"
            label="One row per product"
            description="Every product bought, with its price, VAT, discount and refund"
          />
        </div>
      </Radio.Group>
      <div className={styles.pair}>
        <Labelled name="Between columns">
          {(labelId) => (
            <SegmentedControl
              fullWidth
              size="xs"
              aria-labelledby={labelId}
              value={options.separator}
              onChange={(separator) => onChange(withSeparator(options, separator))}
              data={[
                { value: 'COMMA', label: 'Comma' },
                { value: 'SEMICOLON', label: 'Semicolon' },
                { value: 'TAB', label: 'Tab' },
              ]}
            />
          )}
        </Labelled>
        <Labelled name="Decimals">
          {(labelId) => (
            <SegmentedControl
              fullWidth
              size="xs"
              aria-labelledby={labelId}
              value={options.decimalStyle}
              onChange={(style) => onChange(withDecimalStyle(options, style))}
              data={[
                { value: 'POINT', label: '49.90' },
                { value: 'COMMA', label: '49,90' },
              ]}
            />
          )}
        </Labelled>
      </div>
      <Checkbox
        label="For Excel"
        description="Begins with the mark (BOM) by which Excel knows letters like ä and ö"
        checked={options.byteOrderMark}
        onChange={({ currentTarget }) =>
          onChange({ ...options, byteOrderMark: currentTarget.checked })
        }
      />
    </div>
  );
}

function Labelled(props: { name: string; children: (labelId: string) => ReactNode }) {
  const labelId = useId();
  return (
    <div>
      <span id={labelId} className={styles.label}>
        {props.name}
      </span>
      {props.children(labelId)}
    </div>
  );
}
