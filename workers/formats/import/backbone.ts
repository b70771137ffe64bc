import { LensmithError } from '../../../core/errors';
import type { Preprocessing } from '../../../core/preprocessing/types';
import type { Card } from '../../../model-zoo/card';
import type { Parameters } from '../../../model-zoo/graph/types';
import { backboneGraph, zoo } from '../../../model-zoo/zoo';
import { loadParameters } from '../../engine/loader';
import type { FormatsContext } from '../context';
import type { ReadModel } from './read-model';

/** The backbone that an imported run stands on: of its architecture, with its preprocessing. */
export async function backboneFor(
  { baseUrl, fetchBytes }: FormatsContext,
  { network, record }: ReadModel,
): Promise<{ card: Card; parameters: Parameters }> {
  const fitting = zoo.filter(
    ({ architecture, preprocessing }) =>
      architecture === network.architecture &&
      samePreprocessing(preprocessing, network.preprocessing),
  );
  const card = fitting.find(({ id }) => id === record?.run.backbone) ?? fitting[0];
  if (!card) throw new LensmithError('internal', { detail: 'no stored backbones yet' });
  return {
    card,
    parameters: await loadParameters(card, backboneGraph(card), baseUrl, fetchBytes),
  };
}

/** Within what a JSON file keeps of a float32. */
function samePreprocessing(a: Preprocessing, b: Preprocessing): boolean {
  const near = (x: number, y: number) => Math.abs(x - y) < 1e-6;
  return (
    `${a.inputSize}` === `${b.inputSize}` &&
    a.interpolation === b.interpolation &&
    near(a.cropPct, b.cropPct) &&
    [0, 1, 2].every((c) => near(a.mean[c]!, b.mean[c]!) && near(a.std[c]!, b.std[c]!))
  );
}
