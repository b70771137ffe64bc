export interface Schedule {
  /** Highest learning rate, reached at the end of the warm-up. */
  peak: number;
  totalSteps: number;
  /** Steps of linear rise; 0 starts at the peak. */
  warmupSteps: number;
  /** Learning rate that the cosine ends at. Default 0. */
  floor?: number;
}

/**
 * Learning rate for optimiser step `step`, counted from 0: a linear rise over `warmupSteps`
 * (Goyal et al. 2017), then half a cosine down to the floor (Loshchilov & Hutter 2017).
 */
export function cosineWithWarmup(
  step: number,
  { peak, totalSteps, warmupSteps, floor = 0 }: Schedule,
): number {
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const span = Math.max(totalSteps - warmupSteps, 1);
  const progress = Math.min((step - warmupSteps) / span, 1);
  return floor + ((peak - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
}
