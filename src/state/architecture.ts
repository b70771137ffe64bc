import { type Accessor, createMemo, createResource, createSignal } from 'solid-js';
import type { ArchitectureDescription, NodeActivation } from '../../core/contract/architecture';
import type { Picture } from '../../core/dataset';
import type { App } from './app';

/** A picture whose activations are looked at. */
export interface LookedAt {
  id: string;
  name: string;
  load(): Promise<Blob | null>;
  thumbnail(): Promise<Blob | null>;
}

export interface ArchitectureState {
  /** Undefined while it is read. */
  description: Accessor<ArchitectureDescription | undefined>;
  error: Accessor<unknown>;
  /** Pictures to choose from: brought ones, then some of the run's own dataset. */
  pictures: Accessor<LookedAt[]>;
  picture: Accessor<LookedAt | null>;
  choose(id: string): void;
  /** The node whose activation is shown. */
  node: Accessor<string | null>;
  setNode(id: string | null): void;
  /** Of `node` for `picture`; undefined while it is computed. */
  activation: Accessor<NodeActivation | undefined>;
  activationError: Accessor<unknown>;
}

const offered = 12;

/** The network of a run, and what its nodes hold for a picture. */
export function createArchitecture(
  { services, history, explanations }: Pick<App, 'services' | 'history' | 'explanations'>,
  runId: Accessor<string | null>,
): ArchitectureState {
  const [description] = createResource(runId, (id) =>
    services.formats.call((api) => api.architecture(id)),
  );
  const datasetId = createMemo(() => history.run(runId() ?? '')?.datasetId);
  const [stored] = createResource(datasetId, async (id) => {
    const store = await services.store;
    return spread(await store.datasets.pictures(id), offered);
  });
  const blob = async (id: string, form: 'original' | 'thumbnail') =>
    (await services.store).datasets.blob(id, form);
  const pictures = createMemo(() => [
    ...explanations.brought().map(({ id, name, picture }) => {
      const load = async () => picture;
      return { id, name, load, thumbnail: load };
    }),
    ...(stored.error ? [] : (stored.latest ?? [])).map(({ id, file }) => {
      const [load, thumbnail] = [() => blob(id, 'original'), () => blob(id, 'thumbnail')];
      return { id, name: file, load, thumbnail };
    }),
  ]);
  const [chosen, setChosen] = createSignal<string | null>(null);
  const picture = createMemo(
    () => pictures().find(({ id }) => id === chosen()) ?? pictures()[0] ?? null,
    null,
    { equals: (a, b) => a?.id === b?.id },
  );
  const [node, setNode] = createSignal<string | null>(null);
  const asked = createMemo(() => {
    const [run, id, looked] = [runId(), node(), picture()];
    return run && id && looked ? { run, id, looked } : null;
  });
  const [activation] = createResource(asked, async ({ run, id, looked }) => {
    const original = await looked.load();
    if (!original) return undefined;
    const found = await services.trainer.activation(run, original, id);
    return { found, picture: looked.id };
  });

  return {
    description: () => (description.error ? undefined : description()),
    error: () => description.error,
    pictures,
    picture,
    choose: setChosen,
    node,
    setNode,
    activation() {
      const latest = activation.error ? undefined : activation.latest;
      const isCurrent = latest?.found.nodeId === node() && latest.picture === picture()?.id;
      return isCurrent ? latest.found : undefined;
    },
    activationError: () => activation.error,
  };
}

/** Some of a list, from all over it. */
function spread(list: readonly Picture[], count: number): Picture[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!);
}
