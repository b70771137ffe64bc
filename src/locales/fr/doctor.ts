import type { doctor as en } from '../en/doctor';
import type { Translated } from '../translate';

export const doctor: Translated<typeof en> = {
  title: 'Docteur des données',
  about: 'Cherche dans les images des étiquettes fausses, des copies et de mauvaises images.',
  summary: {
    one: '{count} point à regarder',
    other: '{count} points à regarder',
  },
  fine: 'Rien à regarder de plus près.',
  start: 'Examiner les images',
  again: 'Examiner à nouveau',
  stale: 'Le jeu de données a changé depuis l’examen.',
  stop: 'Arrêter',
  paused: 'L’examen reprend quand l’entraînement est terminé.',
  running: 'Examen des images',
  phase: {
    features: '{done} images sur {total}',
    labels: '{done} plis sur {total}',
  },
  rate: '{rate} images par seconde',
  kinds: {
    'label-error': 'Étiquettes probablement fausses',
    contradiction: 'Copies dans plusieurs classes',
    leak: 'Copies à cheval sur la répartition',
    'exact-copies': 'Copies exactes',
    'near-copies': 'Quasi-copies',
    'picture-quality': 'Mauvaises images',
    'small-class': 'Petites classes',
    'outnumbered-class': 'Classes minoritaires',
    'alike-classes': 'Classes qui se ressemblent',
  },
  position: '{position} sur {count}',
  why: {
    labelError:
      'Étiquetée {given} ; des modèles qui ne l’ont pas vue disent {suggested} ({percent}) plutôt que {given} ({own}).',
    contradiction: 'La même image porte les étiquettes {classes}. Les modèles penchent pour {to}.',
    leak: 'La même image sert à apprendre et à mesurer : elle est dans {sides}.',
    copies: '{count} images ont le même aspect (similarité {similarity}).',
    exact: '{count} fichiers sont identiques, octet par octet.',
    small: '{label} a {count} images : trop peu pour bien apprendre et mesurer une classe.',
    outnumbered: 'La plus grande classe a {times} fois plus d’images que {label}.',
    alike:
      '{confused} images sur {count} de {first} et {second} sont prises pour l’autre classe ({percent}).',
    blurred: 'Floue : netteté {value}, d’habitude plus de {limit}.',
    dark: 'Sombre : ses parties les plus claires atteignent {value} du blanc ; d’habitude au moins {limit}.',
    bright:
      'Trop claire : ses parties les plus sombres sont à {value} du blanc ; d’habitude au plus {limit}.',
    'low-contrast':
      'Peu de contraste : {value} de l’écart du noir au blanc ; d’habitude au moins {limit}.',
    tiny: 'Minuscule : {value} pixels sur le petit côté ; d’habitude au moins {limit}.',
    'odd-shape':
      'Forme inhabituelle : {value} fois plus longue que large ; d’habitude au plus {limit}.',
  },
  sides: {
    train: 'entraînement',
    validation: 'validation',
    test: 'test',
  },
  picture: '{label}, {side} : {file}',
  gallery: 'Images de ce point',
  actions: {
    label: 'Que faire',
    relabel: 'Étiqueter {label}',
    exclude: {
      one: 'Exclure',
      other: 'Exclure {count}',
    },
    merge: 'Fusionner avec {label}',
    keep: 'Garder',
    previous: 'Précédent',
    next: 'Suivant',
    undo: 'Annuler',
    redo: 'Rétablir',
    reset: 'Tout annuler',
  },
  changes: {
    title: {
      one: '{count} modification',
      other: '{count} modifications',
    },
    version: 'Version {hash}',
    relabel: {
      one: '{count} image étiquetée {label}',
      other: '{count} images étiquetées {label}',
    },
    exclude: {
      one: '{count} image exclue',
      other: '{count} images exclues',
    },
    move: {
      one: '{count} image déplacée vers {side}',
      other: '{count} images déplacées vers {side}',
    },
    merge: '{classes} fusionnées avec {label}',
    rename: '{from} renommée {to}',
    reorder: 'Classes réordonnées',
    dismiss: 'Un point gardé tel quel',
    failed: 'La modification n’a pas pu être faite.',
  },
  train: 'Entraîner à nouveau',
  trainNote: 'Avec les options du dernier entraînement, sur les images modifiées.',
  brought: {
    title: 'Ce que les modifications ont apporté',
    on: {
      one: 'Sur {count} image de test des deux versions, selon les étiquettes actuelles :',
      other: 'Sur {count} images de test des deux versions, selon les étiquettes actuelles :',
    },
    before: 'Avant',
    after: 'Après',
    same: 'Les deux ont raison sur les mêmes images : pas de différence mesurable.',
    luck: 'Pas de différence mesurable : {onlyAfter} réponses devenues justes, {onlyBefore} devenues fausses (p = {p}).',
    better:
      'Mieux : {onlyAfter} réponses devenues justes, {onlyBefore} devenues fausses (p = {p}).',
    worse:
      'Moins bien : {onlyAfter} réponses devenues justes, {onlyBefore} devenues fausses (p = {p}).',
    leftOut: {
      one: '{count} image de test n’est que dans une version et ne compte pas.',
      other: '{count} images de test ne sont que dans une version et ne comptent pas.',
    },
  },
  shortcuts: {
    act: 'Docteur des données : étiqueter, exclure, fusionner, garder',
    move: 'Docteur des données : point suivant, précédent',
    undo: 'Docteur des données : annuler',
  },
};
