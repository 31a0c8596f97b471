import { useTranslation } from 'react-i18next';

import { CategoryPick, TagPick, TeamPick } from '@/features/tickets/components/pickers/NamedPick';
import { TypePick } from '@/features/tickets/components/pickers/WordPick';
import { TICKET_TYPES } from '@/shared/lib/vocabulary';
import { Property } from '@/shared/ui/Properties';
import { Tag } from '@/shared/ui/Tag';

import { categoryEdit, tagEdit, teamEdit, typeEdit } from './edits';
import classes from './MainProperties.module.css';
import { Nothing } from './Nothing';
import type { PropertyProps } from './propertyProps';

/** Where a ticket belongs: team, category, type, tags. */

export function TeamProperty({ ticket, locked, onEdit }: PropertyProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const label = t('field.team');
  return (
    <Property
      label={label}
      editor={
        locked || !ticket.may.assign
          ? undefined
          : (close) => (
              <TeamPick
                label={label}
                nobody={t('filter.noTeam')}
                selected={ticket.team ? [ticket.team.id] : []}
                onPick={(team) => {
                  close();
                  onEdit(teamEdit(t, ticket, team && { id: team.id, name: team.name }));
                }}
              />
            )
      }
    >
      {ticket.team ? <span className="truncate">{ticket.team.name}</span> : <Nothing />}
    </Property>
  );
}

export function CategoryProperty({ ticket, locked, onEdit }: PropertyProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const label = t('field.category');
  const { category } = ticket;
  return (
    <Property
      label={label}
      editor={
        locked
          ? undefined
          : (close) => (
              <CategoryPick
                label={label}
                nobody={t('field.none')}
                selected={category ? [category.id] : []}
                onPick={(picked) => {
                  close();
                  const to = picked && { id: picked.id, name: picked.name, path: picked.path };
                  onEdit(categoryEdit(t, ticket, to));
                }}
              />
            )
      }
    >
      {category ? (
        <span className="truncate" title={category.path}>
          {category.name}
        </span>
      ) : (
        <Nothing />
      )}
    </Property>
  );
}

export function TypeProperty({ ticket, locked, onEdit }: PropertyProps) {
  const { t } = useTranslation(['tickets', 'common']);
  const label = t('field.type');
  return (
    <Property
      label={label}
      editor={
        locked
          ? undefined
          : (close) => (
              <TypePick
                label={label}
                selected={[ticket.type]}
                onPick={(value) => {
                  close();
                  const type = TICKET_TYPES.find((each) => each === value);
                  if (type && type !== ticket.type) onEdit(typeEdit(type));
                }}
              />
            )
      }
    >
      {t(`common:type.${ticket.type}`)}
    </Property>
  );
}

export function TagsProperty({ ticket, locked, onEdit }: PropertyProps) {
  const { t } = useTranslation('tickets');
  const label = t('field.tags');
  return (
    <Property
      label={label}
      wide
      editor={
        locked
          ? undefined
          : () => (
              <TagPick
                label={label}
                selected={ticket.tags}
                onPick={(tag) => onEdit(tagEdit(ticket, tag))}
              />
            )
      }
    >
      <span className={classes.tags}>
        {ticket.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
        {ticket.tags.length === 0 ? <Nothing /> : null}
      </span>
    </Property>
  );
}
