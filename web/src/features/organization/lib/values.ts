import type { Organization } from '@/features/organization/api/organization';

export const VISIBILITIES = ['role_based', 'org_all'] as const;
export const CHILDREN = ['refuse', 'cascade'] as const;

/** What the form holds; settings that were never sent have their presets. */
export type OrganizationValues = {
  name: string;
  ticket_visibility: (typeof VISIBILITIES)[number];
  reopen_days: number;
  resolution_required: boolean;
  reply_reopens: boolean;
  comment_edit_minutes: number;
  close_children: (typeof CHILDREN)[number];
  attachments_allow_programs: boolean;
  locale: string;
  timezone: string;
};

export const valuesOf = ({ name, settings }: Organization): OrganizationValues => ({
  name,
  ticket_visibility: settings.ticket_visibility === 'org_all' ? 'org_all' : 'role_based',
  reopen_days: Number(settings.reopen_days ?? 14),
  resolution_required: settings.resolution_required === true,
  reply_reopens: settings.reply_reopens !== false,
  comment_edit_minutes: Number(settings.comment_edit_minutes ?? 15),
  close_children: settings.close_children === 'cascade' ? 'cascade' : 'refuse',
  attachments_allow_programs: settings.attachments_allow_programs === true,
  locale: String(settings.locale ?? 'en'),
  timezone: String(settings.timezone ?? 'UTC'),
});
