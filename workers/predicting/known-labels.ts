import { type LabelTable, readLayout } from '../ingest/layout/layout';
import type { SourceFile } from '../ingest/source';

/** `Golden_Retriever` and `golden retriever` are one name. */
const plain = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();

/** Finds the class a name means: the same name, or else the only one that differs in case and spaces. */
function createLookup(classes: readonly string[]): (name: string) => string | null {
  const byPlain = new Map<string, string | null>();
  for (const name of classes) byPlain.set(plain(name), byPlain.has(plain(name)) ? null : name);
  const exact = new Set(classes);
  return (name) => (exact.has(name) ? name : (byPlain.get(plain(name)) ?? null));
}

/**
 * The known class that each picture is labelled with, null for all others: as an import would label
 * it by folders and tables, or by the innermost of its folders that bears a class's name.
 */
export function knownLabels(
  pictures: readonly SourceFile[],
  tables: readonly LabelTable[],
  classes: readonly string[],
): { labels: (string | null)[]; usedTables: Set<number> } {
  const known = createLookup(classes);
  const layout = readLayout(pictures, tables);
  const labels = pictures.map(({ folders }, i) => {
    const label = layout.labels[i];
    const found = label === null || label === undefined ? null : known(label);
    if (found !== null) return found;
    return folders.reduce<string | null>((inner, folder) => known(folder) ?? inner, null);
  });
  return { labels, usedTables: layout.usedTables };
}
