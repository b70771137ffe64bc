import type { Finding } from '../doctor/findings';

/** How far an examination is: pictures looked at, or folds answered. */
export interface ExamineProgress {
  phase: 'features' | 'labels';
  done: number;
  total: number;
}

/** What the data doctor found in one version of a dataset. */
export interface Examination {
  /** Of the version, hex. */
  hash: string;
  /** Whose features were compared and learnt from. */
  backbone: string;
  /** Ids; what `findings` index. */
  pictures: string[];
  /** Names; what `findings` index. */
  classes: string[];
  /** Highest score first. */
  findings: Finding[];
  /** Wall clock: of features and measuring beside them, and of what came on top. */
  featureSeconds: number;
  doctorSeconds: number;
}
