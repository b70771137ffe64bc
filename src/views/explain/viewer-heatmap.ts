import { format, t } from '../../locales';
import type { ExplanationsState } from '../../state/explanation';
import type { ViewerHeatmap } from '../../ui/viewer/picture';

/**
 * What the viewer's heatmap shows of a stored or brought picture: what speaks for `classIndex` or,
 * where it is null, for the class the run finds most likely. For `ViewerPicture.explain`.
 */
export async function viewerHeatmap(
  explanations: ExplanationsState,
  runId: string,
  pictureId: string,
  classIndex: number | null = null,
): Promise<ViewerHeatmap> {
  const result = await explanations.explain({ runId, pictureId, classIndex, method: 'grad-cam' });
  const [map] = result.maps;
  if (!map) throw new Error('an explanation without a map');
  return {
    map,
    seen: result.seen,
    caption: t('explain.viewer', {
      label: map.label,
      confidence: format.percent(map.confidence),
      columns: map.width,
      rows: map.height,
    }),
  };
}
