import type { Store } from '../../../core/store/types';

/** What the Hub's client needs of the formats worker. */
export interface HubContext {
  store: Store;
  /** Undefined: https://huggingface.co. */
  hubUrl?: string;
}
