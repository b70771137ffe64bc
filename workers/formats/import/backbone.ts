import type { ImportedModel } from '../../../core/contract/import';
import type { Preprocessing } from '../../../core/preprocessing/types';
import type { Card } from '../../../model-zoo/card';
import type { Parameters } from '../../../model-zoo/graph/types';
import { backboneGraph, zoo } from '../../../model-zoo/zoo';
import { listBackbones, storeBackbone, storedParameters } from '../../backbones/stored';
import { loadParameters } from '../../engine/loader';
import type { FormatsContext } from '../context';
import type { ReadModel } from './read-model';

/** The backbone that an imported run stands on. */
export interface Ground {
  card: Card;
  parameters: Parameters;
  /** Stored just now, for this run. */
  isNew: boolean;
}

/**
 * A backbone of the model's architecture with its preprocessing: the one it was trained on, else any,
 * else its own, which is kept for it. Throws storageFull, weightsUnavailable.
 */
export async function groundFor(context: FormatsContext, model: ReadModel): Promise<Ground> {
  const { store, baseUrl, fetchBytes } = context;
  const { network, record } = model;
  const fitting = [...zoo, ...(await listBackbones(store))].filter(
    ({ architecture, preprocessing }) =>
      architecture === network.architecture &&
      samePreprocessing(preprocessing, network.preprocessing),
  );
  const card = fitting.find(({ id }) => id === record?.run.backbone) ?? fitting[0];
  if (!card) {
    return { card: (await keep(context, model)).card, parameters: model.values, isNew: true };
  }
  const readStored = (stored: Card) => storedParameters(store, stored);
  const graph = backboneGraph(card);
  const parameters = await loadParameters(card, graph, baseUrl, fetchBytes, readStored);
  return { card, parameters, isNew: false };
}

/** A model without classes, to train on. */
export async function importBackbone(
  context: FormatsContext,
  model: ReadModel,
): Promise<ImportedModel> {
  const { card, existing } = await keep(context, model);
  return { kind: 'backbone', backbone: card.id, title: card.title, existing };
}

async function keep(
  { store }: FormatsContext,
  { network, values, file, name, licence }: ReadModel,
): Promise<{ card: Card; existing: boolean }> {
  const { architecture, preprocessing } = network;
  const before = await listBackbones(store);
  const ofZoo = zoo.find((known) => known.architecture === architecture);
  const card = await storeBackbone(store, {
    name: `${architecture}.${name}`,
    architecture,
    title: `${ofZoo?.title ?? architecture} (${name})`,
    preprocessing,
    parameters: values,
    source: file,
    licence: licence ?? 'unknown',
  });
  return { card, existing: before.some(({ id }) => id === card.id) };
}

/** Within what is lost of a float32 on its way through JSON. */
function samePreprocessing(a: Preprocessing, b: Preprocessing): boolean {
  const near = (x: number, y: number) => Math.abs(x - y) < 1e-6;
  return (
    `${a.inputSize}` === `${b.inputSize}` &&
    a.interpolation === b.interpolation &&
    near(a.cropPct, b.cropPct) &&
    [0, 1, 2].every((c) => near(a.mean[c]!, b.mean[c]!) && near(a.std[c]!, b.std[c]!))
  );
}
