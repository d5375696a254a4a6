import { themeQuartz } from 'ag-grid-community';

/** How every table looks: in the colours of the page, light and dark. */
export const gridTheme = themeQuartz.withParams({
  accentColor: 'var(--accent)',
  backgroundColor: 'var(--surface)',
  foregroundColor: 'var(--text)',
  borderColor: 'var(--line)',
  browserColorScheme: 'inherit',
  cellHorizontalPadding: 10,
  fontFamily: 'inherit',
  fontSize: 13,
  headerBackgroundColor: 'var(--surface)',
  headerFontSize: 12,
  headerFontWeight: 550,
  headerHeight: 36,
  headerTextColor: 'var(--text-dim)',
  rowHoverColor: 'var(--hover)',
  selectedRowBackgroundColor: 'var(--accent-soft)',
  valueChangeValueHighlightBackgroundColor: 'var(--tint)',
  wrapperBorder: false,
  wrapperBorderRadius: 0,
});
