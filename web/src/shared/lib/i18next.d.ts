import 'i18next';

import type common from '../../../public/locales/en/common.json';

// Keys are typed from the English files; one namespace per feature.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      common: typeof common;
    };
  }
}
