import { expect, it } from 'vitest';

import { htmlWithMentions, mentionedIn } from './noteHtml';

const aiko = { id: '1', name: 'Aiko Kern' };

it('keeps what is typed as text', () => {
  expect(htmlWithMentions('a < b & "c"\n<script>', [])).toBe(
    '<p>a &lt; b &amp; &quot;c&quot;<br>&lt;script&gt;</p>',
  );
});

it('makes paragraphs of empty lines', () => {
  expect(htmlWithMentions('one\n\n\ntwo\n', [])).toBe('<p>one</p><p>two</p>');
});

it('links those mentioned, and only while their name stands in the text', () => {
  expect(htmlWithMentions('Ask @Aiko Kern.', [aiko])).toBe(
    '<p>Ask <a href="/app/people/1">@Aiko Kern</a>.</p>',
  );
  expect(mentionedIn('Ask nobody.', [aiko])).toEqual([]);
});
