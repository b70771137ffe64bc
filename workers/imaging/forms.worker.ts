import * as Comlink from 'comlink';
import { installErrorTransfer } from '../../core/contract/wire';
import { renderForms } from './forms';

installErrorTransfer();
Comlink.expose(renderForms);
