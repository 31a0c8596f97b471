import { TextInput } from '@mantine/core';
import { act, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, it, vi } from 'vitest';

import { Problem } from '@/shared/api/problem';
import { show } from '@/shared/testing/render';

import { useStoredForm } from './useStoredForm';

type Tag = { name: string; color: string; version: number };

/** A desk that keeps one thing, tells of each change, and refuses what is based on an older version. */
async function desk() {
  let tag: Tag = { name: 'quay', color: 'red', version: 1 };
  let tell: (tag: Tag) => void = () => undefined;
  const store = (changed: Partial<Tag>) => {
    tag = { ...tag, ...changed, version: tag.version + 1 };
    tell(tag);
  };
  const save = vi.fn(async (changed: Partial<Tag>, version: number | undefined) => {
    if (version !== tag.version) throw new Problem({ status: 409, current_version: tag.version });
    store(changed);
  });
  const Form = () => {
    const [{ version, ...values }, setStored] = useState<Tag>(tag);
    tell = setStored;
    const { form, submit } = useStoredForm<Omit<Tag, 'version'>>({ stored: values, version, save });
    return (
      <>
        <TextInput label="Name" {...form.getInputProps('name')} />
        <TextInput label="Color" {...form.getInputProps('color')} />
        <button type="button" onClick={submit}>
          Save
        </button>
      </>
    );
  };
  const { user } = await show(<Form />);
  const type = async (label: string, text: string) => {
    await user.clear(screen.getByLabelText(label));
    await user.type(screen.getByLabelText(label), text);
  };
  const press = async (name: string) => user.click(await screen.findByRole('button', { name }));
  const other = (changed: Partial<Tag>) => act(() => store(changed));
  const shown = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;
  const versions = () => save.mock.calls.map(([, version]) => version);
  return { now: () => tag, type, press, other, shown, versions };
}

it('asks who typed before somebody else saved, also when the news of it came meanwhile', async () => {
  const { now, type, press, other, versions } = await desk();
  await type('Name', 'mine');
  other({ name: 'theirs', color: 'blue' });
  await press('Save');

  await screen.findByRole('dialog');
  expect(now()).toMatchObject({ name: 'theirs', color: 'blue' });
  await press('Save mine');
  await vi.waitFor(() => expect(now()).toMatchObject({ name: 'mine', color: 'blue' }));
  expect(versions()).toEqual([1, 2]);
});

it('shows afterwards what the other changed, and does not ask about it again', async () => {
  const { now, type, press, other, shown, versions } = await desk();
  await type('Name', 'mine');
  other({ color: 'blue' });
  await press('Save');
  await press('Save mine');
  await vi.waitFor(() => expect(shown('Color')).toBe('blue'));

  await type('Name', 'mine again');
  await press('Save');
  await vi.waitFor(() => expect(now()).toMatchObject({ name: 'mine again', color: 'blue' }));
  expect(versions()).toEqual([1, 2, 3]);
});

it('follows the other as long as nothing is typed, also when it is taken back', async () => {
  const { type, press, other, shown, versions } = await desk();
  other({ name: 'first' });
  expect(shown('Name')).toBe('first');
  await type('Name', 'first!');
  other({ name: 'second' });
  expect(shown('Name')).toBe('first!');
  await type('Name', 'first');
  expect(shown('Name')).toBe('second');

  await type('Color', 'green');
  await press('Save');
  await vi.waitFor(() => expect(versions()).toEqual([3]));
});
