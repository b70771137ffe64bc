import type { JobId } from './job';

export interface PublishOptions {
  /** The user's; used for this call and kept nowhere. */
  token: string;
  /** `name/pets-resnet18`. */
  repo: string;
  private: boolean;
  /** Also a static Space of the same name with the demo page. */
  space: boolean;
}

export interface PublishProgress {
  phase: 'signingIn' | 'creating' | 'uploading';
  /** Bytes. */
  done: number;
  total: number;
}

export interface Published {
  repo: string;
  url: string;
  /** Null where none was wanted. */
  spaceUrl: string | null;
}

/** workers/formats.worker.ts, the publishing part. */
export interface PublishApi {
  /**
   * Pushes a bundle (the ZIP that an export gave) to the Hub as a model repository. Rejects with
   * badOption, hubToken, hubNoWrite, hubTaken, hubUpload, hubFailed, cancelled.
   */
  publish(
    job: JobId,
    bundle: Blob,
    options: PublishOptions,
    onProgress: (progress: PublishProgress) => void,
  ): Promise<Published>;
}
