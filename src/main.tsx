import './styles';
import { render } from 'solid-js/web';
import { installApi } from './api';
import { baseUrl } from './bridge/base-url';
import { hostPredictions } from './bridge/prediction-host';
import { Shell } from './shell/shell';
import { AppProvider, createApp } from './state/app';
import { createPredictionRequests } from './state/prediction-requests';
import { ViewerProvider } from './ui/viewer/viewer';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');

render(() => {
  const app = createApp();
  installApi(app);
  hostPredictions(baseUrl(), createPredictionRequests(app));
  return (
    <AppProvider app={app}>
      <ViewerProvider>
        <Shell />
      </ViewerProvider>
    </AppProvider>
  );
}, root);
