import type { Run } from '../../core/run';
import type { Store } from '../../core/store/types';
import type { TrainedModel } from '../../model-zoo/convert/exported';
import { parameters } from '../../model-zoo/graph/parameters';
import type { ParameterValue } from '../../model-zoo/graph/types';
import { backboneGraph, card } from '../../model-zoo/zoo';
import { type FetchBytes, loadParameters } from '../engine/loader';
import { modelOf } from '../training/find-run';

/**
 * A finished run as one network: the backbone's frozen parameters and those the run has trained,
 * temperature in the classifier. Throws unknownRun where the run's model is gone,
 * weightsUnavailable and weightsMismatch as the loader does.
 */
export async function trainedModel(
  store: Store,
  run: Run,
  baseUrl: string,
  fetchBytes: FetchBytes,
): Promise<TrainedModel> {
  const tail = await modelOf(store, run);
  const found = card(run.backbone);
  const graph = backboneGraph(found, run.classes.length);
  const frozen = await loadParameters(found, backboneGraph(found), baseUrl, fetchBytes);
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
