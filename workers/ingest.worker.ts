import * as Comlink from 'comlink';
import { installErrorTransfer } from '../core/contract/wire';
import { ingest } from './ingest/api';

installErrorTransfer();
Comlink.expose(ingest);
