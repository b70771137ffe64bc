import { duplicates } from './doctor/duplicates';
import { labelErrors } from './doctor/label-errors';
import type { BenchRow } from './row';

/** The data doctor: what it finds of what was put in, and how long it takes. */
export async function doctor(only: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const wants = (part: string) => part.startsWith(only) || only.startsWith(part);
  if (wants('doctor/label-errors')) rows.push(...(await labelErrors()));
  if (wants('doctor/duplicates')) rows.push(...(await duplicates()));
  return rows;
}
