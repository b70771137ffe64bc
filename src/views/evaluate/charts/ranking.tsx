import { createEffect, createMemo, createSignal, on, onCleanup, Show } from 'solid-js';
import { t } from '../../../locales';
import { Select } from '../../../ui/select';
import { type Ranking as Curves, rankings } from './class-curves';
import { captionText, type EvaluatedPair, evaluatedRuns, nameOf, sourceText } from './evaluated';
import { PairFigure } from './pair-figure';
import { type RankedSeries, rankingFigure } from './ranking-figures';

const everyClass = '';
const height = 340;

/** ROC and precision-recall: one class against the rest, beside the mean of all. */
export function Ranking(props: EvaluatedPair) {
  const [chosen, setChosen] = createSignal(everyClass);
  const runs = createMemo(() =>
    evaluatedRuns(props).map((one) => ({
      evaluated: one,
      ranked: rankings(one.probabilities, one.labels, one.classes.length),
    })),
  );
  const means = createMeans(() => runs().map(({ ranked }) => ranked));
  const className = () => (props.classes.includes(chosen()) ? chosen() : everyClass);

  const series = createMemo(() =>
    runs().flatMap(({ evaluated, ranked }, run): RankedSeries[] => {
      const c = evaluated.classes.indexOf(className());
      const mean = means()[run];
      const shown: { what: string; ranking: Curves }[] = [
        ...(c >= 0 ? [{ what: className(), ranking: ranked.of(c) }] : []),
        ...(mean ? [{ what: t('charts.mean'), ranking: mean }] : []),
      ];
      return shown.map(({ what, ranking }, form) => ({
        name: props.other ? `${nameOf(evaluated, props)}: ${what}` : what,
        run: run === 0 ? 0 : 1,
        form: form === 0 ? 0 : 1,
        ranking,
        source: sourceText(evaluated, props),
      }));
    }),
  );
  const support = createMemo(() => {
    const counts = new Uint32Array(props.classes.length);
    for (const label of props.labels) counts[label] = (counts[label] ?? 0) + 1;
    return counts;
  });
  const caption = () =>
    captionText(
      props,
      className() === everyClass
        ? t('charts.captionMean')
        : t('charts.captionClass', { label: className() }),
    );

  return (
    <section class="evaluation-ranking">
      <h2>{t('charts.ranking.title')}</h2>
      <p class="muted">{t('charts.ranking.lead')}</p>
      <Select
        label={t('charts.ranking.choose')}
        value={className()}
        options={[
          { value: everyClass, label: t('charts.mean') },
          ...props.classes.map((label, c) => ({
            value: label,
            label,
            // Without pictures of a class, or without any other, there is nothing to tell apart.
            disabled: support()[c] === 0 || support()[c] === props.labels.length,
          })),
        ]}
        onChange={setChosen}
      />
      <Show when={means().some((mean) => mean === null)}>
        <p class="muted small" role="status">
          {t('charts.ranking.averaging', { count: props.classes.length })}
        </p>
      </Show>
      <div class="evaluation-pair">
        <RankingFigure kind="roc" series={series()} caption={caption()} pair={props} />
        <RankingFigure kind="pr" series={series()} caption={caption()} pair={props} />
      </div>
    </section>
  );
}

function RankingFigure(props: {
  kind: 'roc' | 'pr';
  series: readonly RankedSeries[];
  caption: string;
  pair: EvaluatedPair;
}) {
  const content = createMemo(() => rankingFigure(props.kind, props.series));
  const title = () => t(`charts.${props.kind}.title`);
  return (
    <PairFigure
      title={title()}
      content={content()}
      caption={props.caption}
      pair={props.pair}
      height={height}
    />
  );
}

/** The mean of all classes of each run, null while it is worked out; results of earlier runs are dropped. */
function createMeans(runs: () => readonly ReturnType<typeof rankings>[]) {
  const [means, setMeans] = createSignal<(Curves | null)[]>([]);
  createEffect(
    on(runs, (ranked) => {
      let stale = false;
      onCleanup(() => {
        stale = true;
      });
      setMeans(ranked.map(() => null));
      void Promise.all(
        ranked.map(async (one, run) => {
          const mean = await one.mean(() => stale);
          if (mean && !stale) {
            setMeans((known) => known.map((before, index) => (index === run ? mean : before)));
          }
        }),
      );
    }),
  );
  return means;
}
