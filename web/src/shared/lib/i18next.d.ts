import 'i18next';

import type common from '../../../public/locales/en/common.json';
import type login from '../../../public/locales/en/login.json';
import type profile from '../../../public/locales/en/profile.json';
import type settings from '../../../public/locales/en/settings.json';

// Keys are typed from the English files; one namespace per feature.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      common: typeof common;
      login: typeof login;
      profile: typeof profile;
      settings: typeof settings;
    };
  }
}
