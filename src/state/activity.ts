import { type Accessor, createMemo, createSignal } from 'solid-js';

/** Something long that is under way; at most one of each kind. */
export interface Activity {
  kind: 'import' | 'train';
  /** 0..1, or null while unknown. */
  progress: number | null;
}

export interface ActivityState {
  /** Training before import, where both run. */
  current: Accessor<Activity | null>;
  of(kind: Activity['kind']): Activity | null;
  /** Title, tab icon and the path follow. */
  set(kind: Activity['kind'], progress: number | null | 'ended'): void;
}

/** What is running on this page, for whoever shows it without knowing what it is. */
export function createActivity(): ActivityState {
  const [importing, setImporting] = createSignal<Activity | null>(null);
  const [training, setTraining] = createSignal<Activity | null>(null);
  const current = createMemo(() => training() ?? importing());
  return {
    current,
    of: (kind) => (kind === 'train' ? training() : importing()),
    set(kind, progress) {
      const next = progress === 'ended' ? null : { kind, progress };
      (kind === 'train' ? setTraining : setImporting)(next);
    },
  };
}
