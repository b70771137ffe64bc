import { type AugmentationVerdict, augmentationVerdict } from '../../../core/augmentation/verdict';
import type { Score } from '../../../core/run';
import type { CardFacts } from './facts';
import { markdownCode, markdownTable, markdownText } from './quote';

/** What was measured, on which pictures, and what that does and does not say. */
export function resultsSection({ run, perClass, tied, model }: CardFacts): string {
  const scores = [
    scoreRow('test', run.test),
    scoreRow(validationName(run.validationScheme), run.validation),
  ];
  const rows = scores.filter((row) => row !== null);
  const parts = ['## How good it is'];
  if (rows.length === 0) {
    parts.push('Nothing has been measured of it: it was imported without its results.');
  } else {
    parts.push(markdownTable(['pictures', 'accuracy', '95% interval (Wilson)', 'right'], rows));
    parts.push(meaning(run.test, run.validationScheme));
  }
  if (tied.length > 0) {
    const names = tied.map(({ id }) => markdownCode(id)).join(', ');
    parts.push(
      `Tied with ${names}: the exact McNemar test tells them apart neither on validation nor on test pictures (p >= 0.05).`,
    );
  }
  const verdict = augmentationVerdict(run);
  if (verdict) parts.push(augmentationLine(verdict, String(run.params.augmentation)));
  if (perClass) {
    parts.push(`By class, on ${perClass.on} pictures (a dash is a division by zero):`);
    const table = perClass.of.map(({ precision, recall, f1, support }, label) => [
      markdownText(model.classes[label] ?? String(label)),
      ...[precision, recall, f1].map((value) => (value === null ? '-' : value.toFixed(3))),
      String(support),
    ]);
    parts.push(markdownTable(['class', 'precision', 'recall', 'F1', 'pictures'], table));
  }
  if (run.calibration) {
    const { temperature, threshold } = run.calibration;
    parts.push(
      `**Confidence** was calibrated by the temperature ${short(temperature)} (Guo et al. 2017), which is already in the classifier: do not divide by it again. Below a confidence of **${percent(threshold)}** an answer is rather *none of these*: most right answers to validation pictures were surer than that. It is no detector of foreign pictures, which can get high confidence too.`,
    );
  }
  return parts.join('\n\n');
}

function meaning(test: Score | null, scheme: CardFacts['run']['validationScheme']): string {
  const chosen =
    scheme === 'k-fold'
      ? 'Validation is cross-validated: each of these pictures was answered by a model that had not seen it, fitted as this one was; this one learned from all of them.'
      : 'Epoch, hyperparameters, temperature and the choice among models saw the validation pictures, so that number flatters.';
  return test
    ? `${chosen} The test pictures were read when training had ended, and nothing was chosen by them. Quote the test accuracy, with its interval.`
    : `${chosen} **There is no test accuracy**: no pictures were left for it, or training had not come to its end.`;
}

const effects = {
  helped: 'helped',
  hurt: 'hurt',
  none: 'made no measurable difference',
} as const;

function augmentationLine(verdict: AugmentationVerdict, name: string): string {
  const points = (share: number) => (100 * share).toFixed(1);
  const { effect, kept, gain, low, high, p, plain, augmented } = verdict;
  return `**Augmentation** (${markdownCode(name)}) ${effects[effect]} on validation: ${percent(plain)} without, ${percent(augmented)} with (${points(gain)} points, 95% interval ${points(low)} to ${points(high)}, exact McNemar p = ${p.toPrecision(2)}). This is the model trained ${kept === 'augmented' ? 'with' : 'without'} it.`;
}

const validationName = (scheme: string) =>
  scheme === 'k-fold' ? 'validation (cross-validated)' : 'validation';

function scoreRow(name: string, score: Score | null): string[] | null {
  if (!score) return null;
  const { accuracy, interval, correct, count } = score;
  return [name, percent(accuracy), interval.map(percent).join(' to '), `${correct} of ${count}`];
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const short = (value: number) => String(Number(value.toPrecision(4)));
