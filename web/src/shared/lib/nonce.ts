/** The nonce the server put into the page; the content security policy lets only its styles in. */
export function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}
