import classes from './RichText.module.css';

/** Text with marks as the server stores it. The server cleans it; nothing else may be passed here. */
export function RichText({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised when stored, and the CSP refuses scripts
  return <div className={classes.text} dangerouslySetInnerHTML={{ __html: html }} />;
}
