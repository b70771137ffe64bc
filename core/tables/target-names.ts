/** Words by which people name what is to be predicted, in English, German, French and Italian. */
const CERTAIN = [
  ['target', 'label', 'labels', 'class', 'y', 'outcome', 'response', 'dependent'],
  ['ziel', 'zielgrösse', 'zielgröße', 'zielvariable', 'zielwert', 'klasse', 'etikett', 'ergebnis'],
  ['cible', 'classe', 'étiquette', 'etiquette', 'résultat', 'resultat'],
  ['obiettivo', 'bersaglio', 'etichetta', 'risultato', 'esito'],
].flat();

/** Words for what is often predicted, and often a feature too. */
const LIKELY = [
  ['species', 'price', 'category', 'type', 'quality', 'survived', 'churn', 'diagnosis', 'default'],
  ['income', 'salary', 'status', 'score', 'grade', 'sales', 'demand', 'fraud', 'spam', 'rating'],
  ['variety', 'medv', 'exited', 'attrition', 'progression', 'result', 'cultivar'],
  ['preis', 'art', 'sorte', 'kategorie', 'qualität', 'diagnose', 'umsatz', 'einkommen', 'typ'],
  ['prix', 'espèce', 'espece', 'catégorie', 'categorie', 'qualité', 'diagnostic', 'revenu'],
  ['prezzo', 'specie', 'categoria', 'qualità', 'diagnosi', 'reddito', 'tipo'],
].flat();

/** How strongly a column's name says that it is the target: 0..1. */
export function nameHint(name: string): number {
  const parted = name.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').toLowerCase();
  const words = parted.split(/[^\p{L}\d]+/u).filter(Boolean);
  if (words.some((word) => CERTAIN.includes(word))) return words.length === 1 ? 1 : 0.8;
  if (words.some((word) => LIKELY.includes(word))) return words.length === 1 ? 0.6 : 0.45;
  return 0;
}
