import type { doctor as en } from '../en/doctor';
import type { Translated } from '../translate';

export const doctor: Translated<typeof en> = {
  title: 'Datendoktor',
  about: 'Sucht in den Bildern nach falschen Labels, Kopien und schlechten Bildern.',
  summary: {
    one: '{count} Fund zum Anschauen',
    other: '{count} Funde zum Anschauen',
  },
  fine: 'Nichts, was man anschauen müsste.',
  start: 'Bilder untersuchen',
  again: 'Nochmals untersuchen',
  stale: 'Der Datensatz wurde seit der Untersuchung geändert.',
  stop: 'Anhalten',
  paused: 'Es geht weiter, wenn das Training zu Ende ist.',
  running: 'Die Bilder werden untersucht',
  phase: {
    features: '{done} von {total} Bildern',
    labels: '{done} von {total} Folds',
  },
  rate: '{rate} Bilder pro Sekunde',
  kinds: {
    'label-error': 'Wohl falsche Labels',
    contradiction: 'Kopien in mehreren Klassen',
    leak: 'Kopien über den Split hinweg',
    'exact-copies': 'Exakte Kopien',
    'near-copies': 'Beinahe-Kopien',
    'picture-quality': 'Schlechte Bilder',
    'small-class': 'Kleine Klassen',
    'outnumbered-class': 'Klassen in der Minderzahl',
    'alike-classes': 'Klassen, die sich gleichen',
  },
  position: '{position} von {count}',
  why: {
    labelError:
      'Als {given} gelabelt; Modelle, die das Bild nicht gesehen haben, sagen {suggested} ({percent}) statt {given} ({own}).',
    contradiction: 'Dasselbe Bild trägt die Labels {classes}. Die Modelle neigen zu {to}.',
    leak: 'An demselben Bild wird gelernt und gemessen: es steht in {sides}.',
    copies: '{count} Bilder sehen gleich aus (Ähnlichkeit {similarity}).',
    exact: '{count} Dateien sind Byte für Byte gleich.',
    small: '{label} hat {count} Bilder: zu wenige, um eine Klasse gut zu lernen und zu messen.',
    outnumbered: 'Die grösste Klasse hat {times}-mal so viele Bilder wie {label}.',
    alike:
      '{confused} von {count} Bildern von {first} und {second} werden für die andere Klasse gehalten ({percent}).',
    blurred: 'Unscharf: Schärfe {value}, üblich sind über {limit}.',
    dark: 'Dunkel: die hellsten Stellen erreichen {value} von Weiss; üblich sind mindestens {limit}.',
    bright:
      'Zu hell: die dunkelsten Stellen liegen bei {value} von Weiss; üblich sind höchstens {limit}.',
    'low-contrast':
      'Wenig Kontrast: {value} der Spanne von Schwarz bis Weiss; üblich sind mindestens {limit}.',
    tiny: 'Winzig: {value} Pixel auf der kurzen Seite; üblich sind mindestens {limit}.',
    'odd-shape': 'Ungewöhnliche Form: {value}-mal so lang wie breit; üblich ist höchstens {limit}.',
  },
  sides: {
    train: 'Training',
    validation: 'Validierung',
    test: 'Test',
  },
  picture: '{label}, {side}: {file}',
  gallery: 'Bilder dieses Fundes',
  actions: {
    label: 'Was zu tun ist',
    relabel: 'Als {label} labeln',
    exclude: {
      one: 'Ausschliessen',
      other: '{count} ausschliessen',
    },
    merge: 'Mit {label} zusammenlegen',
    keep: 'Behalten',
    previous: 'Zurück',
    next: 'Weiter',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    reset: 'Alles rückgängig',
  },
  changes: {
    title: {
      one: '{count} Änderung',
      other: '{count} Änderungen',
    },
    version: 'Version {hash}',
    relabel: {
      one: '{count} Bild als {label} gelabelt',
      other: '{count} Bilder als {label} gelabelt',
    },
    exclude: {
      one: '{count} Bild ausgeschlossen',
      other: '{count} Bilder ausgeschlossen',
    },
    move: {
      one: '{count} Bild nach {side} verschoben',
      other: '{count} Bilder nach {side} verschoben',
    },
    merge: '{classes} mit {label} zusammengelegt',
    rename: '{from} umbenannt in {to}',
    reorder: 'Klassen umgeordnet',
    dismiss: 'Ein Fund bleibt, wie er ist',
    failed: 'Die Änderung war nicht möglich.',
  },
  train: 'Nochmals trainieren',
  trainNote: 'Mit den Optionen des letzten Trainings, auf den geänderten Bildern.',
  brought: {
    title: 'Was die Änderungen gebracht haben',
    on: {
      one: 'Auf {count} Testbild beider Versionen, nach den jetzigen Labels:',
      other: 'Auf {count} Testbildern beider Versionen, nach den jetzigen Labels:',
    },
    before: 'Vorher',
    after: 'Nachher',
    same: 'Beide liegen bei denselben Bildern richtig: kein messbarer Unterschied.',
    luck: 'Kein messbarer Unterschied: {onlyAfter} Antworten wurden richtig, {onlyBefore} falsch (p = {p}).',
    better: 'Besser: {onlyAfter} Antworten wurden richtig, {onlyBefore} falsch (p = {p}).',
    worse: 'Schlechter: {onlyAfter} Antworten wurden richtig, {onlyBefore} falsch (p = {p}).',
    leftOut: {
      one: '{count} Testbild gibt es nur in einer Version; es zählt nicht.',
      other: '{count} Testbilder gibt es nur in einer Version; sie zählen nicht.',
    },
  },
  shortcuts: {
    act: 'Datendoktor: labeln, ausschliessen, zusammenlegen, behalten',
    move: 'Datendoktor: nächster, voriger Fund',
    undo: 'Datendoktor: rückgängig',
  },
};
