import { yamlString } from '../card/quote';

export type YamlValue = string | number | boolean | null | readonly YamlValue[] | YamlMap;
export interface YamlMap {
  readonly [key: string]: YamlValue;
}

/**
 * YAML in its flow form, one line for each key of the outermost map. ASCII only: MLflow reads these
 * files partly as UTF-8 and partly in the encoding of the machine.
 */
export function yaml(map: YamlMap): string {
  return Object.entries(map)
    .map(([key, value]) => `${scalar(key)}: ${flow(value)}\n`)
    .join('');
}

function flow(value: YamlValue): string {
  if (typeof value === 'string') return scalar(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(flow).join(', ')}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${scalar(key)}: ${flow(inner)}`);
  return `{${entries.join(', ')}}`;
}

// Array.isArray does not narrow readonly arrays away.
const isList = (value: object): value is readonly YamlValue[] => Array.isArray(value);

function scalar(text: string): string {
  if (/^[a-z_]+$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/.test(text)) return text;
  return yamlString(text).replace(/[^\0-\x7e]/gu, (sign) => {
    const code = sign.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}
