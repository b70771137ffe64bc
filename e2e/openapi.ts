import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

interface Schema {
  type?: string;
}
interface Described {
  headers?: Record<string, { schema: Schema; required?: boolean }>;
  content: Record<string, { schema?: Schema }>;
}
type Reference = { $ref: string };

export interface Answered {
  method: string;
  /** Below `<base>api`, without its query. */
  path: string;
  status: number;
  headers: Record<string, string>;
  /** Of an answer in JSON. */
  json: unknown;
}

const path = resolve(import.meta.dirname, '../public/api/openapi.json');
export const openapi = JSON.parse(readFileSync(path, 'utf8'));

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
// What stands beside the schemas in the document is no schema.
ajv.addVocabulary(['openapi', 'info', 'servers', 'tags', 'security', 'paths', 'components']);
ajv.addSchema(openapi, 'openapi');

/** What in an answer is not as the document says; empty when all is. */
export function differences(answered: Answered): string[] {
  const { json, status } = answered;
  const found = describe(answered);
  if (found === null) {
    // The document cannot name what it does not describe: it only fixes the form of the refusal.
    if (status !== 404 && status !== 405) return [`${status} is not described`];
    return check({ $ref: 'openapi#/components/schemas/Error' }, json);
  }
  const { pointer, described } = found;
  const type = answered.headers['content-type']?.split(';')[0] ?? '';
  const content = described.content[type];
  if (!content) return [`${type} is not described for ${status}`];
  const wrong = content.schema
    ? check({ $ref: `openapi${pointer}/content/${escaped(type)}/schema` }, json)
    : [];
  for (const [name, { schema, required }] of Object.entries(described.headers ?? {})) {
    const value = answered.headers[name.toLowerCase()];
    if (value === undefined) {
      if (required) wrong.push(`${name} is missing`);
      continue;
    }
    const isNumber = schema.type === 'number' || schema.type === 'integer';
    wrong.push(
      ...check(
        { $ref: `openapi${pointer}/headers/${escaped(name)}/schema` },
        isNumber ? Number(value) : value,
      ),
    );
  }
  return wrong;
}

/** The response object for an answer, its reference followed, with its JSON pointer. */
function describe({ method, path, status }: Answered) {
  for (const template of Object.keys(openapi.paths)) {
    const pattern = new RegExp(`^${template.replace('{model}', '[^/]+')}$`);
    if (!pattern.test(path)) continue;
    const operations = openapi.paths[template];
    // A wrong method has no operation of its own: its refusal stands with the right one.
    const known = operations[method.toLowerCase()] ? method.toLowerCase() : null;
    const operation = known ?? (status === 405 ? Object.keys(operations)[0] : null);
    const described: Described | Reference | undefined =
      operation && operations[operation].responses[status];
    if (!described) return null;
    if ('$ref' in described) {
      const name = described.$ref.split('/').at(-1) as string;
      return {
        pointer: described.$ref,
        described: openapi.components.responses[name] as Described,
      };
    }
    const pointer = `#/paths/${escaped(template)}/${operation}/responses/${status}`;
    return { pointer, described };
  }
  return null;
}

function check(schema: object, value: unknown): string[] {
  const validate = ajv.compile(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** A key as a part of a JSON pointer in a URI fragment. */
function escaped(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}
