import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { Template } from '@/features/catalog/api/catalog';
import { draftQuery } from '@/features/catalog/api/preview';
import { RichText } from '@/shared/ui/RichText';

import classes from './parts.module.css';

/** What a new ticket of the caller starts with, as the template is stored. */
export function TemplatePreview({ template }: { template: Template }) {
  const { t } = useTranslation('catalog');
  const { data } = useQuery({
    ...draftQuery(template.id, template.version),
    enabled: template.is_active,
  });
  if (!data) return null;
  const { title, description_html } = data.fields;
  return (
    <section className={classes.part}>
      <h3>{t('templates.preview')}</h3>
      <div className={classes.preview}>
        <p>
          <strong>{typeof title === 'string' ? title : t('templates.noTitle')}</strong>
        </p>
        {typeof description_html === 'string' ? <RichText html={description_html} /> : null}
      </div>
      {data.missing.length > 0 ? (
        <p className={classes.warn}>{t('preview.missing', { names: data.missing.join(', ') })}</p>
      ) : null}
    </section>
  );
}
