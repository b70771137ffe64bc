import { format, t } from '../../locales';
import type { Evaluation } from '../../state/evaluation-measures';
import type { AnswerPair } from '../../state/evaluation-pairing';
import type { Answer } from '../../state/experiment-mistakes';
import type { AnsweredPicture } from './answer-gallery';

type Asked = Pick<Evaluation, 'classes' | 'run'>;

/** One model's answer, as the gallery shows it. */
export function answered({ classes, run }: Asked, answer: Answer): AnsweredPicture {
  const label = classes[answer.label] ?? String(answer.label);
  const said = classes[answer.said] ?? String(answer.said);
  const confidence = format.percent(answer.confidence, 0);
  const none = answer.confidence < (run.calibration?.threshold ?? 0);
  return {
    id: answer.picture,
    label,
    lines: [
      <>
        {t(none ? 'evaluate.gallery.saidNone' : 'evaluate.gallery.said', { label: said })}{' '}
        <span class="nowrap">{confidence}</span>
      </>,
    ],
    sentence: t(none ? 'evaluate.gallery.pictureNone' : 'evaluate.gallery.picture', {
      label,
      said,
      confidence,
    }),
  };
}

/** Two models' answers to one picture. */
export function answeredTwice(
  classes: readonly string[],
  { first, second }: AnswerPair,
): AnsweredPicture {
  const label = classes[first.label] ?? String(first.label);
  const said = [first, second].map((answer) => ({
    label: classes[answer.said] ?? String(answer.said),
    sure: format.percent(answer.confidence, 0),
  }));
  const [a, b] = said;
  return {
    id: first.picture,
    label,
    lines: said.map(({ label, sure }, index) => (
      <>
        {t('evaluate.two.said', { which: t(index ? 'evaluate.two.b' : 'evaluate.two.a'), label })}{' '}
        <span class="nowrap">{sure}</span>
      </>
    )),
    sentence: t('evaluate.two.picture', {
      label,
      first: a.label,
      firstSure: a.sure,
      second: b.label,
      secondSure: b.sure,
    }),
  };
}
