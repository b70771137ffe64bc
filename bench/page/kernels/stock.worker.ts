import { naive } from '../../peers/naive';
import { startStock } from '../start-stock';
import { serveCases } from './case-worker';
import { makeCase } from './cases';

serveCases(startStock, async (name) => makeCase(name, naive));
