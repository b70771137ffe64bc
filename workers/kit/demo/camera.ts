import { Fault } from '../fault';

/** Frames of the camera, until its signal ends it. Throws Fault where there is no camera to be had. */
export async function watch(
  video: HTMLVideoElement,
  signal: AbortSignal,
  onFrame: (frame: Blob) => Promise<void>,
): Promise<void> {
  const stream = await openCamera();
  try {
    video.srcObject = stream;
    await video.play();
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext('2d')!;
    while (!signal.aborted) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      context.drawImage(video, 0, 0);
      await onFrame(await canvas.convertToBlob({ type: 'image/png' }));
      // The page stays responsive, and the bars can be read.
      await new Promise((done) => setTimeout(done, 300));
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

async function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices) throw new Fault('cameraInsecure');
  const wanted = { video: { facingMode: 'environment' }, audio: false };
  return navigator.mediaDevices.getUserMedia(wanted).catch((cause: DOMException) => {
    if (cause.name === 'NotAllowedError') throw new Fault('cameraRefused', {}, cause);
    throw new Fault('cameraMissing', { reason: cause.message || cause.name }, cause);
  });
}
