import { expose } from 'comlink';
import { installErrorTransfer } from '../core/contract/wire';
import { browserHost } from './formats/browser';
import { createFormats } from './formats/formats';

installErrorTransfer();
expose(createFormats(browserHost()));
