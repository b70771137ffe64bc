import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { Examination, ExamineProgress } from '../../core/contract/doctor';
import type { Finding } from '../../core/doctor/findings';
import { openFindings } from '../../core/doctor/open-findings';
import { LensmithError } from '../../core/errors';
import type { ExperimentState } from './experiment';
import { createPace, type Pace } from './pace';
import type { ExperimentInputs } from './training';
import type { VersionsState } from './versions';

/** How long one looks at the data before the doctor begins by itself. */
const QUIET_MS = 3_000;

export interface DoctorState {
  /** The last of the current dataset; null before the first. */
  examination: Accessor<Examination | null>;
  /** What the current version leaves open of it, highest score first. */
  findings: Accessor<Finding[]>;
  /** Whether the dataset was changed since. */
  isStale: Accessor<boolean>;
  progress: Accessor<(ExamineProgress & Pace) | null>;
  error: Accessor<unknown>;
  start(): void;
  /** Until somebody starts it again. */
  stop(): void;
}

interface DoctorInputs
  extends Pick<ExperimentInputs, 'services' | 'settings' | 'datasets' | 'route'> {
  versions: VersionsState;
  experiment: Pick<ExperimentState, 'phase'>;
}

/**
 * Examines what one looks at, once a dataset, while nothing is trained; a training stops it, and
 * when that is over it goes on with the features it has.
 */
export function createDoctor({
  services,
  datasets,
  versions,
  experiment,
  settings,
  route,
}: DoctorInputs): DoctorState {
  const id = createMemo(() => datasets.current()?.id ?? null);
  const [known, setKnown] = createSignal<{ of: string; found: Examination | null } | null>(null);
  const [progress, setProgress] = createSignal<(ExamineProgress & Pace) | null>(null);
  const [error, setError] = createSignal<unknown>(null);
  /** Stopped by hand, or failed: not begun again by itself. */
  const [held, setHeld] = createSignal<string | null>(null);
  let abort: AbortController | null = null;

  createEffect(
    on(id, async (of) => {
      abort?.abort();
      setError(null);
      if (!of) return setKnown(null);
      const store = await services.store;
      const found = await store.artifacts
        .get<Examination>(`dataset/${of}/doctor`)
        .catch(() => null);
      if (of === id()) setKnown({ of, found });
    }),
  );
  const examination = createMemo(() => {
    const read = known();
    return read?.of === id() ? read.found : null;
  });
  const findings = createMemo(() => {
    const [found, version] = [examination(), versions.current()];
    return found && version ? openFindings(found, version) : [];
  });

  async function run(): Promise<void> {
    const of = id();
    if (!of || abort || experiment.phase() !== 'idle') return;
    const controller = new AbortController();
    abort = controller;
    setError(null);
    setHeld(null);
    let phase: ExamineProgress['phase'] | null = null;
    let pace = createPace();
    setProgress({ phase: 'features', done: 0, total: 0, rate: null, remainingSeconds: null });
    try {
      const backend = settings.backend();
      const found = await services.trainer.examine(
        of,
        backend === 'auto' ? undefined : backend,
        (now) => {
          if (controller.signal.aborted) return;
          if (now.phase !== phase) pace = createPace();
          phase = now.phase;
          setProgress({ ...now, ...pace(now.done, now.total) });
        },
        controller.signal,
      );
      if (of === id()) setKnown({ of, found });
    } catch (cause) {
      if (controller.signal.aborted) return;
      setHeld(of);
      if (!(cause instanceof LensmithError && cause.code === 'cancelled')) setError(cause);
    } finally {
      abort = null;
      setProgress(null);
    }
  }

  createEffect(
    on(experiment.phase, (phase) => {
      if (phase !== 'idle') abort?.abort();
    }),
  );
  // By itself: only while one looks at pictures that nobody has examined.
  createEffect(() => {
    const waits =
      route.view() === 'data' &&
      known()?.of === id() &&
      !examination() &&
      held() !== id() &&
      progress() === null &&
      datasets.pictures() !== undefined &&
      datasets.importing() === null &&
      experiment.phase() === 'idle';
    if (!waits) return;
    const timer = setTimeout(() => void run(), QUIET_MS);
    onCleanup(() => clearTimeout(timer));
  });

  return {
    examination,
    findings,
    isStale: () => {
      const [found, hash] = [examination(), versions.hash()];
      return found !== null && hash !== undefined && found.hash !== hash;
    },
    progress,
    error,
    start: () => void run(),
    stop() {
      setHeld(id());
      abort?.abort();
    },
  };
}
