import type { FormatCheck } from '../../../core/contract/export';
import type { Picture } from '../../../core/dataset';
import { argmax } from '../../../core/learning/metrics';

/** Enough to see what kind of picture differs. */
const mostDiffering = 20;

export type Outcome = Pick<
  FormatCheck,
  'pictures' | 'agreeing' | 'largestDifference' | 'passed' | 'reason' | 'detail' | 'differing'
>;

export const failed = (reason: FormatCheck['reason'], detail: string | null): Outcome => ({
  ...{ pictures: 0, agreeing: 0, largestDifference: 0 },
  ...{ passed: false, reason, detail, differing: [] },
});

/** Two sets of probabilities, [pictures, classes]. */
export function compare(
  ours: Float32Array,
  theirs: Float32Array,
  pictures: readonly Pick<Picture, 'id' | 'file'>[],
  classes: readonly string[],
  bounds: FormatCheck['bounds'],
): Outcome {
  if (theirs.length !== ours.length) {
    return failed('readerFailed', `${theirs.length} probabilities instead of ${ours.length}`);
  }
  if (!theirs.every(Number.isFinite)) {
    return { ...failed('notFinite', null), pictures: pictures.length };
  }
  let largestDifference = 0;
  for (let i = 0; i < ours.length; i++) {
    largestDifference = Math.max(largestDifference, Math.abs(ours[i] - theirs[i]));
  }
  const [mine, other] = [argmax(ours, classes.length), argmax(theirs, classes.length)];
  const differing = pictures.flatMap(({ id, file }, i) =>
    mine[i] === other[i]
      ? []
      : [{ picture: id, file, ours: classes[mine[i]], theirs: classes[other[i]] }],
  );
  const agreeing = pictures.length - differing.length;
  const agrees = agreeing >= bounds.agreement * pictures.length;
  const near = largestDifference <= bounds.difference;
  return {
    ...{ pictures: pictures.length, agreeing, largestDifference, detail: null },
    passed: agrees && near,
    reason: !agrees ? 'otherClass' : near ? null : 'difference',
    differing: differing.slice(0, mostDiffering),
  };
}
