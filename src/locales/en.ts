import { architecture } from './en/architecture';
import { augmentation } from './en/augmentation';
import { backbones } from './en/backbones';
import { batch } from './en/batch';
import { charts } from './en/charts';
import { common } from './en/common';
import { compare } from './en/compare';
import { data } from './en/data';
import { doctor } from './en/doctor';
import { evaluate } from './en/evaluate';
import { explain } from './en/explain';
import { exports } from './en/export';
import { importModel } from './en/import-model';
import { notes } from './en/notes';
import { predict } from './en/predict';
import { publish } from './en/publish';
import { recorded } from './en/recorded';
import { runs } from './en/runs';
import { settings } from './en/settings';
import { shell } from './en/shell';
import { train } from './en/train';
import { weights } from './en/weights';

/** The source of truth for keys: one file an area under en/. */
export const en = {
  common,
  shell,
  data,
  doctor,
  train,
  augmentation,
  compare,
  evaluate,
  architecture,
  charts,
  explain,
  predict,
  batch,
  runs,
  importModel,
  exports,
  settings,
  backbones,
  weights,
  publish,
  notes,
  recorded,
} as const;
