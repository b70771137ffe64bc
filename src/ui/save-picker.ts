/** Not in every browser, and not in TypeScript's DOM. */
type PickSaveFile = (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;

/**
 * Asks where to save, where the browser has file pickers; null: there is none, so what is made goes to
 * the browser's downloads. To be called before it is made: a picker opens only while a press is fresh.
 */
export async function pickSaveFile(
  suggestedName: string,
): Promise<FileSystemFileHandle | null | 'dismissed'> {
  const { showSaveFilePicker } = window as { showSaveFilePicker?: PickSaveFile };
  if (!showSaveFilePicker) return null;
  try {
    return await showSaveFilePicker.call(window, { suggestedName });
  } catch (error) {
    // Anything else, an embedding page's ban say, leaves the browser's downloads.
    return (error as DOMException).name === 'AbortError' ? 'dismissed' : null;
  }
}
