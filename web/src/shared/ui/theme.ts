import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeComponent,
  Menu,
  Popover,
  rem,
} from '@mantine/core';

import classes from './theme.module.css';

const petrol: MantineColorsTuple = [
  '#e6f6f7',
  '#dcf0f2',
  '#b5dfe3',
  '#86cad1',
  '#54c3cf',
  '#2b93a0',
  '#0f7685',
  '#0b6473',
  '#084f5c',
  '#063c46',
];

const inputClasses = {
  wrapper: classes.input ?? '',
  input: classes.inputField ?? '',
};

const hoverAndFocus = { hover: true, focus: true, touch: false };

// Their <header> would count as the page's banner.
const quietHeader = { header: { role: 'presentation' } };

const dropdownClasses = { dropdown: classes.dropdown ?? '' };

// Plain objects instead of Component.extend() but for what every page has: it pulls a part into the first load.
const components: Record<string, MantineThemeComponent> = {
  Button: {
    defaultProps: { variant: 'default', size: 'sm' },
    classNames: {
      root: classes.button ?? '',
      label: classes.buttonLabel ?? '',
      section: classes.buttonSection ?? '',
    },
  },
  ActionIcon: {
    defaultProps: { variant: 'subtle', size: 'md' },
    classNames: { root: classes.actionIcon ?? '' },
  },
  Input: { defaultProps: { size: 'sm' }, classNames: inputClasses },
  InputWrapper: {
    defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
    classNames: {
      root: classes.inputWrapper ?? '',
      label: classes.inputLabel ?? '',
      description: classes.inputDescription ?? '',
      error: classes.inputError ?? '',
    },
  },
  Checkbox: {
    defaultProps: { size: 'sm' },
    classNames: {
      root: classes.checkbox ?? '',
      inner: classes.checkboxInner ?? '',
      input: classes.checkboxInput ?? '',
      icon: classes.checkboxIcon ?? '',
      label: classes.inlineLabel ?? '',
    },
  },
  Switch: {
    defaultProps: { size: 'sm' },
    classNames: {
      root: classes.switch ?? '',
      track: classes.switchTrack ?? '',
      label: classes.inlineLabel ?? '',
    },
  },
  Popover: Popover.extend({
    defaultProps: { transitionProps: { duration: 160 }, shadow: 'none' },
    classNames: dropdownClasses,
  }),
  Combobox: {
    classNames: {
      ...dropdownClasses,
      option: classes.option ?? '',
      groupLabel: classes.optionsGroupLabel ?? '',
      empty: classes.comboboxEmpty ?? '',
    },
  },
  Menu: Menu.extend({
    defaultProps: { transitionProps: { duration: 160 }, shadow: 'none', position: 'bottom-end' },
    classNames: {
      ...dropdownClasses,
      item: classes.menuItem ?? '',
      itemSection: classes.menuItemSection ?? '',
      label: classes.menuLabel ?? '',
      divider: classes.menuDivider ?? '',
    },
  }),
  Tooltip: {
    defaultProps: { openDelay: 400, transitionProps: { duration: 90 }, events: hoverAndFocus },
    classNames: { tooltip: classes.tooltip ?? '' },
  },
  Modal: {
    defaultProps: {
      transitionProps: { duration: 240, transition: 'fade-up' },
      attributes: quietHeader,
    },
    classNames: {
      content: classes.modalContent ?? '',
      header: classes.modalHeader ?? '',
      title: classes.modalTitle ?? '',
      body: classes.modalBody ?? '',
      overlay: classes.modalOverlay ?? '',
      close: classes.modalClose ?? '',
    },
  },
  Drawer: {
    defaultProps: { transitionProps: { duration: 240 }, attributes: quietHeader },
    classNames: {
      root: classes.drawer ?? '',
      content: classes.drawerContent ?? '',
      header: classes.drawerContent ?? '',
      title: classes.modalTitle ?? '',
      overlay: classes.modalOverlay ?? '',
      close: classes.modalClose ?? '',
    },
  },
  Tabs: {
    classNames: { list: classes.tabsList ?? '', tab: classes.tab ?? '' },
  },
};

export const theme = createTheme({
  fontFamily: 'var(--dp-font)',
  fontFamilyMonospace: 'var(--dp-mono)',
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(20) },
  spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
  defaultRadius: 6,
  focusRing: 'auto',
  respectReducedMotion: true,
  primaryColor: 'petrol',
  primaryShade: 7,
  colors: { petrol },
  cursorType: 'pointer',
  components,
});

const schemeVariables = {
  '--mantine-color-body': 'var(--dp-canvas)',
  '--mantine-color-text': 'var(--dp-ink)',
  '--mantine-color-dimmed': 'var(--dp-ink-3)',
  '--mantine-color-bright': 'var(--dp-ink)',
  '--mantine-color-default': 'var(--dp-plane)',
  '--mantine-color-default-hover': 'var(--dp-hover)',
  '--mantine-color-default-color': 'var(--dp-ink)',
  '--mantine-color-default-border': 'var(--dp-line-2)',
  '--mantine-color-error': 'var(--t-red)',
  '--mantine-color-anchor': 'var(--dp-accent)',
  '--mantine-color-placeholder': 'var(--dp-ink-3)',
  '--mantine-color-disabled': 'var(--dp-hover)',
  '--mantine-color-disabled-color': 'var(--dp-ink-3)',
  '--mantine-color-disabled-border': 'var(--dp-line-2)',
  '--mantine-primary-color-filled': 'var(--dp-accent-fill)',
  '--mantine-primary-color-filled-hover': 'var(--dp-accent-fill-hover)',
  '--mantine-primary-color-contrast': 'var(--dp-on-accent)',
  '--mantine-color-petrol-filled': 'var(--dp-accent-fill)',
  '--mantine-color-petrol-filled-hover': 'var(--dp-accent-fill-hover)',
};

/** Mantine's variables speak our tokens, which carry both schemes themselves. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...schemeVariables, '--mantine-color-white': '#ffffff' },
  dark: {
    ...schemeVariables,
    '--mantine-color-dark-4': 'var(--dp-line-2)',
    '--mantine-color-dark-5': 'var(--dp-hover)',
    '--mantine-color-dark-6': 'var(--dp-raised)',
    '--mantine-color-dark-7': 'var(--dp-plane)',
    '--mantine-color-dark-8': 'var(--dp-well)',
  },
});
