const directives = {
  'default-src': "'none'",
  // WebAssembly, and nothing else that is made from text.
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self'",
  // Widths and places are figures, set on elements by ECharts and by templates.
  'style-src-attr': "'unsafe-inline'",
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  'font-src': "'self'",
  'manifest-src': "'self'",
  // The Hub and the hosts its downloads are redirected to; asked at a press of a button only.
  'connect-src': "'self' https://huggingface.co https://*.hf.co",
  'base-uri': "'none'",
  'form-action': "'none'",
} as const;

/**
 * What the page and its workers may load and reach, as the value of a `Content-Security-Policy`
 * header (CSP level 3). The built index.html carries it in a meta element; a worker has its own
 * policy, from the headers of its script: a host sends it, or else the service worker adds it.
 */
export const contentSecurityPolicy = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');
