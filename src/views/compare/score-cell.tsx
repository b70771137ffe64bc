import type { Score } from '../../../core/run';
import { IntervalDot } from '../../charts/interval-dot';
import type { Domain } from '../../charts/scale';
import { format, t } from '../../locales';
import { Explained } from '../../ui/tooltip';
import './score-cell.css';

/** An accuracy with its interval, written and drawn; the writing says on demand where it comes from. */
export function ScoreCell(props: {
  score: Score;
  domain: Domain;
  kind: 'validation' | 'test';
  why: string;
}) {
  const written = () => format.score(props.score);
  return (
    <div class="score-cell">
      <Explained why={props.why}>{written()}</Explained>
      <IntervalDot
        accuracy={props.score.accuracy}
        interval={props.score.interval}
        domain={props.domain}
        kind={props.kind}
        label={t(`compare.dot.${props.kind}`, { score: written() })}
      />
    </div>
  );
}
