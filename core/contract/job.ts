/** Names one long call, so that it can be cancelled: at the next batch, then by `terminate()`. */
export type JobId = string;
