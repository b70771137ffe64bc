import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { Run } from '../../../core/run';
import { type SaliencyMethod, saliencyMethods } from '../../../core/saliency/methods';
import { t } from '../../locales';
import type { App } from '../../state/app';
import { type Ask, createExplanation, type Explanation } from '../../state/explanation';
import { createMeasuredPictures, type MeasuredPicture } from '../../state/explanation-pictures';

/** The picture being explained. */
export interface Subject {
  id: string;
  /** Null for one that somebody brought. */
  measured: MeasuredPicture | null;
  brought: boolean;
}

/** One heatmap: the class asked for, and what came of it. */
export interface Pane {
  /** Index into the run's classes; null until the first answer. */
  classIndex: Accessor<number | null>;
  setClass(index: number): void;
  explanation: Explanation;
}

export interface Selection {
  run: Accessor<Run | null>;
  measured: Accessor<readonly MeasuredPicture[] | null | undefined>;
  subject: Accessor<Subject | null>;
  method: Accessor<SaliencyMethod>;
  setMethod(method: SaliencyMethod): void;
  comparing: Accessor<boolean>;
  setComparing(on: boolean): void;
  first: Pane;
  /** Asked only while two classes are compared. */
  second: Pane;
}

/** `#/explain?run=...&picture=...` names run and picture; what it leaves out is chosen here. */
export function createSelection(app: App, run: Accessor<Run | null>): Selection {
  const { explanations, route, services } = app;
  const measured = createMeasuredPictures(services.store, run);
  const [method, setMethod] = createSignal<SaliencyMethod>('grad-cam');
  const [comparing, setComparing] = createSignal(false);

  const subject = createMemo<Subject | null>(
    () => {
      const asked = route.param('picture');
      const of = (id: string): Subject => ({
        id,
        measured: measured()?.find(({ picture }) => picture === id) ?? null,
        brought: explanations.brought().some((one) => one.id === id),
      });
      // An address of before a reload may name a picture that was only brought.
      if (asked && (explanations.brought().some(({ id }) => id === asked) || asked.includes('/'))) {
        return of(asked);
      }
      const first = measured()?.[0]?.picture ?? explanations.brought()[0]?.id;
      return measured() === undefined || !first ? null : of(first);
    },
    null,
    {
      equals: (a, b) => a?.id === b?.id && a?.measured === b?.measured,
    },
  );
  const allowed = () => {
    const now = run();
    return now && methodsOf(now).includes(method()) ? method() : 'grad-cam';
  };

  const about = () => `${run()?.id} ${subject()?.id}`;
  const [chosen, setChosen] = createChoice(about);
  const [other, setOther] = createChoice(about);

  const ask = (classIndex: Accessor<number | null>) =>
    createMemo<Ask | null>(
      () => {
        const [runId, pictureId] = [run()?.id, subject()?.id];
        return runId && pictureId
          ? { runId, pictureId, classIndex: classIndex(), method: allowed() }
          : null;
      },
      null,
      { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
    );
  const explained = createExplanation(ask(chosen), explanations.explain);
  const shown = () => chosen() ?? explained.result()?.maps[0]?.classIndex ?? null;
  /** What it is, where that is not shown already; else the strongest of the others. */
  const contrast = createMemo(() => {
    const [now, known] = [run(), explained.result()];
    if (!now || !known || shown() === null) return null;
    const truth = subject()?.measured?.label;
    if (truth !== undefined && truth !== shown()) return truth;
    const next = known.predictions.find(({ label }) => label !== now.classes[shown() ?? -1]);
    return next ? now.classes.indexOf(next.label) : null;
  });
  const against = () => other() ?? contrast();
  const askSecond = ask(against);
  const second = createExplanation(
    () => (comparing() && against() !== null ? askSecond() : null),
    explanations.explain,
  );

  return {
    run,
    measured,
    subject,
    method: allowed,
    setMethod,
    comparing,
    setComparing,
    first: { classIndex: shown, setClass: setChosen, explanation: explained },
    second: { classIndex: against, setClass: setOther, explanation: second },
  };
}

/** A class chosen for one picture and model; another begins with its own answer. */
function createChoice(about: Accessor<string>) {
  const [chosen, setChosen] = createSignal<{ about: string; index: number } | null>(null);
  const index = () => {
    const last = chosen();
    return last?.about === about() ? last.index : null;
  };
  return [index, (to: number) => void setChosen({ about: about(), index: to })] as const;
}

/** Attention is there to be followed only in a transformer. */
export function methodsOf(run: Pick<Run, 'backbone'>): SaliencyMethod[] {
  const hasAttention = run.backbone.includes('vit');
  return saliencyMethods.filter((method) => hasAttention || method !== 'attention-rollout');
}

/** `cat, taken for dog`. */
export function measuredInWords(run: Pick<Run, 'classes'>, one: MeasuredPicture): string {
  return t(one.right ? 'explain.strip.rightOne' : 'explain.strip.wrongOne', {
    label: run.classes[one.label] ?? String(one.label),
    said: run.classes[one.said] ?? String(one.said),
  });
}
