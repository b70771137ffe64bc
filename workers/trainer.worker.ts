import { expose } from 'comlink';
import type { TrainerApi } from '../core/contract/trainer';
import { installErrorTransfer } from '../core/contract/wire';
import { browserHost } from './training/browser';
import { Trainer } from './training/trainer';

installErrorTransfer();
const trainer: TrainerApi = new Trainer(browserHost());
expose(trainer);
