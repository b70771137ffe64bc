import { type Accessor, createMemo, createSignal } from 'solid-js';

/** Something long that is under way; at most one of each kind. */
export interface Activity {
  kind: 'import' | 'train' | 'predict' | 'export';
  /** 0..1, or null while unknown. */
  progress: number | null;
}

export interface ActivityState {
  /** Training before prediction before export before import, where several run. */
  current: Accessor<Activity | null>;
  of(kind: Activity['kind']): Activity | null;
  /** Title, tab icon and the path follow. */
  set(kind: Activity['kind'], progress: number | null | 'ended'): void;
}

/** What is running on this page, for whoever shows it without knowing what it is. */
export function createActivity(): ActivityState {
  const signals = {
    train: createSignal<Activity | null>(null),
    predict: createSignal<Activity | null>(null),
    export: createSignal<Activity | null>(null),
    import: createSignal<Activity | null>(null),
  };
  const current = createMemo(
    () => signals.train[0]() ?? signals.predict[0]() ?? signals.export[0]() ?? signals.import[0](),
  );
  return {
    current,
    of: (kind) => signals[kind][0](),
    set(kind, progress) {
      signals[kind][1](progress === 'ended' ? null : { kind, progress });
    },
  };
}
