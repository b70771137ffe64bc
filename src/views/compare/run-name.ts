import type { Run } from '../../../core/run';
import { t } from '../../locales';
import { backboneTitle } from './backbone';

/** `EfficientNet-B0, last stage`. */
export function runName(run: Pick<Run, 'backbone' | 'depth'>): string {
  return `${backboneTitle(run.backbone)}, ${t(`compare.depth.${run.depth}`)}`;
}
