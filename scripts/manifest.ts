import type { ManifestOptions } from 'vite-plugin-pwa';

const icon = { src: 'icons/icon-192.png', sizes: '192x192', type: 'image/png' };
const pictures = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'image/gif': ['.gif'],
  'image/bmp': ['.bmp'],
  'image/avif': ['.avif'],
};

/** https://www.w3.org/TR/appmanifest/ with what Chromium adds: file handlers, a share target. */
export const manifest: Partial<ManifestOptions> = {
  name: 'Lensmith',
  short_name: 'Lensmith',
  description: 'Train image classifiers in this browser tab. No picture leaves the machine.',
  id: './',
  start_url: './',
  scope: './',
  display: 'standalone',
  background_color: '#fbfbfa',
  theme_color: '#fbfbfa',
  categories: ['education', 'productivity', 'utilities'],
  icons: [
    icon,
    { src: 'icons/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: 'icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  screenshots: [
    {
      src: 'screenshots/wide.png',
      sizes: '1280x800',
      type: 'image/png',
      form_factor: 'wide',
      label: 'The models of a training, ranked',
    },
    {
      src: 'screenshots/narrow.png',
      sizes: '780x1688',
      type: 'image/png',
      form_factor: 'narrow',
      label: 'Predicting new pictures on a phone',
    },
  ],
  shortcuts: [
    { name: 'Predict', url: './#/predict', icons: [icon] },
    { name: 'Train', url: './#/train', icons: [icon] },
    { name: 'Runs', url: './#/runs', icons: [icon] },
  ],
  file_handlers: [{ action: './', accept: { 'application/zip': ['.zip'], ...pictures } }],
  launch_handler: { client_mode: ['focus-existing', 'auto'] },
  share_target: {
    action: './share',
    method: 'POST',
    enctype: 'multipart/form-data',
    params: {
      files: [{ name: 'files', accept: [...Object.keys(pictures), 'application/zip', '.zip'] }],
    },
  },
};
