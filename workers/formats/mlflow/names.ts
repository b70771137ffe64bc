import { createRandom } from '../../../core/random';

/** MLflow's own limits (mlflow/utils/validation.py); of an experiment's 500, some are for its id. */
const longest = { key: 250, param: 6000, tag: 8000, experiment: 480 } as const;

/**
 * Names of params, metrics or tags as MLflow and any file system take them: they become file names.
 * ASCII letters, digits, `_`, `-`, `.` and inner spaces stay, the rest turns into `_`; two names
 * that would fall together, upper and lower case being one, are numbered.
 */
export function legalNames<T>(record: Readonly<Record<string, T>>): Map<string, T> {
  const legal = new Map<string, T>();
  const taken = new Set<string>();
  for (const [name, value] of Object.entries(record)) {
    const base = legalName(name);
    let unique = base;
    for (let i = 2; taken.has(unique.toLowerCase()); i++) unique = `${base}-${i}`;
    taken.add(unique.toLowerCase());
    legal.set(unique, value);
  }
  return legal;
}

function legalName(name: string): string {
  const safe = name
    .replace(/[^\w.\- ]/g, '_')
    // Neither a path of its own nor what Windows cuts off.
    .replace(/^[. ]+|[. ]+$/g, '')
    // Room for a number.
    .slice(0, longest.key - 5)
    .replace(/[. ]+$/, '');
  return safe || '_';
}

/** A value as MLflow keeps it, cut with an ellipsis where it is too long. */
export function legalValue(value: string, kind: keyof typeof longest): string {
  const most = longest[kind];
  const whole = value.replace(/\p{Cs}/gu, '\ufffd');
  return whole.length <= most ? whole : `${whole.slice(0, most - 1).replace(/\p{Cs}/gu, '')}…`;
}

/** 32 hex digits, as MLflow's ids have: always the same for the same id of ours. */
export function hexId(id: string): string {
  const random = createRandom(0).fork(`mlflow/${id}`);
  const word = () => random.uint32().toString(16).padStart(8, '0');
  return [word(), word(), word(), word()].join('');
}

/** An experiment's id has to be a number of 64 bits; MLflow makes them of 18 digits. */
export function numberId(id: string): string {
  const least = 10n ** 17n;
  const value = BigInt(`0x${hexId(`experiment/${id}`).slice(0, 16)}`);
  return String(least + (value % (9n * least)));
}
