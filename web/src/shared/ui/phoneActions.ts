import { createContext, type ReactNode, useContext } from 'react';

/** What the shell puts into the first line of each page on a phone, where there is no header. */
export const PhoneActions = createContext<ReactNode>(null);

export const usePhoneActions = () => useContext(PhoneActions);
