import { Button, Menu, Textarea } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { htmlOf, textOf } from '@/features/catalog/lib/plainHtml';
import { VARIABLES } from '@/features/catalog/lib/variables';
import { Icon } from '@/shared/ui/Icon';
import { Segmented } from '@/shared/ui/Segmented';

import classes from './parts.module.css';

type Group = keyof typeof VARIABLES;

type Props = {
  label: string;
  html: string;
  onChange: (html: string) => void;
  /** Which variables have a meaning here. */
  groups?: readonly Group[];
  error?: ReactNode;
};

const ALL = Object.keys(VARIABLES) as Group[];

function Variables({
  groups,
  onPick,
}: {
  groups: readonly Group[];
  onPick: (name: string) => void;
}) {
  const { t } = useTranslation('catalog');
  return (
    <Menu position="bottom-end" returnFocus={false}>
      <Menu.Target>
        <Button size="xs" variant="subtle" leftSection={<Icon of={IconBraces} size="s" />}>
          {t('body.variable')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} className={classes.menu ?? ''}>
        {groups.map((group) => (
          <div key={group}>
            <Menu.Label>{t(`body.group.${group}`)}</Menu.Label>
            {VARIABLES[group].map((name) => (
              <Menu.Item key={name} onClick={() => onPick(name)}>
                {name}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A text with variables: plain as long as it is simple, else its HTML. */
export function BodyEditor({ label, html, onChange, groups = ALL, error }: Props) {
  const { t } = useTranslation('catalog');
  const field = useRef<HTMLTextAreaElement>(null);
  const [mode, setMode] = useState<'text' | 'html'>(() =>
    textOf(html) === null ? 'html' : 'text',
  );
  const [text, setText] = useState(() => textOf(html) ?? '');
  const isText = mode === 'text';
  const shown = isText ? text : html;

  const write = (next: string) => {
    if (isText) setText(next);
    onChange(isText ? htmlOf(next) : next);
  };
  const insert = (name: string) => {
    const input = field.current;
    const from = input?.selectionStart ?? shown.length;
    const to = input?.selectionEnd ?? shown.length;
    const word = `{{${name}}}`;
    write(shown.slice(0, from) + word + shown.slice(to));
    window.setTimeout(() => {
      input?.focus();
      input?.setSelectionRange(from + word.length, from + word.length);
    });
  };
  const turn = (next: 'text' | 'html') => {
    const plain = textOf(html);
    // Marks are never lost by looking: text is offered only for what text can hold.
    if (next === 'text' && plain === null) return;
    setText(plain ?? '');
    setMode(next);
  };
  return (
    <div>
      <div className={classes.row}>
        <Segmented
          label={t('body.mode')}
          value={mode}
          onChange={turn}
          segments={[
            { value: 'text', label: t('body.text') },
            { value: 'html', label: 'HTML' },
          ]}
        />
        <Variables groups={groups} onPick={insert} />
      </div>
      <Textarea
        ref={field}
        label={label}
        error={error}
        autosize
        minRows={5}
        maxRows={16}
        value={shown}
        onChange={(event) => write(event.currentTarget.value)}
      />
      {!isText && textOf(html) === null ? <p className={classes.sub}>{t('body.marks')}</p> : null}
    </div>
  );
}
