import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The one accent as Mantine's ten steps; 7 is primary on light ground, 4 on dark. */
const petrol: MantineColorsTuple = [
  '#eef7fa',
  '#dff0f5',
  '#b9dde8',
  '#86bccc',
  '#5bb9d6',
  '#3a93b0',
  '#1c7693',
  '#0a5f7b',
  '#084c63',
  '#06384a',
];

/** Mantine as the design tokens say; everything else about looks is in `tokens.css` and `ui.css`. */
export const theme = createTheme({
  colors: { petrol },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '10px' },
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { xs: '16px', sm: '16px', md: '18px', lg: '20px', xl: '24px' },
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: {
      defaultProps: { radius: 'xl', transitionProps: { duration: 180 }, overlayProps: { backgroundOpacity: 0.35 } },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 180 }, overlayProps: { backgroundOpacity: 0.25 } } },
    Menu: { defaultProps: { shadow: 'md', radius: 'lg', transitionProps: { duration: 90 } } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 90 } } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
  },
});

/** Points Mantine's own variables at the tokens, so that both themes stay in one place. */
export const cssVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--surface-3)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--control)',
    '--mantine-color-dimmed': 'var(--text-3)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-anchor': 'var(--accent-text)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
  };
  /** Mantine's dark greys are neutral; its lines, hovers, insets and grounds take the tokens' instead. */
  const dark = {
    ...both,
    '--mantine-color-dark-4': 'var(--line-strong)',
    '--mantine-color-dark-5': 'var(--surface-3)',
    '--mantine-color-dark-6': 'var(--surface)',
    '--mantine-color-dark-7': 'var(--surface-2)',
  };
  return { variables: {}, light: both, dark };
};
