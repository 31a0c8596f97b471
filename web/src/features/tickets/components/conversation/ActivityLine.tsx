import {
  IconArrowsSplit2,
  IconBolt,
  IconChecklist,
  IconClock,
  IconEye,
  IconFlag,
  IconFolder,
  IconGitMerge,
  IconLink,
  IconMessage,
  IconPaperclip,
  IconPencil,
  IconProgress,
  IconServer,
  IconShieldCheck,
  IconTicket,
  IconTrash,
  IconUser,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Activity } from '@/features/tickets/api/ticket';
import { type Change, changesOf, kindOf } from '@/features/tickets/lib/changes';
import { sentence } from '@/features/tickets/lib/sentence';
import { dateTime, duration } from '@/shared/lib/format';
import { EventLine } from '@/shared/ui/Message';

import { useValueText } from './useValueText';

const ICONS: Record<string, TablerIcon> = {
  'ticket.created': IconTicket,
  'ticket.deleted': IconTrash,
  'ticket.restored': IconTicket,
  'ticket.commented': IconMessage,
  'ticket.comment_edited': IconPencil,
  'ticket.comment_deleted': IconTrash,
  'ticket.attachment_added': IconPaperclip,
  'ticket.attachment_removed': IconPaperclip,
  'ticket.watcher_changed': IconEye,
  'ticket.time_logged': IconClock,
  'ticket.linked': IconLink,
  'ticket.unlinked': IconLink,
  'ticket.project_linked': IconFolder,
  'ticket.project_unlinked': IconFolder,
  'ticket.assignment_linked': IconChecklist,
  'ticket.assignment_unlinked': IconChecklist,
  'ticket.merged': IconGitMerge,
  'ticket.split': IconArrowsSplit2,
  'ticket.ci_linked': IconServer,
  'ticket.ci_unlinked': IconServer,
  'ticket.approval_requested': IconShieldCheck,
  'ticket.approval_decided': IconShieldCheck,
};

const BY_FIELD: Partial<Record<Change['field'], TablerIcon>> = {
  status: IconProgress,
  priority: IconFlag,
  assignee_id: IconUser,
};

const MINUTE = 60_000;
const text = (value: unknown) => (typeof value === 'string' ? value : '');

const LINKS = [
  'related',
  'blocking',
  'blocked_by',
  'depends_on',
  'required_by',
  'duplicate_of',
  'duplicated_by',
  'parent_of',
  'child_of',
  'caused_by',
  'causes',
  'mirrors',
  'dual_tracked_with',
] as const;
export type LinkKind = (typeof LINKS)[number];
export const asLinkKind = (value: unknown): LinkKind =>
  LINKS.find((each) => each === value) ?? 'related';

const STATES = ['requested', 'approved', 'rejected', 'cancelled'] as const;
export const asApprovalState = (value: unknown) =>
  STATES.find((each) => each === value) ?? 'requested';

const AXED = new Set(['description_text', 'source_type']);

/** The changed fields of one activity, one after the other, behind the macro that changed them. */
function useChangeWords() {
  const { t } = useTranslation('tickets');
  const words = useValueText();
  return (activity: Activity): ReactNode[] => {
    const macro = text(activity.data.macro);
    const ran = sentence({ name: <b>{macro}</b> }, (marks) => t('did.ranMacro', marks));
    const changed = changesOf(activity).map((change) => {
      const field = words.field(change);
      if (AXED.has(change.field)) return t('did.edited', { field });
      const value = (held: unknown) => words.value(change, held, activity.names);
      const parts = {
        from: value(change.from),
        to: <b key="to">{value(change.to)}</b>,
      };
      const kind = kindOf(change);
      return sentence(parts, (marks) => t(`did.${kind}`, { field, ...marks }));
    });
    return macro ? [ran, ...changed] : changed;
  };
}

/** What happened besides changed fields, by the name of the event. */
function useHappening() {
  const { t } = useTranslation('tickets');
  return (activity: Activity): ReactNode => {
    const { name, data, names } = activity;
    const named = (key: string) => <b>{names[text(data[key])] ?? text(data[key])}</b>;
    const bold = (key: string) => <b>{text(data[key])}</b>;
    const say: Record<string, () => ReactNode> = {
      'ticket.created': () => t('did.created'),
      'ticket.deleted': () => t('did.deleted'),
      'ticket.restored': () => t('did.restored'),
      'ticket.commented': () => t('did.answeredFirst'),
      'ticket.comment_edited': () => t('did.commentEdited'),
      'ticket.comment_deleted': () => t('did.commentDeleted'),
      'ticket.attachment_added': () =>
        sentence({ file: bold('filename') }, (marks) => t('did.attached', marks)),
      'ticket.attachment_removed': () =>
        sentence({ file: bold('filename') }, (marks) => t('did.detached', marks)),
      'ticket.watcher_changed': () =>
        sentence({ who: named('person_id') }, (marks) =>
          t(data.watching ? 'did.watched' : 'did.unwatched', marks),
        ),
      'ticket.time_logged': () =>
        t('did.logged', { time: duration(Number(data.minutes ?? 0) * MINUTE) }),
      'ticket.linked': () =>
        sentence({ other: bold('other_number') }, (marks) =>
          t('did.linked', { kind: t(`link.${asLinkKind(data.link_type)}`), ...marks }),
        ),
      'ticket.unlinked': () =>
        sentence({ other: bold('other_number') }, (marks) => t('did.unlinked', marks)),
      'ticket.project_linked': () =>
        sentence({ name: bold('project_name') }, (marks) => t('did.projectLinked', marks)),
      'ticket.project_unlinked': () =>
        sentence({ name: bold('project_name') }, (marks) => t('did.projectUnlinked', marks)),
      'ticket.assignment_linked': () =>
        sentence({ name: bold('assignment_title') }, (marks) => t('did.taskLinked', marks)),
      'ticket.assignment_unlinked': () =>
        sentence({ name: bold('assignment_title') }, (marks) => t('did.taskUnlinked', marks)),
      'ticket.merged': () =>
        data.into_number
          ? sentence({ other: bold('into_number') }, (marks) => t('did.mergedInto', marks))
          : sentence({ other: bold('from_number') }, (marks) => t('did.mergedFrom', marks)),
      'ticket.split': () =>
        sentence({ other: bold('new_number') }, (marks) => t('did.split', marks)),
      'ticket.ci_linked': () =>
        sentence({ item: named('ci_id') }, (marks) => t('did.itemAdded', marks)),
      'ticket.ci_unlinked': () =>
        sentence({ item: named('ci_id') }, (marks) => t('did.itemRemoved', marks)),
      'ticket.approval_requested': () =>
        sentence({ who: named('approver_id') }, (marks) => t('did.approvalAsked', marks)),
      'ticket.approval_decided': () => t(`did.approval.${asApprovalState(data.state)}`),
    };
    return say[name]?.() ?? null;
  };
}

/** One thing that happened, as a quiet line between the messages. */
export function ActivityLine({ activity }: { activity: Activity }) {
  const changeWords = useChangeWords();
  const happening = useHappening();
  const { name, actor, at } = activity;
  const [first] = changesOf(activity);
  const changed = name === 'ticket.changed' || !happening(activity);
  const said = changed ? changeWords(activity) : [happening(activity)];
  if (said.length === 0) return null;
  const icon = activity.data.macro
    ? IconBolt
    : (ICONS[name] ?? (first && BY_FIELD[first.field]) ?? IconPencil);
  return (
    <EventLine icon={icon} when={at}>
      <b title={dateTime(at)}>{actor.name}</b>{' '}
      {said.map((part, index) => (
        // The parts of one activity never change places.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <span key={index}>
          {index > 0 ? ', ' : null}
          {part}
        </span>
      ))}
    </EventLine>
  );
}
