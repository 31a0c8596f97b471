import { type Payloads, PLATFORMS, type Platform } from '@/features/dispatch/lib/types';

export type Target = Platform | 'both';
export type FormValues = {
  title: string;
  description: string;
  servicenow_priority: string;
  assignment_group: string;
  category: string;
  configuration_item: string;
  project_key: string;
  issue_type: string;
  jira_priority: string;
};
export type FieldName = keyof FormValues;

export const NOW_PRIORITIES = ['1', '2', '3', '4', '5'] as const;
export const JIRA_PRIORITIES = ['Highest', 'High', 'Medium', 'Low', 'Lowest'] as const;

/** The payload's word for each field of the form. */
const WORDS: Record<Platform, readonly (readonly [FieldName, string])[]> = {
  servicenow: [
    ['title', 'short_description'],
    ['description', 'description'],
    ['servicenow_priority', 'priority'],
    ['assignment_group', 'assignment_group'],
    ['category', 'category'],
    ['configuration_item', 'configuration_item'],
  ],
  jira: [
    ['title', 'summary'],
    ['description', 'description'],
    ['project_key', 'project_key'],
    ['issue_type', 'issue_type'],
    ['jira_priority', 'priority'],
  ],
};
const empty: FormValues = {
  title: '',
  description: '',
  servicenow_priority: '',
  assignment_group: '',
  category: '',
  configuration_item: '',
  project_key: '',
  issue_type: '',
  jira_priority: '',
};

export const platformsOf = (target: Target): readonly Platform[] =>
  target === 'both' ? PLATFORMS : [target];

/** What the analysis would say, as a start. */
export function valuesOf(payloads: Payloads): FormValues {
  const values = { ...empty };
  for (const platform of PLATFORMS) {
    const payload = payloads[`${platform}_payload`];
    for (const [field, word] of WORDS[platform]) {
      const value = payload[word];
      if (typeof value === 'string' && !values[field]) values[field] = value;
    }
  }
  return values;
}

/** What is sent to a platform: the analysis's own words with what the form says; empty fields are left out. */
export function payloadOf(
  platform: Platform,
  values: FormValues,
  payloads: Payloads,
): Record<string, unknown> {
  const payload: Record<string, unknown> = { ...payloads[`${platform}_payload`] };
  for (const [field, word] of WORDS[platform]) {
    const value = values[field].trim();
    if (value) payload[word] = value;
    else delete payload[word];
  }
  return payload;
}

/** The fields that must be filled and are not. */
export function missingIn(target: Target, values: FormValues): FieldName[] {
  const needed: FieldName[] = target === 'servicenow' ? ['title'] : ['title', 'project_key'];
  return needed.filter((field) => !values[field].trim());
}

/** The form's field behind a place in a refused payload. */
export function fieldAt(loc: readonly (string | number)[]): FieldName | undefined {
  const word = String(loc.at(-1));
  const order: Platform[] = loc.includes('jira_payload')
    ? ['jira', 'servicenow']
    : ['servicenow', 'jira'];
  for (const platform of order) {
    const found = WORDS[platform].find(([, each]) => each === word);
    if (found) return found[0];
  }
  return undefined;
}
