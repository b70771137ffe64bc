import type { WireError } from '../errors';
import type { ApiRequest } from '../prediction-api/routes';
import type { Depth, Prediction, Score } from '../run';

/** Body of an answer to `predict`. */
export interface PredictAnswer {
  /** Id of the run that answered. */
  model: string;
  /** Best first. */
  predictions: Prediction[];
  /** Whether even the best is below the model's threshold: none of its classes, most likely. */
  none: boolean;
  /** Of the network, on a warm engine, decode excluded. */
  latencyMs: number;
}

/** One finished run, in the body of an answer to `models`. */
export interface ModelInfo {
  id: string;
  backbone: string;
  depth: Depth;
  /** `name` is null where the dataset was deleted. */
  dataset: { id: string; name: string | null };
  classes: string[];
  validation: Score | null;
  test: Score | null;
  /** Least confidence of an answer, 0..1. */
  threshold: number | null;
  sizeBytes: number | null;
  latencyMs: number | null;
  /** ISO 8601. */
  trainedAt: string;
}

export interface ModelsAnswer {
  /** What `best` stands for now; null without a finished run of the dataset opened last. */
  best: string | null;
  /** Newest first. */
  models: ModelInfo[];
}

/** What stands in the headers of a heatmap. */
export interface HeatmapFacts {
  model: string;
  label: string;
  /** 0..1. */
  confidence: number;
  method: string;
  layer: string;
}

/** What the service worker hands on to a page: everything but the document, which it has itself. */
export type RelayedRequest = Exclude<ApiRequest, { kind: 'openapi' }>;

/** Raised with every change of what crosses: pages and workers of different versions meet at updates. */
export const helloType = 'lensmith-api-1';

/** To every window of the origin, with a port: who answers for this base? */
export interface Hello {
  type: typeof helloType;
  /** URL of the folder that the app is served from. */
  base: string;
}

/** The one host's first message on that port. */
export interface HostReady {
  /** Name of a Web Lock that it holds for as long as it lives. */
  alive: string;
}

export type ToHost =
  | { id: number; request: RelayedRequest; picture: Blob | null }
  /** Nobody waits for this one any more. */
  | { id: number; forget: true };

export type HostAnswer =
  | { json: PredictAnswer | ModelsAnswer }
  | { png: Blob; facts: HeatmapFacts }
  | { error: WireError };

export interface FromHost {
  id: number;
  answer: HostAnswer;
}

/** Held by the page that answers for `base`; those that would take over wait for it. */
export function hostLock(base: string): string {
  return `lensmith-api ${base}`;
}
