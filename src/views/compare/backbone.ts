import type { UsedBackbones } from '../../../core/contract/backbones';
import type { Run } from '../../../core/run';
import { t } from '../../locales';
import { backbones } from '../../locales/en/backbones';
import { networks } from '../../locales/en/weights';

export type StarterId = keyof typeof backbones;

/** The starters, fastest first. */
export const starters = Object.keys(backbones) as StarterId[];

/** Ids of what is trained when nothing is chosen: the starters, or what is used in their place. */
export function backbonesInUse(used: UsedBackbones): string[] {
  const more = Object.keys(used).filter((architecture) => !isStarter(architecture));
  return [...starters, ...more].map((architecture) => used[architecture] ?? architecture);
}

function isStarter(id: string): id is StarterId {
  return Object.hasOwn(backbones, id);
}

/**
 * A card's id in its two parts: weights that the user brought are called
 * `<architecture>.<name of the weights>`.
 */
function parts(id: string): [architecture: string, weights: string | null] {
  const dot = id.indexOf('.');
  return dot < 0 ? [id, null] : [id.slice(0, dot), id.slice(dot + 1)];
}

/** `EfficientNet-B0`; a backbone without texts goes by its id. */
export function backboneTitle(id: string): string {
  const [name] = parts(id);
  if (Object.hasOwn(networks, name)) return t(`weights.networks.${name as keyof typeof networks}`);
  return isStarter(name) ? t(`backbones.${name}.title`) : name;
}

/** Its title, with the name of weights that the user brought. */
export function backboneName(id: string): string {
  const [, weights] = parts(id);
  return [backboneTitle(id), weights].filter(Boolean).join(' ');
}

/** Two words on its weights; of those that the user brought, their name. */
export function backboneShort(id: string): string | null {
  const [name, weights] = parts(id);
  if (weights !== null) return weights;
  return isStarter(name) ? t(`backbones.${name}.short`) : null;
}

/** What its weights are and where they come from, in plain words. */
export function backboneWeights(id: string): string | null {
  const [name, weights] = parts(id);
  if (weights !== null) return t('weights.brought', { name: weights });
  return isStarter(name) ? t(`backbones.${name}.weights`) : null;
}

/** Of an imported run that shares nothing with the backbone it is listed under. */
export function weightsAreOwn(run: Pick<Run, 'depth' | 'tags'>): boolean {
  return run.depth === 'all' && run.tags['import.file'] !== undefined && !run.tags.backend;
}
