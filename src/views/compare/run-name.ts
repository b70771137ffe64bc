import type { Run } from '../../../core/run';
import { t } from '../../locales';
import { backboneName } from './backbone';

type Named = Pick<Run, 'id' | 'backbone' | 'depth' | 'params'>;

/** `EfficientNet-B0, last stage`; with weights that the user brought, `ResNet18 a1_in1k, head`. */
export function runName(run: Pick<Run, 'backbone' | 'depth'>): string {
  return `${backboneName(run.backbone)}, ${t(`compare.depth.${run.depth}`)}`;
}

/**
 * What tells a run from others of the same backbone and depth: its learning rate or, where that is
 * the same too, which of them it is. Null where backbone and depth say it all.
 */
export function distinction(run: Named, among: readonly Named[]): string | null {
  const alike = among.filter(
    ({ backbone, depth }) => backbone === run.backbone && depth === run.depth,
  );
  if (alike.length < 2) return null;
  const rate = run.params.learning_rate;
  const sameRate = alike.filter(({ params }) => params.learning_rate === rate);
  if (typeof rate === 'number' && rate > 0 && sameRate.length === 1) {
    return t('compare.rate', { rate: Number(rate.toPrecision(2)).toExponential() });
  }
  return t('compare.nth', { number: alike.findIndex(({ id }) => id === run.id) + 1 });
}

/** A name that no other of these runs has. */
export function nameAmong(run: Named, among: readonly Named[]): string {
  return [runName(run), distinction(run, among)].filter(Boolean).join(', ');
}
