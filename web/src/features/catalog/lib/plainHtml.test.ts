import { expect, it } from 'vitest';

import { htmlOf, textOf } from './plainHtml';

it('makes paragraphs of text and text of paragraphs', () => {
  const text = 'Hello {{requester.first_name}},\nit works <again> & well.\n\nBye';
  const html = htmlOf(text);
  expect(html).toBe(
    '<p>Hello {{requester.first_name}},<br>it works &lt;again&gt; &amp; well.</p><p>Bye</p>',
  );
  expect(textOf(html)).toBe(text);
});

it('says when text would lose marks', () => {
  expect(textOf('<p>A <strong>bold</strong> word</p>')).toBeNull();
  expect(textOf('plain')).toBe('plain');
  expect(htmlOf('  ')).toBe('');
});
