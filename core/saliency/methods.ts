/** How a picture's evidence is found, the default first; `attention-rollout` only for transformers. */
export const saliencyMethods = ['grad-cam', 'grad-cam++', 'attention-rollout'] as const;

export type SaliencyMethod = (typeof saliencyMethods)[number];
