import type { Page } from '@playwright/test';
import { type Answered, differences } from './openapi';

export interface Sent {
  method?: string;
  /** Sent as the body itself, or as a field of a form. */
  body?: Uint8Array | string;
  form?: { field: string; name?: string };
  headers?: Record<string, string>;
}

export interface Answer extends Answered {
  // biome-ignore lint/suspicious/noExplicitAny: its form is what the document's schemas check
  json: any;
  /** Of an answer that is no JSON. */
  bytes: Uint8Array | null;
}

/**
 * Asks the API from a page, as its own script would: `path` is below `<base>api`. Throws what the
 * OpenAPI document does not say of the answer.
 */
export async function ask(
  page: Page,
  base: string,
  path: string,
  sent: Sent = {},
): Promise<Answer> {
  const { form, headers } = sent;
  const body = typeof sent.body === 'string' ? [...new TextEncoder().encode(sent.body)] : sent.body;
  const method = sent.method ?? (body ? 'POST' : 'GET');
  const { json, ...rest } = await page.evaluate(
    async ({ url, method, body, form, headers }) => {
      const bytes = body && Uint8Array.from(body);
      let data: BodyInit | undefined = bytes;
      if (bytes && form) {
        data = new FormData();
        if (form.name) data.append(form.field, new Blob([bytes]), form.name);
        else data.append(form.field, new TextDecoder().decode(bytes));
      }
      const response = await fetch(url, { method, body: data, headers });
      const isJson = response.headers.get('content-type')?.startsWith('application/json');
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        json: isJson ? await response.text() : null,
        bytes: isJson ? null : [...new Uint8Array(await response.arrayBuffer())],
      };
    },
    { url: `${base}api${path}`, method, body: body && [...body], form, headers },
  );
  const answered: Answer = {
    method,
    path: path.replace(/\?.*/, ''),
    status: rest.status,
    headers: rest.headers,
    json: json ? JSON.parse(json) : null,
    bytes: rest.bytes && Uint8Array.from(rest.bytes),
  };
  const wrong = method === 'HEAD' ? [] : differences(answered);
  if (wrong.length > 0) {
    throw new Error(`${method} ${path} answered ${rest.status} ${json}: ${wrong.join('; ')}`);
  }
  return answered;
}
