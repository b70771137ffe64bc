import type { Run } from '../../core/run';
import type { Store } from '../../core/store/types';
import type { Card } from '../../model-zoo/card';
import type { TrainedModel } from '../../model-zoo/convert/exported';
import { parameters } from '../../model-zoo/graph/parameters';
import type { ParameterValue } from '../../model-zoo/graph/types';
import { backboneGraph } from '../../model-zoo/zoo';
import { findCard, storedParameters } from '../backbones/stored';
import { type FetchBytes, loadParameters } from '../engine/loader';
import { modelOf } from '../training/find-run';

/**
 * A finished run as one network: the backbone's frozen parameters and those the run has trained,
 * temperature in the classifier. Throws unknownRun where the run's model is gone,
 * weightsUnavailable, weightsMismatch and backboneMissing as the loader does.
 */
export async function trainedModel(
  store: Store,
  run: Run,
  baseUrl: string,
  fetchBytes: FetchBytes,
): Promise<TrainedModel> {
  const tail = await modelOf(store, run);
  const found = await findCard(store, run.backbone);
  const graph = backboneGraph(found, run.classes.length);
  const readStored = (stored: Card) => storedParameters(store, stored);
  const frozen = await loadParameters(found, backboneGraph(found), baseUrl, fetchBytes, readStored);
  const trained = new Map(tail.parameters.map(({ name, shape, data }) => [name, { shape, data }]));
  const values = new Map<string, ParameterValue>();
  for (const { name } of parameters(graph)) {
    const value = trained.get(name) ?? frozen.get(name);
    if (value) values.set(name, value);
  }
  return {
    architecture: found.architecture,
    graph,
    parameters: values,
    classes: run.classes,
    preprocessing: found.preprocessing,
  };
}
