import { createTheme, Modal, Notification, Tooltip, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#e8eaee',
  '#c5cad4',
  '#a3aab8',
  '#7d8493',
  '#3d434f',
  '#2a2e37',
  '#1c1f26',
  '#16181d',
  '#111317',
  '#0b0d10',
];

const violet: MantineColorsTuple = [
  '#eef0ff',
  '#dfe2ff',
  '#c2c8ff',
  '#a5b4fc',
  '#818cf8',
  '#6366f1',
  '#4f46e5',
  '#4338ca',
  '#3730a3',
  '#312e81',
];

/** Mantine in our colours; what is ours alone takes the variables of theme.css. */
export const theme = createTheme({
  primaryColor: 'violet',
  primaryShade: { light: 6, dark: 6 },
  colors: { dark: ink, violet },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  cursorType: 'pointer',
  components: {
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close the notice' } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, withinPortal: true } }),
    Modal: Modal.extend({
      defaultProps: { radius: 'lg', padding: 'lg', overlayProps: { backgroundOpacity: 0.4 } },
    }),
  },
});
