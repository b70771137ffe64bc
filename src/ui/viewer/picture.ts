import type { JSX } from 'solid-js';
import type { HeatmapValues } from '../heatmap';
import type { Part } from '../part';

/** Where a model saw evidence in a picture. */
export interface ViewerHeatmap {
  map: HeatmapValues;
  /** The part of the picture that the model looked at. */
  seen: Part;
  /** What the map shows: for which class, by which model. */
  caption: string;
}

/** A picture as the viewer shows it; its bytes are read when it comes into sight. */
export interface ViewerPicture {
  id: string;
  /** Shown as the title: the class, or what the model said. */
  title: string;
  /** A line beneath: file name, size. */
  caption?: string;
  /** Anything more, beside the picture: predictions, why it is here. */
  detail?: () => JSX.Element;
  /** Null when it is gone. */
  load: () => Promise<Blob | null>;
  /** Where a model answers for the picture: asked for when the heatmap is turned on. */
  explain?: () => Promise<ViewerHeatmap>;
}
