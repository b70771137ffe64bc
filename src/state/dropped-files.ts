import type { ImportFile } from '../../core/contract/ingest';

/** What an import is given: one archive, or the files of a folder with their paths. */
export interface Dropped {
  files: ImportFile[];
  name: string;
}

/**
 * Everything in a drop or paste, folders walked to their ends. The entries must be taken before
 * the first await: the browser empties the DataTransfer when its event is over.
 */
export async function readDataTransfer(data: DataTransfer): Promise<Dropped> {
  const entries = [...data.items]
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.webkitGetAsEntry() ?? item.getAsFile())
    .filter((entry) => entry !== null);
  const files: ImportFile[] = [];
  for (const entry of entries) {
    if (entry instanceof File) files.push({ path: entry.name, blob: entry });
    else await walk(entry, '', files);
  }
  return { files, name: nameOf(files) };
}

/** The files of an `<input type="file">`, picked one by one or as a folder, or with given paths. */
export function readFileList(list: Iterable<File | ImportFile>): Dropped {
  const files = [...list].map((file) =>
    file instanceof File ? { path: file.webkitRelativePath || file.name, blob: file } : file,
  );
  return { files, name: nameOf(files) };
}

async function walk(entry: FileSystemEntry, above: string, files: ImportFile[]): Promise<void> {
  const path = above ? `${above}/${entry.name}` : entry.name;
  if (entry.isFile) {
    const blob = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    files.push({ path, blob });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader answers at most a hundred at a time, and nothing when it is through.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return;
    for (const child of batch) await walk(child, path, files);
  }
}

/** The folder all files share, or the archive's name; else the first file's. */
export function nameOf(files: readonly { path: string }[]): string {
  const first = files[0]?.path ?? '';
  const folder = first.includes('/') ? first.slice(0, first.indexOf('/')) : null;
  if (folder && files.every(({ path }) => path.startsWith(`${folder}/`))) return folder;
  return first.split('/').pop() ?? first;
}
