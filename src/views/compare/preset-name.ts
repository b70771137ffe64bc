import type { Preset } from '../../../core/run';
import { t } from '../../locales';

/** From the least to spend to the most. */
export const presets: readonly Preset[] = ['quick', 'balanced', 'best'];

/** One that is not known goes by what was recorded. */
export function presetName(recorded: string): string {
  const known = presets.find((preset) => preset === recorded);
  return known ? t(`train.preset.${known}.label`) : recorded;
}
