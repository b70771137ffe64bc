import type { ArchitectureDescription } from '../../../core/contract/architecture';
import { backboneGraph } from '../../../model-zoo/zoo';
import { findCard } from '../../backbones/stored';
import { findRun } from '../../training/find-run';
import type { FormatsContext } from '../context';
import { describeGraph } from './describe';

/** See ArchitectureApi. */
export async function architecture(
  { store }: FormatsContext,
  runId: string,
): Promise<ArchitectureDescription> {
  const run = await findRun(store, runId);
  const card = await findCard(store, run.backbone);
  const graph = backboneGraph(card, run.classes.length);
  return { runId: run.id, architecture: card.architecture, ...describeGraph(graph, run.depth) };
}
