/** A file that a page can keep for offline use before it is first needed. */
export interface KeptFile {
  /** Relative to where the app is; what loads it asks for the same. */
  url: string;
  bytes: number;
}

/** At `<base>`: a KeptFile[] of all that the shell's precache leaves out, made by the build. */
export const keptFilesList = 'offline.json';

/** Of the browser's Cache API. The service worker answers from it. */
export const keptFilesCache = 'lensmith-files-1';

/** Files that another program shared with the app, until the page has taken them. */
export const sharedFilesCache = 'lensmith-shared-1';
