import type { Preprocessing } from '../preprocessing/types';
import type { JobId } from './job';

/** Artifact that says what is trained: card ids by architecture, where it is not the starter. */
export const usedBackbones = 'backbones/used';
export type UsedBackbones = Record<string, string>;

/** One set of weights that is here. */
export interface BackboneWeights {
  /** Card id: what training options and runs name. */
  id: string;
  /** timm's name, without a tag. */
  architecture: string;
  kind: 'starter' | 'stored';
  /** `timm/resnet18.a1_in1k`, or a file's name; null of a starter. */
  source: string | null;
  /** SPDX; null where its source states none. */
  licence: string | null;
  /** At rest. */
  bytes: number;
  preprocessing: Preprocessing;
  /** Whether its architecture is trained with it. */
  used: boolean;
  /** Runs, and experiments not yet ended, that stand on it: it is kept while there are any. */
  runs: number;
}

/** Weights that are known to be on the Hub. */
export interface HubOffer {
  repo: string;
  /** ImageNet-1k validation, percent, at the input size of its config.json; model-zoo/hub-weights.ts. */
  top1: number;
}

/** A download that was stopped or broke off; it goes on where it ended. */
export interface PartialDownload {
  repo: string;
  arrived: number;
  bytes: number;
}

export interface ArchitectureWeights {
  architecture: string;
  /** What is here; the starter first, where there is one. */
  weights: BackboneWeights[];
  /** Of those not here. */
  offers: HubOffer[];
}

export interface Backbones {
  architectures: ArchitectureWeights[];
  partial: PartialDownload[];
}

/** What the Hub says of a repository; asked before anything is downloaded. */
export interface HubWeights {
  repo: string;
  architecture: string;
  /** Commit. */
  revision: string;
  licence: string | null;
  bytes: number;
  /** Of model.safetensors. */
  sha256: string;
  preprocessing: Preprocessing;
  /**
   * What its config.json asks for and Lensmith does otherwise: crops other than the centre are taken
   * from the centre.
   */
  otherwise: 'cropMode' | null;
  /** Bytes of it that an earlier download has left here. */
  arrived: number;
}

export interface DownloadProgress {
  /** `checking`: the SHA-256, then tensor by tensor; `storing` has no steps. */
  phase: 'downloading' | 'checking' | 'storing';
  /** Bytes; tensors while checking. */
  done: number;
  total: number;
}

/** workers/formats.worker.ts, the part about backbones. Nothing but `hub...` reaches for the network. */
export interface BackbonesApi {
  backbones(): Promise<Backbones>;
  /**
   * Asks the Hub about `timm/resnet18.a1_in1k`. Rejects with badOption for a name that is none,
   * architectureUnknown, hubNoRepository, hubNotFound, hubDenied, hubOffline, hubFailed, importDescription.
   */
  hubWeights(repo: string): Promise<HubWeights>;
  /**
   * Downloads, checks and keeps a backbone; the pieces of a download that ends early are kept for the
   * next. Rejects as `hubWeights` does, and with hubHash, weightsDamaged, weightsMismatch,
   * weightsType, storageFull, cancelled.
   */
  hubDownload(
    job: JobId,
    repo: string,
    onProgress: (progress: DownloadProgress) => void,
  ): Promise<BackboneWeights>;
  /** Throws away what an unfinished download has left. */
  discardDownload(repo: string): Promise<void>;
  /** Trains the backbone's architecture with it from now on. Rejects with backboneMissing. */
  useBackbone(id: string): Promise<void>;
  /** Its architecture goes back to the starter; one without a starter is left out. */
  stopUsing(id: string): Promise<void>;
  /** Rejects with backboneInUse. */
  removeBackbone(id: string): Promise<void>;
}
