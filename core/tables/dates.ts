/** In which order day, month and year stand where all three are numbers; ISO 8601 needs none. */
export type DateOrder = 'dmy' | 'mdy';

const DAY = 86_400_000;
/** ISO 8601, also with slashes; then a time of the day, then a zone. */
const ISO = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+(.+))?$/;
const NUMERIC = /^(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?:,?[T ]+(.+))?$/;
const TIME =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(am|pm)?\s?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Days since 1970-01-01 that a text stands for, with the time of the day as a fraction; NaN if it
 * is no date. ISO 8601; d.m.y; and d/m/y or m/d/y (also with `-`) by `order`. Without a zone it counts
 * as UTC. Two digits are a year of 1969..2068, as POSIX has it.
 */
export function parseDate(text: string, order: DateOrder): number {
  const iso = ISO.exec(text);
  if (iso) return at(Number(iso[1]), Number(iso[3]), Number(iso[4]), iso[5]);
  const parts = NUMERIC.exec(text);
  if (!parts) return Number.NaN;
  const [, first, separator, second, written, time] = parts;
  const short = Number(written);
  const year = written.length === 4 ? short : short + (short < 69 ? 2000 : 1900);
  return order === 'dmy' || separator === '.'
    ? at(year, Number(second), Number(first), time)
    : at(year, Number(first), Number(second), time);
}

function at(year: number, month: number, day: number, time: string | undefined): number {
  const days = Date.UTC(year, month - 1, day) / DAY;
  const date = new Date(days * DAY);
  // The 31st of February would be a day in March; years before 100 would be of the 20th century.
  if (
    date.getUTCFullYear() !== year ||
    date.getUTCMonth() !== month - 1 ||
    date.getUTCDate() !== day
  )
    return Number.NaN;
  return time === undefined ? days : days + timeOfDay(time);
}

function timeOfDay(text: string): number {
  const parts = TIME.exec(text);
  if (!parts) return Number.NaN;
  const [, hours, minutes, seconds = '0', decimals = '0', half, zone] = parts;
  let hour = Number(hours);
  if (half) {
    if (hour < 1 || hour > 12) return Number.NaN;
    hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  }
  if (hour > 24 || Number(minutes) > 59 || Number(seconds) > 60) return Number.NaN;
  const second = Number(seconds) + Number(`0.${decimals}`);
  return (hour * 60 + Number(minutes) - offset(zone)) / 1440 + second / 86_400;
}

/** Minutes ahead of UTC. */
function offset(zone: string | undefined): number {
  if (!zone || zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone[0] === '-' ? -minutes : minutes;
}

export interface FoundOrder {
  order: DateOrder;
  /** Every date can be read both ways, and some differ: `order` is a guess. */
  ambiguous: boolean;
  /** Share of the texts that are dates in this order, 0..1. */
  share: number;
}

/**
 * The order that makes dates of most texts; where both do alike, `otherwise`. Each text counts by its
 * `counts` entry.
 */
export function recogniseOrder(
  texts: readonly string[],
  counts: ArrayLike<number>,
  otherwise: DateOrder,
): FoundOrder {
  let cells = 0;
  let differ = false;
  const found = { dmy: 0, mdy: 0 };
  texts.forEach((text, i) => {
    cells += counts[i];
    const dmy = parseDate(text, 'dmy');
    const mdy = parseDate(text, 'mdy');
    if (!Number.isNaN(dmy)) found.dmy += counts[i];
    if (!Number.isNaN(mdy)) found.mdy += counts[i];
    if (dmy !== mdy && !Number.isNaN(dmy + mdy)) differ = true;
  });
  const ambiguous = found.dmy === found.mdy && differ && found.dmy > 0;
  const order = found.dmy === found.mdy ? otherwise : found.dmy > found.mdy ? 'dmy' : 'mdy';
  return { order, ambiguous, share: cells === 0 ? 0 : found[order] / cells };
}
