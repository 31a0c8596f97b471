import { useTranslation } from 'react-i18next';

type List = 'fields' | 'templates' | 'replies' | 'subStatuses' | 'codes' | 'tags';

/** The words of a list of settings. */
export function useListTexts(list: List) {
  const { t } = useTranslation('catalog');
  const texts = {
    title: t(`${list}.title`),
    why: t(`${list}.why`),
    add: t(`${list}.add`),
    search: t(`${list}.search`),
    emptyTitle: t(`${list}.emptyTitle`),
    emptyWhy: t(`${list}.emptyWhy`),
    noneTitle: t('none.title'),
    noneWhy: t('none.why'),
  };
  return list === 'tags' ? texts : { ...texts, off: t('withArchived') };
}
