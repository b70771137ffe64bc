import { type Accessor, createMemo } from 'solid-js';
import { t } from '../../locales';
import { useApp } from '../../state/app';
import type { ClassSummary } from '../../state/class-summary';
import type { GridPicture } from '../../ui/picture-grid';
import type { ViewerPicture } from '../../ui/viewer/picture';
import { useViewer } from '../../ui/viewer/viewer';

/** A class's pictures as the grid and the viewer take them: thumbnails small, originals large. */
export function createPictureOpener(
  summary: Accessor<ClassSummary>,
  /** How many the grid shows at most: a class may hold thousands. */
  shown: Accessor<number> = () => Number.POSITIVE_INFINITY,
): {
  gridPictures: Accessor<GridPicture[]>;
  open: (index: number) => void;
} {
  const { datasets } = useApp();
  const viewer = useViewer();
  const gridPictures = createMemo(() =>
    summary()
      .pictures.slice(0, shown())
      .map(({ id, file }) => ({
        id,
        label: t('data.picture', { label: summary().name, file }),
        load: () => datasets.blob(id, 'thumbnail'),
      })),
  );
  const viewerPictures = (): ViewerPicture[] =>
    summary().pictures.map(({ id, file }) => ({
      id,
      title: summary().name,
      caption: file,
      load: () => datasets.blob(id, 'original'),
    }));
  return { gridPictures, open: (index) => viewer.open(viewerPictures(), index) };
}
