import type { JSX } from 'solid-js';

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
}
