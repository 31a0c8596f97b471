import { createContext, useContext } from 'react';

export type ShellDialog = 'palette' | 'keys';

type Dialogs = { open: (dialog: ShellDialog) => void };

export const ShellDialogs = createContext<Dialogs>({ open: () => undefined });

/** The dialogs that can be opened from every page. */
export const useShellDialogs = () => useContext(ShellDialogs);
