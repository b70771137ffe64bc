import type { doctor as en } from '../en/doctor';
import type { Translated } from '../translate';

export const doctor: Translated<typeof en> = {
  title: 'Dottore dei dati',
  about: 'Cerca tra le immagini etichette sbagliate, copie e immagini scadenti.',
  summary: {
    one: '{count} cosa da guardare',
    other: '{count} cose da guardare',
  },
  fine: 'Niente che richieda uno sguardo.',
  start: 'Esamina le immagini',
  again: 'Esamina di nuovo',
  stale: 'Il dataset è cambiato dopo l’esame.',
  stop: 'Ferma',
  paused: 'Riprende quando l’addestramento è finito.',
  running: 'Esame delle immagini',
  phase: {
    features: '{done} immagini su {total}',
    labels: '{done} fold su {total}',
  },
  rate: '{rate} immagini al secondo',
  kinds: {
    'label-error': 'Etichette probabilmente errate',
    contradiction: 'Copie in più classi',
    leak: 'Copie a cavallo della suddivisione',
    'exact-copies': 'Copie esatte',
    'near-copies': 'Quasi copie',
    'picture-quality': 'Immagini scadenti',
    'small-class': 'Classi piccole',
    'outnumbered-class': 'Classi in minoranza',
    'alike-classes': 'Classi che si somigliano',
  },
  position: '{position} di {count}',
  why: {
    labelError:
      'Etichettata {given}; modelli che non l’hanno vista dicono {suggested} ({percent}) anziché {given} ({own}).',
    contradiction: 'La stessa immagine ha le etichette {classes}. I modelli propendono per {to}.',
    leak: 'Sulla stessa immagine si impara e si misura: sta in {sides}.',
    copies: '{count} immagini sembrano uguali (somiglianza {similarity}).',
    exact: '{count} file sono uguali, byte per byte.',
    small: '{label} ha {count} immagini: troppo poche per imparare e misurare bene una classe.',
    outnumbered: 'La classe più grande ha {times} volte le immagini di {label}.',
    alike:
      '{confused} immagini su {count} di {first} e {second} sono scambiate per l’altra classe ({percent}).',
    blurred: 'Sfocata: nitidezza {value}, di solito oltre {limit}.',
    dark: 'Scura: le parti più chiare arrivano a {value} del bianco; di solito almeno {limit}.',
    bright:
      'Troppo chiara: le parti più scure sono a {value} del bianco; di solito al massimo {limit}.',
    'low-contrast':
      'Poco contrasto: {value} della gamma dal nero al bianco; di solito almeno {limit}.',
    tiny: 'Minuscola: {value} pixel sul lato corto; di solito almeno {limit}.',
    'odd-shape': 'Forma insolita: {value} volte più lunga che larga; di solito al massimo {limit}.',
  },
  sides: {
    train: 'addestramento',
    validation: 'validazione',
    test: 'test',
  },
  picture: '{label}, {side}: {file}',
  gallery: 'Immagini di questo caso',
  actions: {
    label: 'Che cosa fare',
    relabel: 'Etichetta come {label}',
    exclude: {
      one: 'Escludi',
      other: 'Escludi {count}',
    },
    merge: 'Unisci a {label}',
    keep: 'Tieni',
    previous: 'Precedente',
    next: 'Successivo',
    undo: 'Annulla',
    redo: 'Ripeti',
    reset: 'Annulla tutto',
  },
  changes: {
    title: {
      one: '{count} modifica',
      other: '{count} modifiche',
    },
    version: 'Versione {hash}',
    relabel: {
      one: '{count} immagine etichettata come {label}',
      other: '{count} immagini etichettate come {label}',
    },
    exclude: {
      one: '{count} immagine esclusa',
      other: '{count} immagini escluse',
    },
    move: {
      one: '{count} immagine spostata in {side}',
      other: '{count} immagini spostate in {side}',
    },
    merge: '{classes} unite a {label}',
    rename: '{from} rinominata {to}',
    reorder: 'Classi riordinate',
    dismiss: 'Un caso lasciato com’è',
    failed: 'La modifica non è riuscita.',
  },
  train: 'Addestra di nuovo',
  trainNote: 'Con le opzioni dell’ultimo addestramento, sulle immagini modificate.',
  brought: {
    title: 'Che cosa hanno portato le modifiche',
    on: {
      one: 'Su {count} immagine di test di entrambe le versioni, secondo le etichette attuali:',
      other: 'Su {count} immagini di test di entrambe le versioni, secondo le etichette attuali:',
    },
    before: 'Prima',
    after: 'Dopo',
    same: 'Entrambi hanno ragione sulle stesse immagini: nessuna differenza misurabile.',
    luck: 'Nessuna differenza misurabile: {onlyAfter} risposte diventate giuste, {onlyBefore} diventate sbagliate (p = {p}).',
    better:
      'Meglio: {onlyAfter} risposte diventate giuste, {onlyBefore} diventate sbagliate (p = {p}).',
    worse:
      'Peggio: {onlyAfter} risposte diventate giuste, {onlyBefore} diventate sbagliate (p = {p}).',
    leftOut: {
      one: '{count} immagine di test è in una sola versione e non conta.',
      other: '{count} immagini di test sono in una sola versione e non contano.',
    },
  },
  shortcuts: {
    act: 'Dottore dei dati: etichetta, escludi, unisci, tieni',
    move: 'Dottore dei dati: caso successivo, precedente',
    undo: 'Dottore dei dati: annulla',
  },
};
