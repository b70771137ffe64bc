import type { Plugin } from 'vite';
import { contentSecurityPolicy } from '../core/content-security-policy.ts';

/**
 * Vite: the built page carries its policy, so that it holds on hosts that send no headers. The
 * preview sends it too, for the workers' sake; development needs inline scripts, and has none.
 */
export function policy(): Plugin {
  return {
    name: 'lensmith-policy',
    config: () => ({
      preview: { headers: { 'Content-Security-Policy': contentSecurityPolicy } },
    }),
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { server }) =>
        server
          ? []
          : [
              {
                tag: 'meta',
                attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
                injectTo: 'head-prepend',
              },
            ],
    },
  };
}
