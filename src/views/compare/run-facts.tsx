import type { Run } from '../../../core/run';
import { format, t } from '../../locales';
import { recorded } from '../../locales/en/recorded';
import { backboneTitle } from './backbone';
import type { Fact } from './facts';
import { presetName } from './preset-name';

/**
 * What the run was trained with, in words where the name has any, else as it was recorded; its
 * seconds and its calibration stand elsewhere.
 */
export function parameterFacts(run: Run): Fact[] {
  return Object.entries(run.params)
    .filter(([name]) => !/^(seconds|calibration_error)/.test(name))
    .map(([name, value]) => ({ term: termOf(name), value: parameterValue(run, name, value) }));
}

/** Where, when and on what it was trained. */
export function recordFacts(run: Run): Fact[] {
  return [
    { term: t('compare.detail.id'), value: <code>{run.id}</code> },
    { term: t('compare.detail.startedAt'), value: format.date(run.startedAt) },
    ...Object.entries(run.tags).map(([name, value]) => ({
      term: termOf(name),
      value: isHash(value) ? <code title={value}>{value.slice(0, 16)}…</code> : value,
    })),
  ];
}

/** A recorded name in words. */
export function termOf(name: string): string {
  const key = name.replaceAll('.', '_');
  return Object.hasOwn(recorded, key)
    ? t(`recorded.${key as keyof typeof recorded}`)
    : spaced(name);
}

/** `version.tfjs-core` as `Version tfjs-core`: the recorded name stays recognisable. */
function spaced(name: string): string {
  const words = name.replace(/[_.]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function parameterValue(run: Run, name: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return t(value ? 'compare.detail.yes' : 'compare.detail.no');
  if (name === 'backbone') return backboneTitle(run.backbone);
  if (name === 'depth') return t(`compare.depth.${run.depth}`);
  if (name === 'preset') return presetName(String(value));
  if (name === 'views' && (value === 'plain' || value === 'mirror')) {
    return t(`compare.detail.views.${value}`);
  }
  if (typeof value === 'string') return value;
  if (name === 'search_seconds') return format.duration(value);
  // Recorded as 0 where there was none.
  if (name === 'minutes') return value > 0 ? format.duration(60 * value) : t('train.minutesNone');
  // Recorded from 0, as MLflow's steps are; people count epochs from 1, and so do the curves.
  if (name === 'best_epoch') return format.number(value + 1);
  // A seed is a name, not a quantity.
  if (name === 'seed') return String(value);
  if (Number.isInteger(value)) return format.number(value);
  const short = Number(value.toPrecision(4));
  return Math.abs(value) < 0.001 ? short.toExponential() : String(short);
}

const isHash = (value: string) => /^[0-9a-f]{16,}$/.test(value);
