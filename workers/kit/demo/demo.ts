/** The page of a bundle: what is on a chosen, dropped or pasted picture, or before the camera. */
import { fill } from '../../../core/errors';
import { fetchFrom, pixelsOf } from '../browser';
import type { Classifier } from '../classifier';
import { openClassifier } from '../open';
import { texts } from '../texts';
import { watch } from './camera';
import { element } from './elements';
import { showAnswer, showFault, showState } from './show';

/** Small pictures are shown with their pixels. */
const smallSide = 128;

const top = 3;
const image = element<HTMLImageElement>('picture');
const video = element<HTMLVideoElement>('video');
const camera = element<HTMLButtonElement>('camera');
const drop = element('drop');

/** Of the newest picture asked about: older answers are dropped. */
let newest = 0;
let watching: AbortController | null = null;

async function open(): Promise<void> {
  let bytes = 0;
  const read = fetchFrom(new URL('./', location.href), (more) => {
    bytes += more;
    showState(fill(texts.loading, { done: (bytes / 1e6).toFixed(1) }));
  });
  try {
    begin(await openClassifier(read));
  } catch (error) {
    element('state').hidden = true;
    showFault(error);
  }
}

function begin(classifier: Classifier): void {
  const { labels, name } = classifier.description;
  showState(fill(texts.ready, { count: labels.length }));
  if (name) element('model').textContent = fill(texts.trainedWith, { name });
  element('ways').hidden = false;
  const look = (picture: Blob, name: string) => {
    stopCamera();
    return ask(classifier, picture, name);
  };
  takeFiles(look);
  camera.addEventListener('click', () => {
    if (watching) stopCamera();
    else void startCamera(classifier);
  });
  // Everything is loaded: what the worker keeps for offline use comes from the browser's own cache.
  navigator.serviceWorker?.register('./sw.js').catch(() => {});
}

function takeFiles(look: (picture: Blob, name: string) => Promise<void>): void {
  const file = element<HTMLInputElement>('file');
  file.addEventListener('change', () => {
    const chosen = file.files?.[0];
    if (chosen) void look(chosen, chosen.name);
    file.value = '';
  });
  addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.toggleAttribute('data-over', true);
  });
  addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) drop.toggleAttribute('data-over', false);
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    drop.toggleAttribute('data-over', false);
    const dropped = event.dataTransfer?.files[0];
    if (dropped) void look(dropped, dropped.name);
  });
  addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.files[0];
    if (pasted) void look(pasted, texts.pasted);
  });
}

async function ask(classifier: Classifier, picture: Blob, name: string): Promise<void> {
  const mine = ++newest;
  showFault(null);
  element('result').hidden = true;
  try {
    const pixels = await pixelsOf(picture);
    const answer = await classifier.classify(pixels, top);
    if (mine !== newest) return;
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(picture);
    image.toggleAttribute('data-small', Math.max(pixels.width, pixels.height) <= smallSide);
    showAnswer(name, answer, classifier.description.threshold, true);
  } catch (error) {
    if (mine === newest) showFault(error);
  }
}

async function startCamera(classifier: Classifier): Promise<void> {
  newest++;
  showFault(null);
  watching = new AbortController();
  const { signal } = watching;
  camera.textContent = texts.stopCamera;
  try {
    await watch(video, signal, async (frame) => {
      const answer = await classifier.classify(await pixelsOf(frame), top);
      if (signal.aborted) return;
      image.hidden = true;
      video.hidden = false;
      showAnswer(texts.watching, answer, classifier.description.threshold, false);
    });
  } catch (error) {
    stopCamera();
    showFault(error);
  }
}

function stopCamera(): void {
  if (!watching) return;
  watching.abort();
  watching = null;
  camera.textContent = texts.startCamera;
  element('result').hidden = true;
  video.hidden = true;
  image.hidden = false;
}

void open();
