import {
  createContext,
  createMemo,
  createSignal,
  lazy,
  type ParentProps,
  Show,
  useContext,
} from 'solid-js';
import { returnFocus } from '../return-focus';
import type { ViewerPicture } from './picture';

export interface ViewerOptions {
  /** Whether heatmaps are on from the start. Default: false. */
  heatmap?: boolean;
}

export interface Viewer {
  /** Opens at `index`; arrows walk the list, Esc closes, focus returns to where it was. */
  open(pictures: readonly ViewerPicture[], index: number, options?: ViewerOptions): void;
}

const ViewerContext = createContext<Viewer>();
const Overlay = lazy(() => import('./overlay'));

/** One viewer for every picture on the page; its code is loaded at the first look. */
export function ViewerProvider(props: ParentProps) {
  const [shown, setShown] = createSignal<{
    pictures: readonly ViewerPicture[];
    index: number;
    heatmap?: boolean;
  }>();
  const viewer: Viewer = {
    open: (pictures, index, options) => setShown({ pictures, index, ...options }),
  };
  returnFocus(createMemo(() => shown() !== undefined));
  return (
    <ViewerContext.Provider value={viewer}>
      {props.children}
      <Show when={shown()}>
        {(request) => (
          <Overlay
            pictures={request().pictures}
            index={request().index}
            heatmap={request().heatmap}
            onMove={(index) => setShown({ ...request(), index })}
            onClose={() => setShown(undefined)}
          />
        )}
      </Show>
    </ViewerContext.Provider>
  );
}

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('useViewer() needs a <ViewerProvider> above it');
  return viewer;
}
