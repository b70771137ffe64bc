import { t } from '../../locales';
import { backbones } from '../../locales/en/backbones';

export type StarterId = keyof typeof backbones;

/** The starters, fastest first. */
export const starters = Object.keys(backbones) as StarterId[];

function isStarter(id: string): id is StarterId {
  return Object.hasOwn(backbones, id);
}

/** `EfficientNet-B0`; a backbone without texts goes by its id. */
export function backboneTitle(id: string): string {
  return isStarter(id) ? t(`backbones.${id}.title`) : id;
}

/** Two words on its weights. */
export function backboneShort(id: string): string | null {
  return isStarter(id) ? t(`backbones.${id}.short`) : null;
}

/** What its weights are and where they come from, in plain words. */
export function backboneWeights(id: string): string | null {
  return isStarter(id) ? t(`backbones.${id}.weights`) : null;
}
