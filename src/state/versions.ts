import {
  type Accessor,
  createEffect,
  createMemo,
  createResource,
  createSignal,
  on,
} from 'solid-js';
import type { Picture } from '../../core/dataset';
import { applyEdits, type Edit, undoLast } from '../../core/doctor/edits';
import { baseVersion, type DatasetVersion, versionHash } from '../../core/doctor/version';
import { LensmithError } from '../../core/errors';
import { splitPictures } from '../../core/learning/split';
import type { EditHistory } from '../../core/store';
import type { DatasetState } from './dataset';
import { createRevision } from './revision';
import type { Services } from './services';

/** Training's own default: the sides shown are those that it will follow. */
const defaultSeed = 0;

/** The current dataset as it was imported, and what has been changed of it since. */
export interface VersionsState {
  /** Oldest first; empty until they are read. */
  edits: Accessor<readonly Edit[]>;
  /** With all edits applied; undefined while pictures or edits are read. */
  current: Accessor<DatasetVersion | undefined>;
  /** As it was imported, divided as a training with the default seed divides it. */
  base: Accessor<DatasetVersion | undefined>;
  /** SHA-256 of the current version, hex; the dataset's own where nothing is changed. */
  hash: Accessor<string | undefined>;
  canUndo: Accessor<boolean>;
  canRedo: Accessor<boolean>;
  /** Stored, then shown, here and in other tabs. Rejects with RangeError for an edit that does not fit. */
  apply(edit: Edit): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Back to what was imported; it can be undone by `redo`, edit by edit. */
  reset(): Promise<void>;
}

const nothing: EditHistory = { edits: [], undone: [] };

export function createVersions(
  services: Pick<Services, 'store'>,
  { current: dataset, pictures }: Pick<DatasetState, 'current' | 'pictures'>,
): VersionsState {
  const id = createMemo(() => dataset()?.id ?? null);
  const [known, setKnown] = createSignal<{ of: string | null; history: EditHistory } | null>(null);
  const read = async (of: string | null) => {
    const history = of ? await (await services.store).datasets.edits(of) : nothing;
    if (of === id()) setKnown({ of, history });
  };
  // Another tab may have changed them.
  const revision = createRevision(['datasets']);
  createEffect(on([id, revision], () => void read(id()).catch(() => {})));
  const history = createMemo(() => {
    const read = known();
    return read?.of === id() ? read.history : null;
  });
  const edits = createMemo(() => history()?.edits ?? nothing.edits, undefined, {
    equals: (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b),
  });

  let made: { of: Picture[]; version: DatasetVersion } | null = null;
  /** Made when first asked for: to divide tens of thousands of pictures takes its time. */
  function base(): DatasetVersion | undefined {
    const [shown, all] = [dataset(), pictures()];
    if (!shown || !all || !history()) return undefined;
    if (made?.of !== all) {
      const { sides } = splitPictures(all, { seed: defaultSeed });
      made = { of: all, version: baseVersion(shown.classes, all, sides) };
    }
    return made.version;
  }
  const edited = createMemo(() => {
    if (edits().length === 0) return null;
    const version = base();
    return version && applyEdits(version, edits());
  });
  const [hashed] = createResource(edited, async (version) => ({
    of: version,
    hash: await versionHash(version),
  }));

  async function change(make: (history: EditHistory) => EditHistory): Promise<void> {
    const of = id();
    if (!of) throw new LensmithError('unknownDataset', { id: '' });
    const next = await (await services.store).datasets.edit(of, make);
    if (of === id()) setKnown({ of, history: next });
  }

  return {
    edits,
    current: () => (edits().length > 0 ? (edited() ?? undefined) : base()),
    base,
    hash: () => {
      const version = edited();
      if (!version) return dataset()?.hash;
      return hashed.latest?.of === version ? hashed.latest.hash : undefined;
    },
    canUndo: () => edits().length > 0,
    canRedo: () => (history()?.undone.length ?? 0) > 0,
    async apply(edit) {
      const version = base();
      if (!version) throw new LensmithError('unknownDataset', { id: id() ?? '' });
      await change(({ edits }) => {
        applyEdits(version, [...edits, edit]);
        return { edits: [...edits, edit], undone: [] };
      });
    },
    undo: () =>
      change(({ edits, undone }) => ({
        edits: undoLast(edits),
        undone: [...edits.slice(-1), ...undone],
      })),
    redo: () =>
      change(({ edits, undone }) => ({
        edits: [...edits, ...undone.slice(0, 1)],
        undone: undone.slice(1),
      })),
    reset: () => change(({ edits, undone }) => ({ edits: [], undone: [...edits, ...undone] })),
  };
}

/** The datasets with the current one shown in its version: classes, labels, nothing excluded. */
export function inVersion(datasets: DatasetState, versions: VersionsState): DatasetState {
  const version = createMemo(() => (versions.edits().length > 0 ? versions.current() : undefined));
  const pictures = createMemo(() => {
    const [shown, all] = [version(), datasets.pictures()];
    if (!shown || !all) return all;
    return shown.pictures.flatMap(({ label, isExcluded }, i) => {
      const picture = all[i];
      if (isExcluded || !picture) return [];
      return label === picture.label ? [picture] : [{ ...picture, label }];
    });
  });
  const current = createMemo(() => {
    const [dataset, shown, taken] = [datasets.current(), version(), pictures()];
    if (!dataset || !shown || !taken) return dataset;
    const bytes = taken.reduce((sum, picture) => sum + picture.bytes, 0);
    return { ...dataset, classes: [...shown.classes], images: taken.length, bytes };
  });
  const byId = createMemo(() => {
    const shown = version();
    return shown && new Map(shown.pictures.map(({ id, label }) => [id, label]));
  });
  return {
    ...datasets,
    current,
    pictures,
    // An excluded one too: a run that saw it still shows it.
    picture(id) {
      const picture = datasets.picture(id);
      const label = byId()?.get(id);
      return picture && label !== undefined ? { ...picture, label } : picture;
    },
  };
}
